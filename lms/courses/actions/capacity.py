"""Numbers of the catalogue and of what academies can take."""
from lms.courses.models import Course, LecturerMonth, Licence, Room
from lms.db import db
from lms.events import record
from lms.events.training import CapacityChanged, CourseChanged


def change_course(actor, course: Course, values: dict) -> None:
    """Sizes and completion rule of a course. Classes that were closed keep the rule they were decided by."""
    changes = {name: [getattr(course, name), value] for name, value in values.items() if getattr(course, name) != value}
    for name, value in values.items():
        setattr(course, name, value)
    db.session.flush()
    record(actor, CourseChanged(subject_id=course.id, changes=changes))


def _save(actor, academy, row, values: dict, what: str):
    """Write the values into the row; `what` says in the fact what it holds now."""
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    record(actor, CapacityChanged(subject_id=academy.id, unit_id=academy.id, what=what.format(row)))
    return row


def save_room(actor, academy, room: Room | None, values: dict) -> Room:
    """A room is added, or its numbers change."""
    return _save(actor, academy, room or Room(academy_id=academy.id), values, "{0.name}: {0.seats}/{0.computers}")


def save_licence(actor, academy, licence: Licence | None, values: dict) -> Licence:
    """A licence is added, or its number or last day changes."""
    return _save(actor, academy, licence or Licence(academy_id=academy.id), values, "{0.name}: {0.quantity}")


def save_lecturer_time(actor, academy, values: dict) -> LecturerMonth:
    """Teacher time for a topic in a month, in quarter teacher-months; `values` are topic_id, month (its first day), quarters."""
    key = {"academy_id": academy.id, "topic_id": values["topic_id"], "month": values["month"].replace(day=1)}
    row = db.session.execute(db.select(LecturerMonth).filter_by(**key).with_for_update()).scalar_one_or_none() or LecturerMonth(**key)
    return _save(actor, academy, row, {"quarters": values["quarters"]}, "{0.month:%Y-%m} {0.topic_id}: {0.quarters}")
