"""Empties the database of an app, if it holds only tables of this product. Runs in .venv/ (see fill.py)."""
import sqlite3
import sys
from pathlib import Path

KEPT = ("alembic_version",)
TABLES = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
 AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"""
FUNCTIONS = """SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""
TYPES = """SELECT t.oid::regtype::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname = 'public' AND t.typtype = 'e'
 AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')"""
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
 AND backend_type = 'client backend'"""


def refuse(message):
    """Ends without having touched anything."""
    sys.exit("nothing was removed: " + message)


def check(found, ours):
    """Refuses when there is a table that we did not make, or tables but no mark of our migrations."""
    foreign = sorted(set(found) - set(ours) - set(KEPT))
    if foreign:
        refuse("the database also holds what is not ours: " + ", ".join(foreign[:10]))
    if found and "alembic_version" not in found:
        refuse("the tables were not made by this product's migrations")


def reset_file(path, ours):
    """Removes an SQLite database."""
    if not path.exists():
        return
    connection = sqlite3.connect(str(path), timeout=10)
    try:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    except sqlite3.DatabaseError as error:
        refuse(f"{path}: {error}")
    finally:
        connection.close()
    plain = [name for (name,) in found if not name.startswith("sqlite_")]
    shadows = tuple(name + "_" for name in ours)
    check([name for name in plain if not name.startswith(shadows)], ours)
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def reset_server(url, ours):
    """Drops our tables, functions and types of a PostgreSQL database, in one transaction."""
    import psycopg
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            drop(connection, ours)
    except psycopg.Error as error:
        refuse(str(error).strip())


def drop(connection, ours):
    """What reset_server does in its transaction."""
    from psycopg import sql
    connection.execute("SET lock_timeout = '10s'")
    found = [name for (name,) in connection.execute(TABLES)]
    check(found, ours)
    (others,) = connection.execute(OTHERS).fetchone()
    if others:
        refuse(f"{others} other connections use the database; stop them first")
    if found:
        # All in one statement and without CASCADE: something foreign that hangs on a table of ours stops it.
        names = sql.SQL(", ").join(sql.Identifier("public", name) for name in found)
        connection.execute(sql.SQL("DROP TABLE {}").format(names))
    for kind, question in (("ROUTINE", FUNCTIONS), ("TYPE", TYPES)):
        for (name,) in connection.execute(question).fetchall():
            connection.execute(sql.SQL("DROP {} {}").format(sql.SQL(kind), sql.SQL(name)))


def empty(app):
    """Empties the app's database."""
    from sqlalchemy.engine import make_url

    from lms.db import db
    ours = {table.name for table in db.metadata.tables.values()}
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite":
        reset_file(Path(url.database), ours)
    else:
        reset_server(url.set(drivername="postgresql").render_as_string(hide_password=False), ours)
    # The heads written down belong to the journal that is gone; they would accuse the new one.
    Path(app.config["INSTANCE"], "journal-heads.log").unlink(missing_ok=True)
