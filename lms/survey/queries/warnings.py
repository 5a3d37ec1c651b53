"""The facts that the check before sending needs, in four statements for a whole sheet."""
from sqlalchemy import func, or_, select

from lms import clock
from lms.access import Reach, reach
from lms.competence.models import Qualification
from lms.db import db
from lms.people.models import Person
from lms.survey.models import Need, NeedSheet
from lms.survey.rules.warnings import Line, Remark, quarter_of, warnings_of
from lms.units.models import Unit


def warnings_by_line(user, sheet: NeedSheet, lines: list[Need]) -> dict[int, list[Remark]]:
    """need id -> its warnings; only lines that have some."""
    people = [need.person_id for need in lines if need.person_id]
    staff, elsewhere, held, twins = _staff(sheet), _elsewhere(user, sheet, people), _held(people), _twins(lines)
    today, found = clock.today(), {}
    for need in lines:
        line = Line(need.id, need.heads, need.quarter, need.person_id, staff, elsewhere.get(need.person_id),
                    _certified(held, need), need.person is not None and not (need.person.active and need.person.unit.path.startswith(sheet.unit.path)),
                    twins.get(need.id))
        if warnings := warnings_of(line, quarter_of(today.year, today.month)):
            found[need.id] = warnings
    return found


def _twins(lines: list[Need]) -> dict[int, int]:
    """Head-count line -> the number on another one for the same group, topic, level, priority and quarter."""
    same: dict[tuple, list[Need]] = {}
    for need in lines:
        if need.person_id is None:
            same.setdefault((need.group_code, need.topic_id, need.level, need.priority, need.quarter), []).append(need)
    return {need.id: next(other.heads for other in each if other is not need) for each in same.values() if len(each) > 1 for need in each}


def _staff(sheet: NeedSheet) -> int:
    below = Reach((sheet.unit.path,)).covers(Unit.path)
    return db.session.execute(select(func.count(Person.id)).join(Unit, Person.unit_id == Unit.id).where(below, Person.active)).scalar_one()


def _elsewhere(user, sheet: NeedSheet, people: list[int]) -> dict[int, str]:
    """person -> the other unit that asks for him; its name only where the reader reaches it."""
    if not people:
        return {}
    grasp = reach(user, "sheet.read")
    rows = (select(Need.person_id, NeedSheet.unit_name, Unit.path).join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id)
            .where(NeedSheet.round_id == sheet.round_id, NeedSheet.id != sheet.id, Need.person_id.in_(people)))
    return {person_id: name if grasp.holds(path) else "" for person_id, name, path in db.session.execute(rows)}


def _held(people: list[int]) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """(person, topic) -> (level, year) of certificates that hold today."""
    if not people:
        return {}
    rows = select(Qualification.person_id, Qualification.topic_key, Qualification.level, Qualification.year).where(
        Qualification.person_id.in_(people), Qualification.revoked.is_(False), Qualification.topic_key != "", Qualification.level.is_not(None),
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= clock.today()))
    found: dict = {}
    for person_id, topic, level, year in db.session.execute(rows):
        found.setdefault((person_id, topic), []).append((level, year or 0))
    return found


def _certified(held: dict, need: Need) -> int | None:
    years = [year for level, year in held.get((need.person_id, need.topic.name_squeezed), []) if level >= need.level]
    return max(years) if years else None
