"""The one commit, the column types, and the transactions of both databases."""
import time
import unicodedata
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from lms import blobs, clock, queue
from lms.audit.models import APPEND_ONLY
from lms.db import aside, db, work
from lms.texts import lazy
from lms.units.models import Unit
from tests import builders


def test_decomposed_text_is_stored_composed_and_found_by_equality(app):
    name = "Cục Mẫu Đặng Ứng"
    builders.unit(unicodedata.normalize("NFD", name))
    assert db.session.execute(select(Unit.name).where(Unit.name == unicodedata.normalize("NFD", name))).scalar_one() == name


def test_an_instant_without_zone_is_refused(app):
    with pytest.raises(StatementError):
        builders.keep(blobs.Blob(sha256="0" * 64, media_type="x", size=1, kept_at=datetime(2027, 1, 1), data=b"x"))
    db.session.rollback()


def test_instants_come_back_in_utc(app):
    blobs.keep_bytes(b"x", "text/plain")
    db.session.commit()
    assert db.session.execute(select(blobs.Blob.kept_at)).scalar_one().utcoffset().total_seconds() == 0


def test_the_same_bytes_are_kept_once(app):
    assert blobs.keep_bytes(b"paper", "a/b") == blobs.keep_bytes(b"paper", "a/b")
    db.session.commit()
    assert blobs.read_bytes(blobs.keep_bytes(b"paper", "a/b")) == b"paper"
    with pytest.raises(LookupError):
        blobs.read_bytes("0" * 64)


def test_work_that_raises_leaves_nothing(app):
    with pytest.raises(RuntimeError), work():
        builders_unit_without_commit()
        raise RuntimeError
    assert db.session.execute(select(Unit.id)).first() is None


def builders_unit_without_commit():
    kind = builders.unit_kind()
    db.session.add(Unit(code="Z", name="Z", kind_id=kind.id, path="/1/", depth=0, since=clock.today(), name_fold="z"))
    db.session.flush()


def test_foreign_keys_are_on(app):
    with pytest.raises(IntegrityError):
        db.session.execute(text("INSERT INTO unit_version (unit_id, name, short, kind_id, region, since, decision) VALUES (99, 'x', '', 99, '', '2027-01-01', '')"))
        db.session.commit()
    db.session.rollback()


def test_sqlite_uses_the_write_ahead_log_and_waits(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    with aside() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30000
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_kept_text_is_said_anew_and_a_plain_one_stays(app):
    with work():
        lazy_id, plain_id = (queue.enqueue("t", title, {}) for title in (lazy("Ghi dữ liệu nhập số %(id)s", id=7), '{"text" không phải'))
    stored = dict(db.session.execute(text("SELECT id, title FROM job")).all())
    assert stored[lazy_id] == '{"text": "Ghi dữ liệu nhập số %(id)s", "values": {"id": 7}}' and stored[plain_id] == '{"text" không phải'
    db.session.expire_all()
    assert str(db.session.get(queue.Job, lazy_id).title) == "Ghi dữ liệu nhập số 7" and db.session.get(queue.Job, plain_id).title == '{"text" không phải'
    with app.test_request_context("/", headers={"Cookie": "lms_lang=en"}):
        assert str(db.session.get(queue.Job, lazy_id).title) != "Ghi dữ liệu nhập số 7"


def test_who_says_how_long_to_wait_is_not_held_up_by_a_long_writer(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    with aside():
        began = time.monotonic()
        with pytest.raises(OperationalError), aside(wait_ms=50):
            pass
        assert time.monotonic() - began < 5
    with aside() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30000


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_append_only_tables_refuse(app, table, deed):
    column = "seq" if table == "journal_seal" else "id"
    _one_row(table)
    with pytest.raises(DBAPIError):
        db.session.execute(text(deed.format(table).replace("id = id", f"{column} = {column}")))
        db.session.commit()
    db.session.rollback()


def _one_row(table: str) -> None:
    """A row past all foreign keys, so that the trigger has something to refuse."""
    found = db.metadata.tables[table]
    values = {column.name: {"TEXT": "x", "INTEGER": 1}.get(str(column.type.compile()).split("(")[0], None) for column in found.columns}
    values |= {"at": clock.now(), "data": {}, "lines": [], "movement": "grant", "hash": "x", "reason": "", "move": "x", "state": "x", "fact": "x", "subject": "x",
               "request_id": "", "gaps": [], "content": {}, "sha256": "0" * 64, "signed_at": clock.now()}
    row = {key: value for key, value in values.items() if key in found.columns}
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.execute(found.insert().values(row))
        return
    with db.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(found.insert().values(row))
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
