"""While somebody writes a long list: another form waits, and when the wait is too long it is told so and loses nothing."""
import threading
import time

import pytest
from sqlalchemy.exc import OperationalError

from lms import db as database
from lms.db import aside, db, is_busy
from tests import builders


@pytest.fixture
def reader(app, sign_in):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite has one write lock for all")
    top = builders.ministry()
    browser = sign_in(builders.account("committee_staff", top))
    db.session.rollback()
    return browser


def _impatient(monkeypatch):
    """Connections of this test give up at once."""
    db.engine.dispose()
    monkeypatch.setattr(database, "BUSY_MS", 100)


def test_a_form_that_cannot_wait_any_longer_is_told_so_and_keeps_what_was_typed(reader, monkeypatch):
    _impatient(monkeypatch)
    with aside(wait_ms=5000):
        answer = reader.post("/calendar", {"day": "02/09/2027", "kind": "off", "name": "Quốc khánh <b>"})
        again = reader.get("/calendar?year=2027")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "30"
    assert "Hệ thống đang bận" in page and "Quốc khánh &lt;b&gt;" in page
    assert again.status_code == 200 and "02/09/2027" not in again.get_data(as_text=True)
    assert reader.post("/calendar", {"day": "02/09/2027", "kind": "off", "name": "Quốc khánh"}).status_code == 303
    db.engine.dispose()


def test_a_form_waits_for_a_short_writer(reader):
    held, free = threading.Event(), threading.Event()

    def write():
        with reader.app.app_context(), aside():
            held.set()
            free.wait(10)
    writer = threading.Thread(target=write)
    writer.start()
    held.wait(10)
    threading.Timer(0.5, free.set).start()
    began = time.monotonic()
    assert reader.post("/calendar", {"day": "02/09/2027", "kind": "off", "name": "Quốc khánh"}).status_code == 303
    assert time.monotonic() - began >= 0.4
    writer.join()


def test_only_a_lock_is_called_busy():
    class Locked(Exception):
        sqlite_errorcode, sqlstate = 5 | (1 << 8), ""

    class Unavailable(Exception):
        sqlstate = "55P03"

    class Missing(Exception):
        sqlite_errorcode = 1
    assert [is_busy(OperationalError("x", {}, kind())) for kind in (Locked, Unavailable, Missing, Exception)] == [True, True, False, False]
