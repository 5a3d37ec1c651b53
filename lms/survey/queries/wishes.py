"""Wishes of a sheet, and all wishes of a round within reach."""
from dataclasses import dataclass, field

from sqlalchemy import select

from lms.access import reach
from lms.db import db
from lms.spelling import squeeze
from lms.survey.models import CourseWish, NeedSheet, SurveyRound
from lms.survey.rules.sending import SENT
from lms.units.models import Unit

MOST_WISHES = 50


@dataclass
class Wished:
    """One title as several units write it: who wants it, for how many."""
    title: str
    heads: int = 0
    wishes: list[tuple] = field(default_factory=list)


def wishes_of(sheet_id: int) -> list[CourseWish]:
    """In the order in which they were written."""
    return list(db.session.execute(select(CourseWish).where(CourseWish.sheet_id == sheet_id).order_by(CourseWish.id)).scalars())


def visible_wishes(user, verb: str):
    """Wishes of the sheets within reach."""
    return (select(CourseWish).join(NeedSheet, CourseWish.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id)
            .where(reach(user, verb).covers(Unit.path)))


def wishes_in(user, found: SurveyRound) -> list[Wished]:
    """Wishes of the sheets that were sent, alike titles (marks and case do not matter) together, most wanted first; one statement."""
    rows = (visible_wishes(user, "round.read").with_only_columns(CourseWish.title, CourseWish.outcome, CourseWish.heads, NeedSheet.id, NeedSheet.unit_name)
            .where(NeedSheet.round_id == found.id, NeedSheet.state.in_(SENT)).order_by(Unit.path, CourseWish.id))
    titles: dict[str, Wished] = {}
    for title, outcome, heads, sheet_id, unit in db.session.execute(rows):
        one = titles.setdefault(squeeze(title), Wished(title))
        one.heads += heads
        one.wishes.append((unit, sheet_id, outcome, heads))
    return sorted(titles.values(), key=lambda one: (-one.heads, one.title))
