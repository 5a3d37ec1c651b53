"""`flask --app lms reference load`: ranks, groups, kinds of units, first rules, holidays."""
import click
from flask.cli import AppGroup

commands = AppGroup("reference", help="Reference data that every installation starts with.")


@commands.command("load", help="Load ranks, groups, required levels, unit kinds, the first rule set and holidays. Safe to repeat.")
def load() -> None:
    """Add what is missing."""
    from lms.classification.actions import load_reference
    from lms.db import work
    with work():
        made = load_reference()
    click.echo("  ".join(f"{name}: +{count}" for name, count in made.items()))
