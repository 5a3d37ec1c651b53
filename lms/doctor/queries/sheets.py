"""Counts stored on need sheets."""
from sqlalchemy import case, func, select

from lms.db import db
from lms.survey.models import Need, NeedCorrection, NeedSheet


def counts() -> list[str]:
    """Persons and heads are those of the lines, and what corrections add to them is what the lines say."""
    person, added = Need.person_id.is_not(None), func.coalesce(Need.heads_now - Need.heads, 0)
    lines = dict_of(select(Need.sheet_id, func.sum(case((person, 1), else_=0)), func.sum(case((person, 0), else_=Need.heads)),
                           func.sum(case((person, added), else_=0)), func.sum(case((person, 0), else_=added))).group_by(Need.sheet_id))
    rows = select(NeedSheet.id, NeedSheet.unit_name, NeedSheet.persons, NeedSheet.heads, NeedSheet.corrected_persons, NeedSheet.corrected_heads, NeedSheet.no_need)
    found = []
    for sheet_id, unit, persons, heads, more_persons, more_heads, no_need in db.session.execute(rows.order_by(NeedSheet.id)):
        there = lines.get(sheet_id, (0, 0, 0, 0))
        if there[:2] != (persons, heads):
            found.append(f"sheet {sheet_id} of {unit} says {persons} persons and {heads} heads, its lines {there[0]} and {there[1]}")
        if there[2:] != (more_persons, more_heads):
            found.append(f"sheet {sheet_id} of {unit} says corrections of {more_persons} persons and {more_heads} heads, its lines {there[2]} and {there[3]}")
        if no_need and there != (0, 0, 0, 0):
            found.append(f"sheet {sheet_id} of {unit} says no need and has lines")
    return found


def corrections() -> list[str]:
    """A corrected number is the one of the last correction of its line."""
    last = select(NeedCorrection.need_id, func.max(NeedCorrection.id).label("last")).group_by(NeedCorrection.need_id).subquery()
    rows = (select(Need.id, Need.sheet_id, Need.heads_now, NeedCorrection.after).outerjoin(last, last.c.need_id == Need.id)
            .outerjoin(NeedCorrection, NeedCorrection.id == last.c.last).where(Need.heads_now.is_not(None)).order_by(Need.id))
    return [f"line {need_id} of sheet {sheet_id} counts {now}, its last correction says {after}"
            for need_id, sheet_id, now, after in db.session.execute(rows) if now != after]


def dict_of(statement) -> dict:
    """First column -> the others as a tuple of whole numbers."""
    return {row[0]: tuple(int(value) for value in row[1:]) for row in db.session.execute(statement)}
