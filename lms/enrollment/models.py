"""Nominations, seats, the waiting list, attendance, grades, completion. Seat numbers are unique in the database."""
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.courses.models import ClassSession, TrainingClass
from lms.db import Versioned, db
from lms.enrollment.states import ENROLLMENT, NOMINATION
from lms.people.models import Person
from lms.units.models import Unit


class Nomination(Versioned, db.Model):
    """A unit names a person for a class, within its allocation or (`reserve`) for the waiting list."""
    FLOW = NOMINATION
    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    priority: Mapped[int] = mapped_column(default=3)
    reserve: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="nominated", index=True)
    nominated_by_id: Mapped[int | None]
    nominated_at: Mapped[datetime]
    decided_by_id: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    training_class: Mapped[TrainingClass] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], lazy="joined")

    @property
    def closed_by_lock(self) -> bool:
        """It still waited for approval when the list of its class was fixed."""
        return self.state == "cancelled" and self.decided_by_id is None and self.training_class.state in ("locked", "running", "finished", "closed")

    __table_args__ = (
        NOMINATION.check(),
        CheckConstraint("priority BETWEEN 1 AND 3", name="priority_1_to_3"),
        CheckConstraint("state NOT IN ('approved', 'refused') OR decided_by_id IS NOT NULL", name="decided_has_person"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id != nominated_by_id", name="nobody_approves_his_own"),
        Index("uq_nomination_live", "class_id", "person_id", unique=True,
              sqlite_where=text("state IN ('nominated', 'approved')"), postgresql_where=text("state IN ('nominated', 'approved')")),
    )


class Enrollment(Versioned, db.Model):
    """A person's place in a class: a numbered seat, or a place on the waiting list (by priority, then `waiting_no`)."""
    FLOW = ENROLLMENT
    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), unique=True)
    state: Mapped[str] = mapped_column(String(14), default="waiting", index=True)
    seat_no: Mapped[int | None]
    waiting_no: Mapped[int | None]
    priority: Mapped[int] = mapped_column(default=3)
    reason: Mapped[str] = mapped_column(default="")
    enrolled_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    training_class: Mapped[TrainingClass] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], lazy="joined")
    nomination: Mapped[Nomination] = relationship()
    __table_args__ = (
        ENROLLMENT.check(),
        UniqueConstraint("class_id", "waiting_no"),
        CheckConstraint("(state IN ('seated', 'completed', 'not_completed', 'absent')) = (seat_no IS NOT NULL)", name="seated_has_number"),
        CheckConstraint("state != 'waiting' OR waiting_no IS NOT NULL", name="waiting_has_place"),
        Index("uq_enrollment_seat", "class_id", "seat_no", unique=True, sqlite_where=text("seat_no IS NOT NULL"), postgresql_where=text("seat_no IS NOT NULL")),
        Index("uq_enrollment_live", "class_id", "person_id", unique=True,
              sqlite_where=text("state NOT IN ('withdrawn', 'cancelled')"), postgresql_where=text("state NOT IN ('withdrawn', 'cancelled')")),
    )


class SeatEvent(db.Model):
    """Status history of a place, appended: which seat, from which state to which, by whom and why."""
    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(14))
    seat_no: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")


class Attendance(db.Model):
    """Whether a trainee was at a session; a reason stands with an absence."""
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), index=True)
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(default="")
    taken_by_id: Mapped[int | None]
    taken_at: Mapped[datetime]
    session: Mapped[ClassSession] = relationship()
    __table_args__ = (UniqueConstraint("session_id", "enrollment_id"), CheckConstraint("status IN ('present', 'late', 'excused', 'absent')", name="known_status"))


class Grade(Versioned, db.Model):
    """The final mark of a trainee in tenths (85 = 8.5)."""
    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), unique=True)
    mark: Mapped[int]
    entered_by_id: Mapped[int | None]
    entered_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("mark BETWEEN 0 AND 100", name="mark_0_to_10"),)


class Completion(db.Model):
    """The result of a trainee by the course's rule, with the figures and the rule as they were; frozen."""
    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), unique=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    completed: Mapped[bool]
    attended: Mapped[int]
    sessions: Mapped[int]
    mark: Mapped[int | None]
    rule: Mapped[str]
    decided_by_id: Mapped[int | None]
    decided_at: Mapped[datetime]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    enrollment: Mapped[Enrollment] = relationship(lazy="joined")
    person: Mapped[Person] = relationship()
