"""Fixtures: a fresh database for each test (SQLite: a copied file; PostgreSQL: emptied tables), a client, and a door for signing in."""
import os
import re
import shutil
import uuid
from contextvars import Context
from pathlib import Path

import pytest
from flask import has_app_context
from sqlalchemy import text

from lms import create_app, web
from lms.db import db as database

POSTGRES = os.environ.get("LMS_TEST_DATABASE_URL")
LONG = os.environ.get("LMS_TEST_LONG") == "1"
os.environ.pop("LMS_DATABASE_URL", None)


def pytest_collection_modifyitems(items):
    """Long tests run in `bin/test long` only."""
    for item in items:
        if item.get_closest_marker("long") and not LONG:
            item.add_marker(pytest.mark.skip(reason="runs in bin/test long"))


def environment(folder: Path, url: str) -> dict[str, str]:
    """Settings of a test app."""
    return {"LMS_INSTANCE": str(folder), "LMS_DATABASE_URL": url, "LMS_ALLOW_PLAIN_HTTP": "1", "LMS_SECRET_KEY": "for-tests-only-" + "x" * 32,
            "LMS_LOG_LEVEL": "ERROR", "LMS_WORKER_LEASE_SECONDS": "5", "LMS_IDLE_MINUTES": "30"}


@pytest.fixture(scope="session")
def _house(tmp_path_factory):
    """One app for the whole run, with the tables made once."""
    folder = tmp_path_factory.mktemp("lms")
    url = POSTGRES or f"sqlite:///{folder / 'lms.sqlite'}"
    app = create_app(environment(folder, url))
    with app.app_context():
        if POSTGRES:
            database.session.execute(text("DROP SCHEMA public CASCADE"))
            database.session.execute(text("CREATE SCHEMA public"))
            database.session.commit()
        database.create_all()
        database.session.remove()
        database.engine.dispose()
    if not POSTGRES:
        shutil.copy(folder / "lms.sqlite", folder / "empty.sqlite")
    return app


def _empty(app) -> None:
    Path(app.config["INSTANCE"], "journal-heads.log").unlink(missing_ok=True)
    with app.app_context():
        database.session.remove()
        if POSTGRES:
            with database.engine.begin() as connection:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(text(";".join(f'DELETE FROM "{table.name}"' for table in database.metadata.sorted_tables)))
        else:
            database.engine.dispose()
            folder = Path(app.config["INSTANCE"])
            for leftover in folder.glob("lms.sqlite*"):
                leftover.unlink()
            shutil.copy(folder / "empty.sqlite", folder / "lms.sqlite")


@pytest.fixture
def app(_house):
    """The app on an empty database, inside an application context."""
    _empty(_house)
    with _house.app_context():
        yield _house
        database.session.rollback()
        database.session.remove()


@pytest.fixture
def db(app):
    """The database of this test."""
    return database


class Alone:
    """The test client, each request in a context of its own (the fixture's app context would lend it `g` and the session)."""

    def __init__(self, app):
        self._client = app.test_client()

    def __getattr__(self, name):
        return getattr(self._client, name)

    def open(self, *args, **options):
        """One request; what this test's own session has read is forgotten before and after."""
        if has_app_context():
            database.session.rollback()
        answer = Context().run(self._client.open, *args, **options)
        if has_app_context():
            database.session.rollback()
        return answer

    def get(self, *args, **options):
        """GET."""
        return self.open(*args, method="GET", **options)

    def post(self, *args, **options):
        """POST."""
        return self.open(*args, method="POST", **options)


class Browser:
    """A client that fills forms as a person does: it takes the hidden fields from the page it has open."""

    def __init__(self, app):
        self.app, self.client = app, Alone(app)
        self.page = ""

    def get(self, path: str, **options):
        """Open a page."""
        answer = self.client.get(path, **options)
        self.page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        return answer

    def guard(self, page: str | None = None) -> dict[str, str]:
        """Hidden fields of the first form of the open page."""
        page = self.page if page is None else page
        found = {}
        for name in ("csrf_token", "operation_key", "version"):
            if hit := re.search(rf'name="{name}" value="([^"]*)"', page):
                found[name] = hit.group(1)
        return found

    def post(self, path: str, data: dict | None = None, *, page: str | None = None, **options):
        """Send a form with a fresh operation key and the CSRF token of any page."""
        fields = self.guard()
        if "csrf_token" not in fields:
            self.get(page or "/sign-in")
            fields = self.guard()
        fields.pop("version", None)
        fields["operation_key"] = str(uuid.uuid4())
        if data and "operation_key" in data:
            fields.pop("operation_key")
        return self.client.post(path, data={**fields, **(data or {})}, **options)


@pytest.fixture
def browser(app):
    """A browser without a session."""
    return Browser(app)


@pytest.fixture
def sign_in(app):
    """sign_in(account) -> a browser with a session of that account (through a real session row and cookie)."""
    from tests.builders import session_cookie

    def enter(account) -> Browser:
        someone = Browser(app)
        token = session_cookie(account)
        someone.client.set_cookie("lms", token)
        someone.get("/password")
        return someone
    return enter


@pytest.fixture
def say(app):
    """Render words in a language without a request."""
    return lambda text_: str(text_)


__all__ = ["Browser", "web"]
