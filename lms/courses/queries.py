"""The catalogue, what academies can take, and the classes an academy runs."""
from datetime import datetime

from sqlalchemy import func, or_, select

from lms import calendar, clock
from lms.access import reach, under
from lms.accounts.models import Account, Assignment, in_force
from lms.courses.models import ClassSession, Course, CoursePrerequisite, LecturerMonth, Licence, Room, Topic, TrainingClass
from lms.db import db
from lms.people.models import Person
from lms.spelling import squeeze
from lms.units.models import Unit, UnitKind

TEACHING_POSTS = ("giảng viên", "trợ giảng", "giáo viên", "giảng dạy", "bộ môn", "chủ nhiệm khoa")


def visible(user, verb: str):
    """Classes whose academy the user reaches with the verb. (Whoever only sends people: enrollment.queries.visible_classes.)"""
    return select(TrainingClass).join(Unit, TrainingClass.academy_id == Unit.id).where(reach(user, verb).covers(Unit.path))


def visible_sessions(user, verb: str):
    """Sessions of classes whose academy the user reaches with the verb."""
    return (select(ClassSession).join(TrainingClass, ClassSession.class_id == TrainingClass.id)
            .join(Unit, TrainingClass.academy_id == Unit.id).where(reach(user, verb).covers(Unit.path)))


def visible_academies(user, verb: str):
    """Academies that the user reaches with the verb, in the tree's order."""
    kinds = select(UnitKind.id).where(UnitKind.academy)
    return select(Unit).where(Unit.kind_id.in_(kinds), reach(user, verb).covers(Unit.path)).order_by(Unit.position, Unit.id)


def catalogue(topic_id: int | None = None, words: str = ""):
    """Courses by topic and level; `words` are searched in title and code."""
    found = select(Course).join(Topic, Course.topic_id == Topic.id).order_by(Topic.position, Topic.id, Course.level, Course.code)
    if topic_id:
        found = found.where(Course.topic_id == topic_id)
    if key := squeeze(words):
        found = found.where(or_(Course.title_squeezed.contains(key, autoescape=True), Course.code.ilike(f"%{key}%")))
    return found


def course_by_id(course_id: int):
    """One course; the catalogue is open to everybody who is signed in."""
    return select(Course).where(Course.id == course_id)


def topics() -> list[Topic]:
    """All topics in their order."""
    return list(db.session.execute(select(Topic).order_by(Topic.position, Topic.id)).scalars())


def prerequisites(course_id: int) -> list[Course]:
    """Courses that must be held before this one."""
    named = select(Course).join(CoursePrerequisite, CoursePrerequisite.needs_id == Course.id)
    return list(db.session.execute(named.where(CoursePrerequisite.course_id == course_id).order_by(Course.code)).scalars())


def rooms(academy_id: int) -> list[Room]:
    """Rooms of an academy by name."""
    return list(db.session.execute(select(Room).where(Room.academy_id == academy_id).order_by(Room.name)).scalars())


def licences(academy_id: int) -> list[Licence]:
    """Licences of an academy by name."""
    return list(db.session.execute(select(Licence).where(Licence.academy_id == academy_id).order_by(Licence.name)).scalars())


def named(kind, academy_id: int, name: str):
    """The room or licence (`kind`) of an academy that has this name, or None."""
    return db.session.execute(select(kind).where(kind.academy_id == academy_id, kind.name == name)).scalar_one_or_none()


def lecturer_table(academy_id: int) -> tuple[list, list[tuple[Topic, dict]]]:
    """Months, and one row a topic: the teacher time by month."""
    rows = db.session.execute(select(LecturerMonth, Topic).join(Topic, LecturerMonth.topic_id == Topic.id)
                              .where(LecturerMonth.academy_id == academy_id).order_by(Topic.position, Topic.id, LecturerMonth.month)).all()
    months = sorted({row.month for row, _topic in rows})
    table: dict[int, tuple[Topic, dict]] = {}
    for row, topic in rows:
        table.setdefault(topic.id, (topic, {}))[1][row.month] = row
    return months, list(table.values())


def lecturers(academy) -> list[Person]:
    """Who can teach at the academy: holders of the lecturer's role there, persons of it in a teaching post, and who teaches there already."""
    today, below = clock.today(), under(Unit.path, academy.path)
    role = (select(Account.person_id).join(Assignment, Assignment.account_id == Account.id).join(Unit, Assignment.unit_id == Unit.id)
            .where(Assignment.role == "lecturer", in_force(today), below))
    post = select(Person.id).join(Unit, Person.unit_id == Unit.id).where(below, or_(*[Person.post.ilike(f"%{word}%") for word in TEACHING_POSTS]))
    taught = (select(ClassSession.lecturer_id).join(TrainingClass, ClassSession.class_id == TrainingClass.id)
              .where(TrainingClass.academy_id == academy.id, ClassSession.lecturer_id.is_not(None)))
    found = select(Person).where(Person.active, or_(Person.id.in_(role), Person.id.in_(post), Person.id.in_(taught))).order_by(Person.sort_key, Person.id)
    return list(db.session.execute(found).scalars())


def sessions(class_id: int) -> list[ClassSession]:
    """Sessions of a class in their order."""
    return list(db.session.execute(select(ClassSession).where(ClassSession.class_id == class_id).order_by(ClassSession.number)).scalars())


def opens_at(session: ClassSession) -> datetime:
    """The instant at which the session begins; from then on its attendance may be taken."""
    return clock.at(session.day, session.begins.hour, session.begins.minute)


def busy_rooms(room_ids: list[int], days: list) -> set[int]:
    """Rooms that have a session on any of these days."""
    if not room_ids or not days:
        return set()
    held = select(ClassSession.room_id).where(ClassSession.room_id.in_(room_ids), ClassSession.day.in_(days))
    return set(db.session.execute(held.distinct()).scalars())


def sessions_on(day, room_id: int | None, lecturer_id: int | None, but: int | None) -> list[ClassSession]:
    """Other sessions of that day which use the room or the lecturer."""
    same = [column == value for column, value in ((ClassSession.room_id, room_id), (ClassSession.lecturer_id, lecturer_id)) if value is not None]
    if not same:
        return []
    found = select(ClassSession).where(ClassSession.day == day, or_(*same)).order_by(ClassSession.id)
    return list(db.session.execute(found.where(ClassSession.id != but) if but else found).scalars())


def working(first, last):
    """A function that says whether people work on a day between two dates."""
    special = calendar.exceptions(first, last)
    return lambda day: calendar.is_working(day, special)


def room_totals(academy_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Academy -> (rooms, seats), in one statement."""
    rows = db.session.execute(select(Room.academy_id, func.count(Room.id), func.sum(Room.seats)).where(Room.academy_id.in_(academy_ids)).group_by(Room.academy_id))
    return {academy_id: (count, seats) for academy_id, count, seats in rows}
