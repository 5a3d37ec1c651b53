"""Brings the database to the newest form and loads the army, in one process: starting the product costs more than a second.

Runs in .venv/. It is `flask --app lms db upgrade` and `flask --app lms demo load --write FILE --url URL`, and writes the roles' names."""
import argparse
import json
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent
sys.path[:0] = [str(HOUSE.parent), str(HOUSE.parent.parent)]


def command(app, *words):
    """Runs a command of the product in this process."""
    import click
    from flask.cli import ScriptInfo
    try:
        code = app.cli.main(args=list(words), prog_name="flask", standalone_mode=False,
                            obj=ScriptInfo(create_app=lambda: app, set_debug_flag=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    if isinstance(code, int) and code:
        sys.exit(code)


def role_names():
    """{role: its name in both languages}."""
    from lms.access import ROLES
    from lms.texts import catalogue
    english = catalogue("en")
    names = {role: dict.fromkeys([str(name), english.gettext(str(name))]) for role, name in ROLES.items()}
    return {role: " / ".join(both) for role, both in names.items()}


def main():
    """The whole of it."""
    parser = argparse.ArgumentParser()
    for name in ("--write", "--url", "--roles"):
        parser.add_argument(name, required=True)
    parser.add_argument("--reset", action="store_true")
    chosen = parser.parse_args()

    from sqlalchemy.exc import OperationalError

    from _house import reset
    from lms import create_app
    app = create_app()
    if chosen.reset:
        reset.empty(app)
    try:
        command(app, "db", "upgrade")
        command(app, "demo", "load", "--write", chosen.write, "--url", chosen.url)
    except OperationalError as error:
        sys.exit(f"the database cannot be used: {error.orig}")
    Path(chosen.roles).write_text(json.dumps(role_names()), encoding="utf-8")


if __name__ == "__main__":
    main()
