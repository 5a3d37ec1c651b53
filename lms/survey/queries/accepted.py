"""What counts as demand: lines of accepted sheets whose whole chain up to the scope is accepted."""
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.db import db
from lms.people.models import Person
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.rules.sending import SENT
from lms.units.models import Unit


HEADS_NOW = func.coalesce(Need.heads_now, Need.heads)


def counted_sheets(round_id: int):
    """SQL: ids of sheets accepted at every level up to the scope (a recursive walk down the reviewing units)."""
    top = (select(NeedSheet.id, NeedSheet.unit_id).join(SurveyRound, NeedSheet.round_id == SurveyRound.id)
           .where(NeedSheet.round_id == round_id, NeedSheet.state == "accepted", NeedSheet.review_unit_id == SurveyRound.scope_id)
           .cte("counted", recursive=True))
    child = aliased(NeedSheet)
    walk = top.union_all(select(child.id, child.unit_id).join(top, child.review_unit_id == top.c.unit_id)
                         .where(child.round_id == round_id, child.state == "accepted"))
    return select(walk.c.id)


def accepted_needs(round_id: int):
    """SQL rows for demand: need_id, sheet_id, unit_id (of the sheet), first_level_id, person_id, group_code (as asked), course_id, topic_id, level,
    priority, quarter, heads (the corrected number where a level above wrote one; a line that was struck out is no demand). Join classification by
    need_id for the group of person lines."""
    return (select(Need.id.label("need_id"), Need.sheet_id, NeedSheet.unit_id, Unit.first_level_id, Need.person_id, Need.group_code, Need.course_id,
                   Need.topic_id, Need.level, Need.priority, Need.quarter, HEADS_NOW.label("heads"))
            .join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id)
            .where(NeedSheet.round_id == round_id, Need.sheet_id.in_(counted_sheets(round_id)), HEADS_NOW > 0)
            .order_by(Need.id))


def gaps_of(round_id: int) -> list[dict]:
    """Units whose answer does not count, each with the reason: silent, returned, waiting, or hidden behind a unit above that is not accepted."""
    counted = set(db.session.execute(counted_sheets(round_id)).scalars())
    rows = (select(NeedSheet.id, Unit.code, NeedSheet.unit_name, NeedSheet.state).join(Unit, NeedSheet.unit_id == Unit.id)
            .where(NeedSheet.round_id == round_id, NeedSheet.live()).order_by(Unit.path))
    found = []
    for sheet_id, code, name, state in db.session.execute(rows):
        if sheet_id not in counted:
            reason = "upper" if state == "accepted" else "waiting" if state in SENT else "returned" if state == "returned" else "silent"
            found.append({"code": code, "unit": name, "why": reason})
    return found


def counted_lines(round_id: int) -> list[Need]:
    """The lines themselves, for the closed table."""
    rows = (select(Need).outerjoin(Person, Need.person_id == Person.id).where(Need.sheet_id.in_(counted_sheets(round_id)))
            .order_by(Need.sheet_id, Need.line_no))
    return list(db.session.execute(rows).unique().scalars())
