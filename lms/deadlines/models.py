"""What waits for whom: one row per task, opened and closed by facts. A late task stays late in history."""
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Values, db
from lms.units.models import Unit


class Task(db.Model):
    """A step that somebody at `unit` who may do `verb` owes by `due_at`. `kind` gives its words and its page (deadlines/rules.py)."""
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    verb: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[dict] = mapped_column(Values)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None]
    late: Mapped[bool] = mapped_column(default=False)
    unit: Mapped[Unit] = relationship(lazy="joined")
    __table_args__ = (
        Index("uq_task_open", "kind", "subject_id", "unit_id", unique=True, sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
        Index("ix_task_waiting", "done_at", "verb", "due_at"),
    )
