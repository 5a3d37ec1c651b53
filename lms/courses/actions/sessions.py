"""Sittings of a class. Two sessions never share a room or a lecturer at the same time."""
from datetime import timedelta

from sqlalchemy import func, select

from lms.courses.actions.holding import hold
from lms.courses.models import ClassSession, Room, TrainingClass
from lms.courses.queries import busy_rooms, rooms, sessions, sessions_on
from lms.courses.rules.dates import Sitting, first_free, overlaps, sittings
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.training import ClassChanged, SessionChanged, SessionPlanned
from lms.people.models import Person
from lms.texts import lazy as _

EDITABLE = ("planned", "open", "locked", "running")


def propose_sessions(training_class: TrainingClass, days: list) -> None:
    """Morning and afternoon of every day, in the smallest room of the academy that is free on all of them."""
    known = [(room.id, room.seats) for room in rooms(training_class.academy_id)]
    room_id = first_free(known, training_class.capacity, busy_rooms([room for room, _seats in known], days))
    training_class.room_id = room_id
    db.session.add_all([ClassSession(class_id=training_class.id, number=one.number, day=one.day, begins=one.begins, ends=one.ends, room_id=room_id)
                        for one in sittings(days)])
    db.session.flush()


def _hold(room_id: int | None, lecturer_id: int | None) -> None:
    """Two who plan the same room or lecturer wait for each other (SQLite already holds the write lock)."""
    for kind, key in ((Room, room_id), (Person, lecturer_id)):
        if key is not None:
            db.session.execute(select(kind.id).where(kind.id == key).with_for_update())


def refuse_clash(sitting: Sitting, room_id: int | None, lecturer_id: int | None, but: int | None = None) -> None:
    """Problem that names the other class when the room or the lecturer is taken at that time."""
    _hold(room_id, lecturer_id)
    for other in sessions_on(sitting.day, room_id, lecturer_id, but):
        if not overlaps((sitting.begins, sitting.ends), (other.begins, other.ends)):
            continue
        where = {"code": other.training_class.code, "n": other.number}
        if room_id is not None and other.room_id == room_id:
            raise Problem(_("Phòng đã có lớp %(code)s, buổi %(n)s vào giờ này.", **where), field="room_id")
        raise Problem(_("Giảng viên đã có lớp %(code)s, buổi %(n)s vào giờ này.", **where), field="lecturer_id")


def _refuse_outside(training_class: TrainingClass, sitting: Sitting) -> None:
    if training_class.state not in EDITABLE:
        raise Problem(_("Lớp đã kết thúc hoặc đã hủy, không sửa buổi học được nữa."), field="day")
    if sitting.ends <= sitting.begins:
        raise Problem(_("Giờ kết thúc phải sau giờ bắt đầu."), field="ends")
    if not training_class.starts_on <= sitting.day <= training_class.ends_on + timedelta(days=30):
        raise Problem(_("Ngày học phải nằm trong thời gian của lớp."), field="day")


def plan_session(actor, training_class: TrainingClass, values: dict) -> ClassSession:
    """One more session; `values` are day, begins, ends, room_id, lecturer_id, topic."""
    hold(training_class.id)
    number = 1 + (db.session.execute(select(func.count(ClassSession.id)).where(ClassSession.class_id == training_class.id)).scalar_one())
    sitting = Sitting(number, values["day"], values["begins"], values["ends"])
    _refuse_outside(training_class, sitting)
    refuse_clash(sitting, values["room_id"], values["lecturer_id"])
    made = ClassSession(class_id=training_class.id, number=number, **values)
    db.session.add(made)
    db.session.flush()
    record(actor, SessionPlanned(subject_id=training_class.id, unit_id=training_class.academy_id, number=number, day=sitting.day.isoformat()))
    return made


def change_session(actor, session: ClassSession, values: dict) -> None:
    """Another day, time, room, lecturer or topic."""
    if session.taken_at is not None:
        raise Problem(_("Buổi này đã điểm danh, không đổi được nữa."), field="day")
    sitting = Sitting(session.number, values["day"], values["begins"], values["ends"])
    _refuse_outside(session.training_class, sitting)
    refuse_clash(sitting, values["room_id"], values["lecturer_id"], but=session.id)
    changes = {name: [str(getattr(session, name)), str(value)] for name, value in values.items() if getattr(session, name) != value}
    for name, value in values.items():
        setattr(session, name, value)
    db.session.flush()
    record(actor, SessionChanged(subject_id=session.class_id, unit_id=session.training_class.academy_id, number=session.number, changes=changes))


def assign_sessions(actor, training_class: TrainingClass, room_id: int | None, lecturer_id: int | None) -> int:
    """One room or lecturer for all sessions that are still to come; what is None stays. Refused as a whole at the first clash."""
    if training_class.state not in EDITABLE:
        raise Problem(_("Lớp đã kết thúc hoặc đã hủy, không sửa buổi học được nữa."), field="room_id")
    if room_id is None and lecturer_id is None:
        raise Problem(_("Chưa chọn phòng hoặc giảng viên."), field="room_id")
    coming = [one for one in sessions(training_class.id) if one.taken_at is None]
    if not coming:
        raise Problem(_("Không còn buổi nào chưa điểm danh."), field="room_id")
    for one in coming:
        refuse_clash(Sitting(one.number, one.day, one.begins, one.ends), room_id, lecturer_id, but=one.id)
    for one in coming:
        one.room_id, one.lecturer_id = room_id or one.room_id, lecturer_id or one.lecturer_id
    training_class.room_id = room_id or training_class.room_id
    db.session.flush()
    record(actor, ClassChanged(subject_id=training_class.id, unit_id=training_class.academy_id,
                               changes={"sessions": len(coming), "room_id": room_id, "lecturer_id": lecturer_id}))
    return len(coming)
