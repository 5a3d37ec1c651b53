"""The session, the naming of constraints, the column types, and the one commit.

A page that returns keeps its work, a page that raises drops it (`House` in web.py). Commands and jobs use `with work():`.
SQLite: a writing transaction takes the write lock at its beginning (BEGIN IMMEDIATE), since read-then-write in a deferred
transaction loses or locks (measured in the design's trust.md 0.1); reading requests take none.
"""
import json
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from flask import has_request_context, request
from flask_babel import LazyString
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, MetaData, String, Text, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from lms.config import resource
from lms.spelling import nfc
from lms.texts import lazy, source

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY_MS = 30_000
_writing: ContextVar[bool | None] = ContextVar("writing", default=None)

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Words(TypeDecorator):
    """Text that is NFC by construction; PostgreSQL refuses NUL, so nobody may store it."""
    impl = Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else nfc(value).replace("\x00", "")


class Saying(TypeDecorator):
    """A text that is put into words when it is shown: a lazy text is kept as its source and values, so that each reader gets it in the own
    language. A plain text stays what it is."""
    impl = Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if isinstance(value, LazyString):
            text, values = source(value)
            value = json.dumps({"text": text, "values": values}, ensure_ascii=False)
        return None if value is None else nfc(value).replace("\x00", "")

    def process_result_value(self, value, dialect):
        if value is None or not value.startswith('{"text": '):
            return value
        text, values = json.loads(value).values()
        return lazy(text, **values)


class Instant(TypeDecorator):
    """An aware instant, stored in UTC on both databases."""
    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


# A path such as /1/4/17/ and codes compare byte by byte, also on PostgreSQL, so that prefix ranges use the index.
Path = String(255).with_variant(String(255, collation="C"), "postgresql")
Key = String(512).with_variant(String(512, collation="C"), "postgresql")
Values = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """Every table of the house."""
    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map={str: Words, datetime: Instant})


class Versioned:
    """A row with a life cycle: two people who change it at once cannot both win."""
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict:
        return {"version_id_col": cls.version}


db = SQLAlchemy(model_class=Base, disable_autonaming=False)
migrate = Migrate(directory=str(resource("migrations")))


@contextmanager
def writing(flag: bool = True):
    """Say that transactions which begin inside will write (by default only those of POST requests do)."""
    token = _writing.set(flag)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def work():
    """One unit of work of a job or a command: kept when the block ends, dropped when it raises."""
    with writing():
        try:
            yield db.session
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def aside(wait_ms: int = BUSY_MS):
    """A short transaction on a connection of its own, for rows that must stay whatever the page does (seen at, refusals).

    On SQLite it waits so long for the write lock and then raises OperationalError."""
    with writing(), db.engine.connect() as connection:
        raw = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
        if raw is not None:
            raw.execute(f"PRAGMA busy_timeout={int(wait_ms)}")
        try:
            with connection.begin():
                yield connection
        finally:
            if raw is not None:
                raw.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def is_busy(error: OperationalError) -> bool:
    """Whether a lock was not free in time: SQLite's SQLITE_BUSY and SQLITE_LOCKED, PostgreSQL's lock_not_available."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in (5, 6) or getattr(error.orig, "sqlstate", "") == "55P03"


def keep() -> None:
    """The one commit of a writing page; called by `House` only."""
    db.session.commit()


def drop() -> None:
    """Forget what the page wrote."""
    db.session.rollback()


def _will_write() -> bool:
    flag = _writing.get()
    if flag is not None:
        return flag
    return has_request_context() and request.method not in SAFE_METHODS


@event.listens_for(Engine, "connect")
def _open_sqlite(connection, _record):
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-32768"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection):
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _will_write() else "BEGIN")


def engine_options(url: str) -> dict:
    """Pool and driver options for one database address."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_MS / 1000}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "connect_args": {"options": "-c lock_timeout=20000 -c timezone=UTC"}}
