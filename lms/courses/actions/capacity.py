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


def save_room(actor, academy, room: Room | None, values: dict) -> Room:
    """A room is added, or its numbers change."""
    room = room or Room(academy_id=academy.id)
    for name, value in values.items():
        setattr(room, name, value)
    db.session.add(room)
    db.session.flush()
    record(actor, CapacityChanged(subject_id=academy.id, unit_id=academy.id, what=f"{room.name}: {room.seats}/{room.computers}"))
    return room


def save_licence(actor, academy, licence: Licence | None, values: dict) -> Licence:
    """A licence is added, or its number or last day changes."""
    licence = licence or Licence(academy_id=academy.id)
    for name, value in values.items():
        setattr(licence, name, value)
    db.session.add(licence)
    db.session.flush()
    record(actor, CapacityChanged(subject_id=academy.id, unit_id=academy.id, what=f"{licence.name}: {licence.quantity}"))
    return licence


def save_lecturer_time(actor, academy, values: dict) -> LecturerMonth:
    """Teacher time for a topic in a month, in quarter teacher-months; `values` are topic_id, month (its first day), quarters."""
    key = {"academy_id": academy.id, "topic_id": values["topic_id"], "month": values["month"].replace(day=1)}
    row = db.session.execute(db.select(LecturerMonth).filter_by(**key).with_for_update()).scalar_one_or_none() or LecturerMonth(**key)
    row.quarters = values["quarters"]
    db.session.add(row)
    db.session.flush()
    record(actor, CapacityChanged(subject_id=academy.id, unit_id=academy.id, what=f"{row.month:%Y-%m} {row.topic_id}: {row.quarters}"))
    return row
