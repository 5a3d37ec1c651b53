"""The journal: rows appended in the deed's transaction; a sealing job lays the hash chain in order of commit."""
from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Values, db


class JournalEntry(db.Model):
    """One fact: when, who, what, about which thing of which unit."""
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    fact: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(index=True)
    data: Mapped[dict] = mapped_column(Values)
    request_id: Mapped[str] = mapped_column(String(40), default="")
    __table_args__ = (Index("ix_journal_entry_subject", "subject", "subject_id"), Index("ix_journal_entry_fact", "fact", "id"))


class JournalSeal(db.Model):
    """The chain: `hash` = SHA-256 over the seal before and the canonical JSON of the entry. `seq` has no gap."""
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    hash: Mapped[str] = mapped_column(String(64))


APPEND_ONLY = ("journal_entry", "journal_seal", "ledger_entry", "seat_event", "sheet_event", "closed_table")
# Columns of an append-only table that the worker fills after the row is there.
FILLED_LATER = {"closed_table": ("pdf_sha256",)}


def triggers(table: str, dialect: str, columns: tuple[str, ...] = ()) -> list[str]:
    """Statements that make the database refuse UPDATE (or that of these columns) and DELETE on a table."""
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    if dialect == "sqlite":
        return [f"CREATE TRIGGER {table}_no_{name} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                for name, deed in (("update", update), ("delete", "DELETE"))]
    return [f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE {update} OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"]


def guard_append_only(metadata) -> None:
    """Tables made from the metadata (tests) get the same triggers as migrated ones."""
    for name in APPEND_ONLY:
        table = metadata.tables[name]
        if table.info.get("guarded"):
            continue
        table.info["guarded"] = True
        later = FILLED_LATER.get(name, ())
        frozen = tuple(column.name for column in table.columns if column.name not in later) if later else ()
        for dialect in ("sqlite", "postgresql"):
            for statement in triggers(name, dialect, frozen):
                event.listen(table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))
