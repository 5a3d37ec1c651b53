"""Certificates as evidence: frozen facts, register number without gap, PDF bytes and hash, state for ever."""
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.certificates.states import CERTIFICATE
from lms.courses.models import TrainingClass
from lms.db import Values, Versioned, db
from lms.enrollment.models import Completion
from lms.people.models import Person
from lms.units.models import Unit


class Certificate(Versioned, db.Model):
    """One certificate. Number and facts are taken when it is prepared, the PDF when the worker has rendered it; nothing is ever deleted."""
    FLOW = CERTIFICATE
    id: Mapped[int] = mapped_column(primary_key=True)
    completion_id: Mapped[int] = mapped_column(ForeignKey("completion.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    register_year: Mapped[int]
    register_no: Mapped[int]
    register_text: Mapped[str] = mapped_column(String(80), unique=True)
    serial: Mapped[str] = mapped_column(String(40), unique=True)
    verify_code: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="prepared", index=True)
    facts: Mapped[dict] = mapped_column(Values)
    facts_sha256: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    issued_on: Mapped[date]
    issued_by_id: Mapped[int | None]
    issued_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None]
    end_reason: Mapped[str] = mapped_column(default="")
    end_decision: Mapped[str] = mapped_column(default="")
    end_decision_on: Mapped[date | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    changed_at: Mapped[datetime]
    completion: Mapped[Completion] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")
    training_class: Mapped[TrainingClass] = relationship()
    issuer: Mapped[Unit] = relationship(foreign_keys=[issuer_id], lazy="joined")
    __table_args__ = (
        CERTIFICATE.check(),
        UniqueConstraint("issuer_id", "register_year", "register_no"),
        CheckConstraint("(state = 'prepared') = (pdf_sha256 IS NULL)", name="issued_has_paper"),
        CheckConstraint("state != 'revoked' OR (end_reason != '' AND end_decision != '' AND ended_by_id IS NOT NULL)", name="revoked_has_decision"),
        Index("uq_certificate_live", "completion_id", unique=True,
              sqlite_where=text("state IN ('prepared', 'issued')"), postgresql_where=text("state IN ('prepared', 'issued')")),
    )


class RegisterExtract(db.Model):
    """An extract of a register that somebody asked for: which lines, and the file once the worker has made it."""
    id: Mapped[int] = mapped_column(primary_key=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    year: Mapped[int]
    first_no: Mapped[int]
    last_no: Mapped[int]
    asked_by_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    issuer: Mapped[Unit] = relationship(lazy="joined")
    __table_args__ = (CheckConstraint("first_no >= 1 AND last_no >= first_no", name="lines_in_order"),)
