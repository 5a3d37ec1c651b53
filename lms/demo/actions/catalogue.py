"""Topics, courses, prerequisites, rooms, licences and teacher time."""
from datetime import date

from sqlalchemy import delete, insert

from lms.courses.models import Course, CoursePrerequisite, LecturerMonth, Licence, Room, Topic
from lms.db import db
from lms.demo.actions.ground import World, tell_all
from lms.demo.rules.catalogue import TOPICS, academies, courses
from lms.demo.rules.tree import ACADEMIES, UnitSeed
from lms.events.training import CapacityChanged, CourseChanged
from lms.spelling import squeeze


def write_catalogue(world: World) -> None:
    """18 topics and 25 courses."""
    made = [Topic(name=name, name_squeezed=squeeze(name), position=place) for place, name in enumerate(TOPICS)]
    db.session.add_all(made)
    db.session.flush()
    world.topics = {topic.name: topic.id for topic in made}
    seeds = courses()
    rows = [Course(code=one.code, title=one.title, title_squeezed=squeeze(one.title), topic_id=world.topics[one.topic], level=one.level, days=one.days, hours=one.hours,
                   min_size=one.least, max_size=one.most, form=one.form, groups=one.groups, prerequisites_text=one.needs, certificate_kind=one.kind) for one in seeds]
    db.session.add_all(rows)
    db.session.flush()
    world.courses = {course.code: course.id for course in rows}
    db.session.add_all([CoursePrerequisite(course_id=world.courses[one.code], needs_id=world.courses[one.needs]) for one in seeds if one.needs])
    tell_all(None, [CourseChanged(subject_id=course.id, changes={}) for course in rows])


def academy_codes(tree: list[UnitSeed]) -> list[str]:
    """Codes of the seven academies that hold classes."""
    names = {name for name, _short, _kind in ACADEMIES}
    return [seed.code for seed in tree if seed.name in names]


def write_capacity(world: World, tree: list[UnitSeed]) -> None:
    """Rooms, licences, and the teacher time of last year, this year and next year."""
    year = world.today.year
    seeds = academies(academy_codes(tree), (year - 1, year, year + 1), world.seed)
    own = [(world.units[seed.code], seed) for seed in seeds]
    db.session.execute(insert(Room), [{"academy_id": academy, "name": name, "seats": seats, "computers": computers, "note": ""}
                                      for academy, seed in own for name, seats, computers in seed.rooms])
    db.session.execute(insert(Licence), [{"academy_id": academy, "name": name, "quantity": count, "valid_until": until}
                                         for academy, seed in own for name, count, until in seed.licences])
    db.session.execute(insert(LecturerMonth), [{"academy_id": academy, "topic_id": world.topics[topic], "month": month, "quarters": quarters}
                                               for academy, seed in own for (topic, month), quarters in seed.quarters.items()])
    tell_all(None, [CapacityChanged(subject_id=academy, unit_id=academy, what="Năng lực cả năm") for academy, _seed in own])


def forget_last_year(world: World) -> None:
    """Nobody plans last year's teachers any more; what the plan of that year reckoned with is in its own file."""
    db.session.execute(delete(LecturerMonth).where(LecturerMonth.month < date(world.today.year, 1, 1)))
