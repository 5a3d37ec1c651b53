"""Whether the process lives and whether it can serve."""
from datetime import timedelta

from flask import Blueprint, current_app
from sqlalchemy import text

from lms import clock, queue
from lms.access import public
from lms.db import db, work

pages = Blueprint("doctor", __name__)


@pages.get("/healthz")
@public
def healthz():
    """The process answers."""
    return {"status": "ok"}


@pages.get("/readyz")
@public
def readyz():
    """The database takes writes, its schema is the code's, and a worker lives. No versions, no names."""
    try:
        faults = [name for name, good in checks().items() if not good]
    except Exception:
        current_app.logger.exception("readyz")
        faults = ["database"]
    return {"status": "ready" if not faults else "not ready", "faults": faults}, 200 if not faults else 503


def checks() -> dict[str, bool]:
    """Name of the part and whether it is well."""
    with work():
        db.session.execute(text("UPDATE counter SET value = value WHERE series = ''"))
        beat = queue.last_beat()
    return {"database": True, "schema": schema_is_current(), "worker": beat is not None and clock.now() - beat < timedelta(seconds=60)}


def schema_is_current() -> bool:
    """The newest migration of the code is the one of the database."""
    from alembic.script import ScriptDirectory
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    known = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return set(known) == set(script.get_heads())
