"""`flask --app lms demo`: the invented army and the logins for it."""
import json
import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from lms.cli import folder_of

commands = AppGroup("demo", help="An invented army to look at the system with.")


@commands.command("load", help="Load the invented army into an empty database. Safe to repeat: a loaded database is left as it is.")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="Write the logins to this file, readable by its owner only. Default: demo.json in the instance folder.")
@click.option("--url", default="", help="Address of the web server, noted in that file.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another army.")
def load(write: Path | None, url: str, seed: int) -> None:
    """Make what is not there."""
    folder_of(write, "--write")
    import gc
    gc.freeze()         # rendering papers makes the collector walk the whole program again and again: a fifth of the time
    gc.set_threshold(20_000, 50, 100)
    from lms.db import db, work
    from lms.demo import actions
    file, loaded = write or Path(current_app.config["INSTANCE"]) / "demo.json", actions.is_loaded()
    if not loaded:
        db.session.rollback()
        actions.refuse_foreign()
        db.session.rollback()
        actions.load(seed)
        actions.seal_all()
    noted = _noted(file)
    logins = noted.get("logins", [])
    if not logins or not all(actions.fits(one["username"], one["password"]) for one in logins[:1]):
        db.session.rollback()
        with work():
            logins = actions.write_passwords()
    address = url or noted.get("url") or current_app.config["PUBLIC_URL"]
    if (noted.get("url"), noted.get("logins")) != (address, logins):
        _write(file, {"url": address, "logins": logins})
    click.echo("already loaded" if loaded else f"loaded; logins in {file}")


def _noted(file: Path) -> dict:
    """What the file says; nothing when it is not there or not ours."""
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))
        return noted if isinstance(noted, dict) and all({"username", "password"} <= set(one) for one in noted["logins"]) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(file: Path, content: dict) -> None:
    """Whole or not at all, and never readable by others."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False, indent=1)
    fresh.replace(file)
