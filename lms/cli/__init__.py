"""Commands: one file per group, each calls actions. Help in English, errors on stderr, exit codes that mean something.

Whatever goes wrong ends as one line `Error: ...` and exit code 1 (2 for a wrong call), never as a traceback; a fault of our own keeps its traceback.
"""
from functools import wraps
from importlib import import_module
from pathlib import Path

import click
from flask_babel import LazyString
from sqlalchemy.exc import SQLAlchemyError

from lms.errors import Problem
from lms.texts import catalogue, source

GROUPS = ("reference", "quota", "imports", "doctor", "journal", "papers", "certificates", "worker", "demo", "users")
NO_TABLES = "the database has no tables yet; run `flask --app lms db upgrade` first"


def install(app) -> None:
    """Register every group that exists."""
    for name in GROUPS:
        try:
            module = import_module(f"lms.cli.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"lms.cli.{name}":
                raise
            continue
        _guard(module.commands)
        app.cli.add_command(module.commands)


def english(said) -> str:
    """A text of the house as commands say it."""
    text, values = source(said) if isinstance(said, LazyString) else (str(said), {})
    words = catalogue("en").gettext(text)
    return words % values if values else words


def folder_of(file: Path | None, option: str) -> None:
    """Before anything is done: the file that is to be written has a folder to stand in."""
    if file is not None and not file.parent.is_dir():
        raise click.UsageError(f"{option}: there is no folder {file.parent}")


def _guard(command: click.Command) -> None:
    for inner in getattr(command, "commands", {}).values():
        _guard(inner)
    if command.callback is not None and not getattr(command.callback, "guarded", False):
        command.callback = _said(command.callback)


def _said(function):
    @wraps(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Problem as problem:
            raise click.ClickException(english(problem.text)) from problem
        except SQLAlchemyError as trouble:
            raise click.ClickException(_database(trouble)) from trouble
        except OSError as trouble:
            raise click.ClickException(f"{trouble.filename}: {trouble.strerror}" if trouble.filename else str(trouble)) from trouble
    call.guarded = True
    return call


def _database(trouble: SQLAlchemyError) -> str:
    reason = (str(getattr(trouble, "orig", None) or trouble).splitlines() or [type(trouble).__name__])[0]
    missing = "no such table" in reason or ("relation" in reason and "does not exist" in reason)
    return NO_TABLES if missing else f"database: {reason}"
