"""Proposals with their demand, classes, seats and why some are lacking; the append-only ledger; and what each unit may use of each class."""
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.courses.models import Course, TrainingClass
from lms.db import Values, Versioned, db
from lms.documents.models import Document
from lms.quota.states import PROPOSAL
from lms.survey.models import SurveyRound
from lms.units.models import Unit

MOVEMENTS = ("propose", "grant", "allocate", "supplement", "withdraw", "transfer_in", "transfer_out", "release")


class Proposal(Versioned, db.Model):
    """One scenario for a plan year: demand of a round against the academies' capacity. The instance and the plan are kept as blobs.

    `open_sheets`: sheets that did not count yet when it was made from a round that was not closed; None: the round was closed."""
    FLOW = PROPOSAL
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    name: Mapped[str]
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="computing", index=True)
    open_sheets: Mapped[int | None]
    job_id: Mapped[int | None]
    instance_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    plan_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    keys: Mapped[dict | None] = mapped_column(Values)
    figures: Mapped[dict | None] = mapped_column(Values)
    problem: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None]
    made_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    decided_by_id: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    return_reason: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    round: Mapped[SurveyRound] = relationship()
    decision: Mapped[Document | None] = relationship(foreign_keys=[decision_id])
    submission: Mapped[Document | None] = relationship(foreign_keys=[submission_id])
    __table_args__ = (
        PROPOSAL.check(),
        CheckConstraint("(state = 'approved') = (decision_id IS NOT NULL)", name="approved_has_decision"),
        CheckConstraint("decided_by_id IS NULL OR state != 'approved' OR decided_by_id != submitted_by_id", name="nobody_approves_his_own"),
        Index("uq_proposal_approved_round", "round_id", unique=True, sqlite_where=text("state = 'approved'"), postgresql_where=text("state = 'approved'")),
    )

    @property
    def preview(self) -> bool:
        """Made from a round that was not closed: to look at, never to submit."""
        return self.open_sheets is not None


class DemandCell(db.Model):
    """Heads asked by a unit for a course, by group, priority and deadline bucket, as frozen when the proposal was made."""
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    group_code: Mapped[str] = mapped_column(String(8))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    priority: Mapped[int]
    bucket: Mapped[int]
    overdue: Mapped[bool] = mapped_column(default=False)
    heads: Mapped[int]
    __table_args__ = (UniqueConstraint("proposal_id", "unit_id", "group_code", "course_id", "priority", "bucket"), CheckConstraint("heads >= 1", name="has_heads"))


class PlannedSection(db.Model):
    """`count` classes of a course at an academy that start in a month."""
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    academy_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    month: Mapped[date]
    end_bucket: Mapped[int]
    count: Mapped[int]
    newly_opened: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (UniqueConstraint("proposal_id", "academy_id", "course_id", "month"), CheckConstraint("count >= 1", name="has_classes"))


class PlannedSeat(db.Model):
    """Seats of a unit in the classes of a course at an academy that end in a bucket."""
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    academy_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    priority: Mapped[int]
    bucket: Mapped[int]
    end_bucket: Mapped[int]
    heads: Mapped[int]
    __table_args__ = (UniqueConstraint("proposal_id", "unit_id", "course_id", "academy_id", "priority", "bucket", "end_bucket"),)


class Shortfall(db.Model):
    """Heads of a course that miss a deadline, and why: `facts` are those of `rules.explain`, academies by id."""
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    bucket: Mapped[int]
    heads: Mapped[int]
    facts: Mapped[dict] = mapped_column(Values)
    __table_args__ = (UniqueConstraint("proposal_id", "course_id", "bucket"), CheckConstraint("heads >= 1", name="has_heads"))


class LedgerEntry(db.Model):
    """One movement of seats or classes, citing its document. Appended, never changed (a trigger refuses)."""
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    year: Mapped[int]
    movement: Mapped[str] = mapped_column(String(16))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    academy_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("training_class.id"), index=True)
    seats: Mapped[int]
    classes: Mapped[int] = mapped_column(default=0)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    reason: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        CheckConstraint("movement IN ('propose', 'grant', 'allocate', 'supplement', 'withdraw', 'transfer_in', 'transfer_out', 'release')", name="known_movement"),
        Index("ix_ledger_entry_unit", "year", "unit_id", "course_id"),
    )


class Allocation(Versioned, db.Model):
    """What a unit may use of a class: `allocated` is the sum of its ledger rows, `used` its seats taken. The database keeps used <= allocated."""
    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    proposed: Mapped[int] = mapped_column(default=0)
    approved: Mapped[int] = mapped_column(default=0)
    allocated: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    training_class: Mapped[TrainingClass] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    __table_args__ = (
        UniqueConstraint("class_id", "unit_id"),
        CheckConstraint("proposed >= 0 AND approved >= 0 AND used >= 0 AND used <= allocated", name="used_within_allocated"),
    )


__all__ = ["MOVEMENTS", "Allocation", "Course", "DemandCell", "LedgerEntry", "PlannedSeat", "PlannedSection", "Proposal", "Shortfall"]
