"""Catalogue, what academies can take, classes and their sessions. A class does not know the quota that opened it."""
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.courses.states import CLASS
from lms.db import Key, Versioned, db
from lms.people.models import Person
from lms.units.models import Unit

LEVELS = {1: "Cơ bản", 2: "Nâng cao", 3: "Chuyên sâu"}


class Topic(db.Model):
    """A training topic; needs name a topic and a level, with or without a course for it."""
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    name_squeezed: Mapped[str] = mapped_column(Key, unique=True)
    position: Mapped[int] = mapped_column(default=0)


class Course(Versioned, db.Model):
    """A short course of the catalogue. The completion rule: attendance share in percent, pass grade in tenths (50 = 5.0)."""
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str]
    title_squeezed: Mapped[str] = mapped_column(Key, index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    level: Mapped[int]
    days: Mapped[int]
    hours: Mapped[int]
    min_size: Mapped[int]
    max_size: Mapped[int]
    form: Mapped[str] = mapped_column(default="")
    groups: Mapped[str] = mapped_column(default="")
    prerequisites_text: Mapped[str] = mapped_column(default="")
    min_attendance: Mapped[int] = mapped_column(default=80)
    pass_grade: Mapped[int] = mapped_column(default=50)
    certificate_kind: Mapped[str] = mapped_column(String(12), default="chung_chi")
    active: Mapped[bool] = mapped_column(default=True)
    topic: Mapped[Topic] = relationship(lazy="joined")
    __table_args__ = (
        CheckConstraint("min_size >= 1 AND min_size <= max_size", name="sizes_in_order"),
        CheckConstraint("level BETWEEN 1 AND 3", name="level_1_to_3"),
        CheckConstraint("certificate_kind IN ('chung_chi', 'chung_nhan')", name="known_certificate_kind"),
    )


class CoursePrerequisite(db.Model):
    """A course asks for another one first."""
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    needs_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)


class Room(db.Model):
    """A room of an academy."""
    id: Mapped[int] = mapped_column(primary_key=True)
    academy_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    seats: Mapped[int]
    computers: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    __table_args__ = (UniqueConstraint("academy_id", "name"), CheckConstraint("seats >= 0 AND computers >= 0", name="not_negative"))


class LecturerMonth(db.Model):
    """Teacher time of an academy for a topic in a month, in quarter teacher-months."""
    id: Mapped[int] = mapped_column(primary_key=True)
    academy_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    month: Mapped[date]
    quarters: Mapped[int]
    __table_args__ = (UniqueConstraint("academy_id", "topic_id", "month"), CheckConstraint("quarters >= 0", name="not_negative"))


class Licence(db.Model):
    """Software licences of an academy, with their last day."""
    id: Mapped[int] = mapped_column(primary_key=True)
    academy_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    quantity: Mapped[int]
    valid_until: Mapped[date | None]
    __table_args__ = (UniqueConstraint("academy_id", "name"),)


class TrainingClass(Versioned, db.Model):
    """One run of a course at an academy. `seated`, `waiting` and `last_waiting_no` are kept by the seat acts under this row's lock."""
    FLOW = CLASS
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    academy_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="planned", index=True)
    year: Mapped[int] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    capacity: Mapped[int]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    lecturer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    nominate_until: Mapped[datetime]
    release_at: Mapped[datetime]
    lock_at: Mapped[datetime]
    seated: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    last_waiting_no: Mapped[int] = mapped_column(default=0)
    cancel_reason: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    course: Mapped[Course] = relationship(lazy="joined")
    academy: Mapped[Unit] = relationship(lazy="joined")
    room: Mapped[Room | None] = relationship()
    lecturer: Mapped[Person | None] = relationship(foreign_keys=[lecturer_id])
    __table_args__ = (
        CLASS.check(),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("capacity >= 1", name="has_capacity"),
        CheckConstraint("seated BETWEEN 0 AND capacity AND waiting >= 0", name="never_overbooked"),
    )


class ClassSession(Versioned, db.Model):
    """A sitting: date, time, room, lecturer. The unique keys refuse the plainest clashes."""
    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    number: Mapped[int]
    day: Mapped[date]
    begins: Mapped[time]
    ends: Mapped[time]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    lecturer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    topic: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None]
    training_class: Mapped[TrainingClass] = relationship(lazy="joined")
    room: Mapped[Room | None] = relationship(lazy="joined")
    lecturer: Mapped[Person | None] = relationship()
    __table_args__ = (
        UniqueConstraint("class_id", "number"),
        UniqueConstraint("room_id", "day", "begins"),
        UniqueConstraint("lecturer_id", "day", "begins"),
        CheckConstraint("ends > begins", name="times_in_order"),
        Index("ix_class_session_day", "day"),
    )
