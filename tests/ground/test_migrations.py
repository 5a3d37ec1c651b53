"""Migrations make exactly the tables of the code, in both directions, on both databases."""
import uuid

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text

from lms import create_app
from lms.audit.models import APPEND_ONLY
from lms.db import db
from tests.conftest import POSTGRES, environment


@pytest.fixture
def empty(tmp_path):
    """An app on a database without any table, of this test alone."""
    if not POSTGRES:
        yield create_app(environment(tmp_path, f"sqlite:///{tmp_path / 'm.sqlite'}"))
        return
    name = f"m{uuid.uuid4().hex[:12]}"
    server = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    made = create_app(environment(tmp_path, POSTGRES.rsplit("/", 1)[0] + f"/{name}"))
    yield made
    with made.app_context():
        db.engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again_gives_the_tables_of_the_code(empty):
    with empty.app_context():
        upgrade()
        assert _tables() == set(db.metadata.tables)
        downgrade(revision="base")
        assert _tables() == set()
        upgrade()
        with db.engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), db.metadata)
        assert differences == []


def test_append_only_tables_are_guarded_by_the_migrations_too(empty):
    with empty.app_context():
        upgrade()
        listing = ("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'" if not POSTGRES else
                   "SELECT event_object_table FROM information_schema.triggers")
        with db.engine.connect() as connection:
            guarded = set(connection.execute(text(listing)).scalars())
        assert guarded >= set(APPEND_ONLY)
