"""Who is plugged in: pages, listeners, jobs, navigation. The only file that knows everyone."""
from importlib import import_module

from lms import events
from lms.db import db

FLOORS = ("units", "people", "accounts", "documents", "competence", "courses", "survey", "classification", "quota", "enrollment", "certificates")
WATCHERS = ("audit", "deadlines", "reports", "doctor", "thread", "front", "imports", "demo")
PACKAGES = FLOORS + WATCHERS


def room(package: str, name: str):
    """A room of a package, or None when it has no such room."""
    try:
        return import_module(f"lms.{package}.{name}")
    except ModuleNotFoundError as error:
        if error.name == f"lms.{package}.{name}":
            return None
        raise


def load_models() -> None:
    """Every table of the house, so that migrations and create_all see them; append-only tables get their triggers."""
    for module in ("lms.counters", "lms.blobs", "lms.once", "lms.queue", "lms.calendar"):
        import_module(module)
    for package in PACKAGES:
        room(package, "models")
    from lms.audit.models import guard_append_only
    guard_append_only(db.metadata)


def plug_in(app) -> None:
    """Pages, listeners, jobs and what the door asks for."""
    load_models()
    for package in PACKAGES:
        if (views := room(package, "views")) is not None and hasattr(views, "pages"):
            app.register_blueprint(views.pages)
    _listeners()
    app.extensions["jobs"] = jobs()
    from lms.accounts.views import sign_in_page
    app.extensions["sign_in_page"] = sign_in_page
    from lms.accounts.queries import note_seen
    app.extensions["note_seen"] = note_seen
    from lms.audit.queries import last_change
    app.extensions["last_change"] = last_change
    from lms.thread.queries import thread
    from lms.thread.rules import is_gold
    app.jinja_env.globals.update(chain_thread=thread, chain_gold=is_gold)
    from lms.front.navigation import navigation
    app.extensions["navigation"] = navigation


def _listeners() -> None:
    from lms.audit.actions import write_journal
    events.listen(write_journal)
    from lms.deadlines.listeners import LISTENERS
    from lms.survey.actions.moving import LISTENERS as FOLLOWING
    for listener, kinds in (*LISTENERS, *FOLLOWING):
        events.listen(listener, *kinds)


def jobs() -> dict:
    """Job kind -> function(run). A package that has jobs names them in `actions.JOBS`."""
    found = {}
    for package in PACKAGES:
        if (actions := room(package, "actions")) is not None:
            found.update(getattr(actions, "JOBS", {}))
    return found


def ticks() -> list[tuple]:
    """What the worker's clock starts: (name, seconds between, function). A package names them in `actions.TICKS`."""
    found = []
    for package in PACKAGES:
        if (actions := room(package, "actions")) is not None:
            found.extend(getattr(actions, "TICKS", []))
    return found
