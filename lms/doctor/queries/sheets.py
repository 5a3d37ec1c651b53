"""Counts stored on need sheets."""
from sqlalchemy import case, func, select

from lms.db import db
from lms.survey.models import Need, NeedSheet


def counts() -> list[str]:
    """Persons and heads are those of the lines."""
    lines = dict_of(select(Need.sheet_id, func.coalesce(func.sum(case((Need.person_id.is_not(None), 1), else_=0)), 0),
                           func.coalesce(func.sum(case((Need.person_id.is_(None), Need.heads), else_=0)), 0)).group_by(Need.sheet_id))
    rows = db.session.execute(select(NeedSheet.id, NeedSheet.unit_name, NeedSheet.persons, NeedSheet.heads, NeedSheet.no_need).order_by(NeedSheet.id))
    found = []
    for sheet_id, unit, persons, heads, no_need in rows:
        there = lines.get(sheet_id, (0, 0))
        if there != (persons, heads):
            found.append(f"sheet {sheet_id} of {unit} says {persons} persons and {heads} heads, its lines {there[0]} and {there[1]}")
        if no_need and there != (0, 0):
            found.append(f"sheet {sheet_id} of {unit} says no need and has lines")
    return found


def dict_of(statement) -> dict:
    """First column -> the others as a tuple of whole numbers."""
    return {row[0]: tuple(int(value) for value in row[1:]) for row in db.session.execute(statement)}
