"""Runs of imports with their files and staged rows. A refused file leaves its name and the reason, never its bytes or its rows."""
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from lms.db import Values, Versioned, db
from lms.imports.states import IMPORT

KINDS = ("units", "people", "needs", "courses", "academies", "holidays")


class ImportRun(Versioned, db.Model):
    """One act: one or several files of a kind, read against the list date, previewed, then written whole or not at all."""
    FLOW = IMPORT
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), index=True)
    state: Mapped[str] = mapped_column(String(12), default="reading", index=True)
    list_date: Mapped[date]
    options: Mapped[dict] = mapped_column(Values)
    valid_rows: Mapped[bool] = mapped_column(default=False)
    accepted: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    questions: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[list] = mapped_column(Values)
    problem: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    job_id: Mapped[int | None]
    files: Mapped[list["ImportFile"]] = relationship(order_by="ImportFile.position", back_populates="run")
    __table_args__ = (
        IMPORT.check(),
        CheckConstraint("kind IN ({})".format(", ".join(f"'{kind}'" for kind in KINDS)), name="known_kind"),
    )


class ImportFile(db.Model):
    """One file of a run. `upload` holds bytes only until the worker has read them; what was read and kept is a blob."""
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    upload: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    verdict: Mapped[str] = mapped_column(String(12), default="read")
    reason: Mapped[str | None] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(default="")
    accepted: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    questions: Mapped[int] = mapped_column(default=0)
    found: Mapped[dict] = mapped_column(Values)
    run: Mapped[ImportRun] = relationship(back_populates="files")
    __table_args__ = (CheckConstraint("verdict IN ('waiting', 'read', 'refused_file')", name="known_verdict"),)


class ImportRow(db.Model):
    """One staged row: its plain values, notes, issues and what writing it changes."""
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("import_file.id"))
    row: Mapped[int]
    sheet: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str] = mapped_column(String(8))
    change: Mapped[str | None] = mapped_column(String(9))
    values: Mapped[dict] = mapped_column(Values)
    notes: Mapped[list] = mapped_column(Values)
    issues: Mapped[list] = mapped_column(Values)
    __table_args__ = (
        CheckConstraint("verdict IN ('accepted', 'refused', 'question')", name="known_verdict"),
        Index("ix_import_row_file", "file_id", "verdict", "row"),
    )


class NeedQuestion(Versioned, db.Model):
    """What need files of a round leave to a person, once, however often the files come: `key` tells it again (rules/questions.py).

    `units` are the first-level units that are asked, `places` where it stands (file, row, cell, unit), `subject` what it is about in plain values, `choices`
    what may be answered. `standing` is false when the files in use no longer raise it, or another answer has settled it."""
    id: Mapped[int] = mapped_column(primary_key=True)
    round_code: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(24))
    file_id: Mapped[int] = mapped_column(ForeignKey("import_file.id"), index=True)
    units: Mapped[list] = mapped_column(Values)
    places: Mapped[list] = mapped_column(Values)
    subject: Mapped[dict] = mapped_column(Values)
    choices: Mapped[list] = mapped_column(Values)
    standing: Mapped[bool] = mapped_column(default=True)
    answer: Mapped[str | None] = mapped_column(String(20))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    file: Mapped[ImportFile] = relationship()
    __table_args__ = (
        UniqueConstraint("round_code", "key"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_time"),
    )
