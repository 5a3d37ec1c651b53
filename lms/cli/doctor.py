"""`flask --app lms doctor`: re-add everything."""
import json
import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect

from lms.cli import NO_TABLES


@click.command("doctor", help="Add up again every balance, seat, number and hash. Prints '0 faults' and exits 0, or a line per fault and exits 1.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: faults and checks.")
@click.option("--only", multiple=True, help="Run only the named check (may be repeated).")
@with_appcontext
def commands(as_json: bool, only: tuple[str, ...]) -> None:
    """Examine and tell."""
    from lms.db import db, writing
    from lms.doctor.queries import CHECKS, examine
    if unknown := set(only) - set(CHECKS):
        raise click.UsageError(f"unknown check {', '.join(sorted(unknown))}; known: {', '.join(CHECKS)}")
    if not inspect(db.engine).has_table("job"):
        raise click.ClickException(NO_TABLES)
    with writing(False):
        faults = examine(only)
        db.session.rollback()
    if as_json:
        click.echo(json.dumps({"faults": faults, "count": len(faults), "checks": list(only or CHECKS)}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(faults) if faults else "0 faults")
    sys.exit(1 if faults else 0)
