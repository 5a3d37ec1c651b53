"""Results: the group of lines, lists of a round, counts with overrides."""
from sqlalchemy import case, func, select
from sqlalchemy.orm import selectinload

from lms.access import reach
from lms.classification.models import Classification
from lms.db import db
from lms.people.models import Person
from lms.survey.models import Need, NeedSheet
from lms.units.models import Unit


def visible(user, verb: str):
    """Results for lines of sheets in reach. Overriding is the reviewer's: the reviewing unit must be in reach."""
    column = NeedSheet.review_unit_id if verb == "group.override" else NeedSheet.unit_id
    return (select(Classification).join(Need, Classification.need_id == Need.id).join(NeedSheet, Need.sheet_id == NeedSheet.id)
            .join(Unit, column == Unit.id).where(reach(user, verb).covers(Unit.path)))


def counts():
    """SQL: the line was not struck out on the way up."""
    return Need.heads_counted > 0


def group_of(need_ids: list[int]) -> dict[int, str]:
    """need id -> group, for lines that have one."""
    found: dict[int, str] = {}
    for start in range(0, len(need_ids), 500):
        rows = select(Classification.need_id, Classification.group_code).where(Classification.need_id.in_(need_ids[start:start + 500]))
        found.update({need_id: group for need_id, group in db.session.execute(rows)})
    return found


def of_round(user, round_id: int, group: str = "", only_overrides: bool = False):
    """Results of a round, by group and name, without lines that were struck out; the page adds LIMIT."""
    rows = visible(user, "group.read").where(NeedSheet.round_id == round_id, counts()).join(Person, Classification.person_id == Person.id)
    if group:
        rows = rows.where(Classification.group_code == group)
    if only_overrides:
        rows = rows.where(Classification.group_code != Classification.found_group)
    return rows.options(selectinload(Classification.need)).order_by(Classification.group_code, Person.sort_key, Classification.id)


def of_sheet(user, sheet_id: int) -> dict[int, Classification]:
    """need id -> result, for one sheet."""
    rows = visible(user, "group.read").where(NeedSheet.id == sheet_id).options(selectinload(Classification.need))
    return {found.need_id: found for found in db.session.execute(rows).scalars()}


def by_group(user, round_id: int) -> dict[str, tuple[int, int]]:
    """group -> (lines, of these set by hand)."""
    overridden = func.sum(case((Classification.group_code != Classification.found_group, 1), else_=0))
    rows = (visible(user, "group.read").where(NeedSheet.round_id == round_id, counts())
            .with_only_columns(Classification.group_code, func.count(Classification.id), overridden).group_by(Classification.group_code))
    return {group: (lines, int(by_hand or 0)) for group, lines, by_hand in db.session.execute(rows)}


def by_unit_and_group(user, round_id: int) -> list[tuple[str, str, int]]:
    """(path of the sheet's unit, group, lines)."""
    rows = (visible(user, "group.read").where(NeedSheet.round_id == round_id, counts())
            .with_only_columns(Unit.path, Classification.group_code, func.count(Classification.id)).group_by(Unit.path, Classification.group_code))
    return [tuple(row) for row in db.session.execute(rows)]


def unclassified(user, round_id: int) -> int:
    """Person lines of accepted sheets in reach that have no group yet."""
    rows = (select(func.count(Need.id)).join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id)
            .outerjoin(Classification, Classification.need_id == Need.id)
            .where(NeedSheet.round_id == round_id, NeedSheet.state == "accepted", Need.person_id.is_not(None), Classification.id.is_(None), counts(),
                   reach(user, "group.read").covers(Unit.path)))
    return db.session.execute(rows).scalar_one()
