"""Wishes for courses that the catalogue lacks, while the sheet may be edited."""
from lms import flow
from lms.db import db
from lms.errors import WrongMove
from lms.events import record
from lms.events.survey import WishAdded, WishChanged, WishRemoved
from lms.survey.actions.sheets import hold_for_edit
from lms.survey.models import CourseWish, NeedSheet
from lms.survey.queries.wishes import MOST_WISHES, wishes_of
from lms.texts import lazy as _


def add_wish(actor, sheet: NeedSheet, title: str, outcome: str, heads: int) -> CourseWish:
    """A course for so many; the sheet then has a need."""
    hold_for_edit(actor, sheet)
    if len(wishes_of(sheet.id)) >= MOST_WISHES:
        raise WrongMove(_("Phiếu đã có 50 đề nghị khóa học mới."), thing=sheet)
    made = CourseWish(sheet_id=sheet.id, title=title, outcome=outcome, heads=heads)
    sheet.no_need = False
    db.session.add(made)
    db.session.flush()
    record(actor, WishAdded(subject_id=sheet.id, unit_id=sheet.unit_id, wish_id=made.id, title=title, outcome=outcome, heads=heads))
    return made


def change_wish(actor, sheet: NeedSheet, wish: CourseWish, values: dict, version: int | None = None) -> None:
    """Other words or another number (title, outcome, heads)."""
    flow.check_version(wish, version)
    hold_for_edit(actor, sheet)
    changes = {name: [getattr(wish, name), value] for name, value in values.items() if getattr(wish, name) != value}
    for name, value in values.items():
        setattr(wish, name, value)
    if changes:
        record(actor, WishChanged(subject_id=sheet.id, unit_id=sheet.unit_id, wish_id=wish.id, changes=changes))


def remove_wish(actor, sheet: NeedSheet, wish: CourseWish) -> None:
    """Take it off the sheet; what it said stays in the journal."""
    hold_for_edit(actor, sheet)
    record(actor, WishRemoved(subject_id=sheet.id, unit_id=sheet.unit_id, wish_id=wish.id, title=wish.title, heads=wish.heads))
    db.session.delete(wish)
