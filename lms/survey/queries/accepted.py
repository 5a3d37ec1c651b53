"""What counts as demand: lines of accepted sheets whose whole chain up to the scope is accepted."""
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from lms.db import db
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.rules.sending import SENT
from lms.units.models import Unit


def counted_under(round_id: int, level_id: int):
    """SQL: ids of the level's own sheet, when it is sent, and of sheets accepted at every level up to the level (a recursive walk down)."""
    top = (select(NeedSheet.id, NeedSheet.unit_id)
           .where(NeedSheet.round_id == round_id, NeedSheet.live(), or_(and_(NeedSheet.state == "accepted", NeedSheet.review_unit_id == level_id),
                                                      and_(NeedSheet.state.in_(SENT), NeedSheet.unit_id == level_id)))
           .cte("counted_under", recursive=True))
    child = aliased(NeedSheet)
    walk = top.union(select(child.id, child.unit_id).join(top, child.review_unit_id == top.c.unit_id)
                     .where(child.round_id == round_id, child.live(), child.state == "accepted", top.c.unit_id != level_id))
    return select(walk.c.id)


def counted_sheets(round_id: int):
    """SQL: ids of sheets accepted at every level up to the scope: what the round's table counts, and nothing else, is demand."""
    return counted_under(round_id, select(SurveyRound.scope_id).where(SurveyRound.id == round_id).scalar_subquery())


def accepted_needs(round_id: int):
    """SQL rows for demand: need_id, sheet_id, unit_id (of the sheet), first_level_id, person_id, group_code (as asked), course_id, topic_id, level,
    priority, quarter, heads (the corrected number where a level above wrote one; a line that was struck out is no demand). Join classification by
    need_id for the group of person lines."""
    return (select(Need.id.label("need_id"), Need.sheet_id, NeedSheet.unit_id, Unit.first_level_id, Need.person_id, Need.group_code, Need.course_id,
                   Need.topic_id, Need.level, Need.priority, Need.quarter, Need.heads_counted.label("heads"))
            .join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id)
            .where(NeedSheet.round_id == round_id, Need.sheet_id.in_(counted_sheets(round_id)), Need.heads_counted > 0)
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
