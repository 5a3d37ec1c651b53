"""Lines of a sheet, the people that may be asked for, the course that fits."""
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select

from lms.access import Reach
from lms.courses.models import Course, Topic
from lms.db import db
from lms.people.models import Person, TraineeGroup
from lms.spelling import fold
from lms.survey.models import Need, NeedSheet
from lms.units.models import Unit

PEOPLE_SHOWN = 150


@dataclass(frozen=True)
class RosterFilter:
    """Which people of the unit to show: name or number, kind of service (SQ, QNCN, …), trainee group of the roster, only who is not on the sheet."""
    text: str = ""
    category: str = ""
    group: str = ""
    fresh: bool = False


def lines_of(sheet_id: int) -> list[Need]:
    """All lines: persons in Vietnamese order, then head counts."""
    return list(db.session.execute(in_order(select(Need).where(Need.sheet_id == sheet_id))).unique().scalars())


def in_order(lines):
    """A statement about lines with them in that order."""
    return (lines.outerjoin(Person, Need.person_id == Person.id)
            .order_by(case((Need.person_id.is_(None), 1), else_=0), Person.sort_key, Need.line_no))


def people_to_ask(sheet: NeedSheet, wanted: RosterFilter = RosterFilter(), limit: int = PEOPLE_SHOWN) -> tuple[list[Person], int]:
    """People of the sheet's unit and below that the filter lets through, in Vietnamese order; and how many there are in all."""
    below = Reach((sheet.unit.path,)).covers(Unit.path)
    rows = select(Person).join(Unit, Person.unit_id == Unit.id).where(below, Person.active, *_narrowed(sheet, wanted))
    count = db.session.execute(rows.with_only_columns(func.count(Person.id))).scalar_one()
    return list(db.session.execute(rows.order_by(Person.sort_key, Person.id).limit(limit)).unique().scalars()), count


def _narrowed(sheet: NeedSheet, wanted: RosterFilter) -> list:
    found, needle = [], fold(wanted.text)
    if needle:
        found.append(or_(Person.name_fold.contains(needle, autoescape=True), Person.service_no.startswith(needle, autoescape=True)))
    if wanted.category:
        found.append(Person.category == wanted.category)
    if wanted.group:
        found.append(Person.roster_group == wanted.group)
    if wanted.fresh:
        found.append(Person.id.not_in(select(Need.person_id).where(Need.sheet_id == sheet.id, Need.person_id.is_not(None))))
    return found


def people_in_unit(sheet: NeedSheet, ids: list[int]) -> list[Person]:
    """Those of the chosen people who serve in the sheet's unit or below."""
    below = Reach((sheet.unit.path,)).covers(Unit.path)
    rows = select(Person).join(Unit, Person.unit_id == Unit.id).where(below, Person.active, Person.id.in_(ids))
    return list(db.session.execute(rows.order_by(Person.sort_key, Person.id)).unique().scalars())


def people_on_sheet(sheet_id: int) -> set[int]:
    """Who stands on the sheet already."""
    return set(db.session.execute(select(Need.person_id).where(Need.sheet_id == sheet_id, Need.person_id.is_not(None))).scalars())


def courses_by_level() -> dict[tuple[int, int], int]:
    """(topic, level) -> the course of the catalogue for it; the lowest code where there are several."""
    rows = select(Course.topic_id, Course.level, Course.id).where(Course.active).order_by(Course.code.desc())
    return {(topic_id, level): course_id for topic_id, level, course_id in db.session.execute(rows)}


def course_of(topic_id: int, level: int) -> int | None:
    """The course for one topic and level; a need without a course is a need all the same."""
    row = select(Course.id).where(Course.active, Course.topic_id == topic_id, Course.level == level).order_by(Course.code).limit(1)
    return db.session.execute(row).scalar_one_or_none()


def topics() -> list[tuple[int, str]]:
    """Topics as choices."""
    return [tuple(row) for row in db.session.execute(select(Topic.id, Topic.name).order_by(Topic.position, Topic.name))]


def groups() -> list[TraineeGroup]:
    """The nine groups."""
    return list(db.session.execute(select(TraineeGroup).order_by(TraineeGroup.position)).scalars())


def twins_of(need: Need) -> list[Need]:
    """Other head-count lines of the sheet that ask for the very same."""
    rows = select(Need).where(Need.sheet_id == need.sheet_id, Need.id != need.id, Need.person_id.is_(None), Need.group_code == need.group_code,
                              Need.topic_id == need.topic_id, Need.level == need.level, Need.priority == need.priority, Need.quarter == need.quarter)
    return list(db.session.execute(rows.order_by(Need.line_no)).unique().scalars())
