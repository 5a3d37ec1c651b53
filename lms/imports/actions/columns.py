"""Staged lines of need files as columns of a need, and the sheet as it stands to compare with."""
from dataclasses import dataclass

from sqlalchemy import select

from lms.courses.models import LEVELS, Course, Topic
from lms.db import db
from lms.imports.queries import lookups
from lms.people.models import Person
from lms.spelling import squeeze
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.units.models import Unit

_LEVEL_NUMBERS = {word: number for number, word in LEVELS.items()}
NAMES = ("unit_id", "person_id", "group_code", "heads", "topic_id", "level", "course_id", "priority", "quarter", "reason")
SENT = ("submitted", "resubmitted", "accepted")


@dataclass(frozen=True)
class Ids:
    """Codes and words of the register as its numbers."""
    units: dict[str, int]
    persons: dict[str, tuple[int, str, str]]
    topics: dict[str, tuple[int, str]]
    courses: dict[str, int]


def ids_now() -> Ids:
    """The register of this moment."""
    persons = {number: (person_id, name, number) for number, person_id, name in db.session.execute(select(Person.service_no, Person.id, Person.name))}
    topics = {key: (topic_id, name) for key, topic_id, name in db.session.execute(select(Topic.name_squeezed, Topic.id, Topic.name))}
    return Ids(lookups.unit_ids(), persons, topics, dict(db.session.execute(select(Course.code, Course.id)).all()))


def columns_of(values: dict, ids: Ids) -> dict:
    """A line as columns of a need."""
    person = ids.persons[values["sn"]] if values["kind"] == "person" else None
    return {"unit_id": ids.units[values["unit"]], "person_id": person[0] if person else None, "group_code": values["group"],
            "heads": 1 if person else values["number"], "topic_id": ids.topics[squeeze(values["topic"])][0], "level": _LEVEL_NUMBERS[values["level"]],
            "course_id": ids.courses.get(values["course"]), "priority": values["prio"], "quarter": values["quarter"], "reason": values["reason"] or ""}


def same_line(columns: dict) -> tuple:
    """What makes two lines equal."""
    return tuple(str(columns[name]) for name in NAMES)


def stored_lines(code: str) -> dict[str, tuple[set, bool]]:
    """unit code -> the lines of its sent sheet in this round, and whether it says no need."""
    sheets = select(NeedSheet.id, Unit.code, NeedSheet.no_need).join(Unit, NeedSheet.unit_id == Unit.id).join(SurveyRound, NeedSheet.round_id == SurveyRound.id)
    owners = {sheet_id: (unit, no_need) for sheet_id, unit, no_need in db.session.execute(sheets.where(SurveyRound.code == code, NeedSheet.state.in_(SENT)))}
    found: dict[str, tuple[set, bool]] = {unit: (set(), no_need) for unit, no_need in owners.values()}
    rows = select(Need.sheet_id, *[getattr(Need, name) for name in NAMES]).where(Need.sheet_id.in_(owners))
    for row in db.session.execute(rows):
        found[owners[row.sheet_id][0]][0].add(same_line(row._mapping))
    return found
