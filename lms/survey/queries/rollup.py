"""Sums by unit and column in one grouped statement."""
from sqlalchemy import func, select

from lms.access import reach
from lms.courses.models import Topic
from lms.db import db
from lms.people.models import Person
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.queries.accepted import counted_sheets
from lms.survey.rules.rollup import Row, Sum, fill
from lms.survey.rules.sending import SENT
from lms.units.models import Unit, UnitKind

NO_GROUP = "–"


def rollup(user, found: SurveyRound, by: str, accepted_only: bool) -> tuple[list[Row], list[str]]:
    """Rows (one for each unit directly below the scope, or the highest in reach) and the columns that occur, in order."""
    rows = _rows(user, found)
    sums = _sums(user, found, by, accepted_only)
    fill(rows, [Sum(path, column, heads) for path, column, heads in sums])
    return rows, list(dict.fromkeys(column for _path, column, _heads in sums))


def _rows(user, found: SurveyRound) -> list[Row]:
    rows = (select(Unit.id, Unit.path, NeedSheet.unit_name).join(NeedSheet, NeedSheet.unit_id == Unit.id).join(UnitKind, Unit.kind_id == UnitKind.id)
            .where(NeedSheet.round_id == found.id, NeedSheet.live(), reach(user, "round.read").covers(Unit.path))
            .order_by(UnitKind.position, Unit.position, Unit.id))
    units = [tuple(row) for row in db.session.execute(rows)]
    paths = {path for _unit_id, path, _name in units}
    return [Row(unit_id, path, name) for unit_id, path, name in units if not _upper(path) & paths]


def _upper(path: str) -> set[str]:
    parts = path.strip("/").split("/")
    return {"/" + "/".join(parts[:length]) + "/" for length in range(1, len(parts))}


def _sums(user, found: SurveyRound, by: str, accepted_only: bool) -> list[tuple[str, str, int]]:
    group = func.coalesce(Need.group_code, Person.roster_group, NO_GROUP)
    keys = (Topic.position, Topic.name, Need.level) if by == "topic" else (group,)
    rows = (select(Unit.path, *keys, func.sum(Need.heads)).join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id)
            .join(Topic, Need.topic_id == Topic.id).outerjoin(Person, Need.person_id == Person.id)
            .where(NeedSheet.round_id == found.id, reach(user, "round.read").covers(Unit.path)))
    rows = rows.where(Need.sheet_id.in_(counted_sheets(found.id))) if accepted_only else rows.where(NeedSheet.state.in_(SENT))
    rows = rows.group_by(Unit.path, *keys).order_by(*keys, Unit.path)
    return [(row[0], f"{row[2]}|{row[3]}" if by == "topic" else row[1], int(row[-1])) for row in db.session.execute(rows)]
