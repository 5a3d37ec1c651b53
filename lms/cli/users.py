"""`flask --app lms users invite`: the first administrator, and whoever has to be let in from the machine itself."""
import re

import click
from flask.cli import AppGroup
from sqlalchemy import select

from lms.access import ROLES
from lms.accounts import actions
from lms.accounts.models import Account
from lms.db import db, work
from lms.people.models import Person
from lms.units.queries import by_code

commands = AppGroup("users", help="Accounts from the command line: the first administrator.")


USERNAME = r"[A-Za-z0-9._-]{3,60}"


@commands.command("invite", help="Make an account for the person with this service number (or a new code for it) and print the one-time activation code.")
@click.argument("service_no")
@click.option("--username", required=True, help="Name to sign in with.")
@click.option("--role", type=click.Choice([role for role in ROLES if role != "person"]), help="Role to give.")
@click.option("--unit", "unit_code", help="Code of the unit at which the role holds; default: the person's own unit.")
def invite(service_no: str, username: str, role: str | None, unit_code: str | None) -> None:
    """One account, perhaps with one role; the code is shown once."""
    if not re.fullmatch(USERNAME, username):
        raise click.UsageError("--username: 3 to 60 letters without marks, digits, dots and dashes")
    with work():
        code = _invite(service_no, username, role, unit_code)
    click.echo("-".join(code[at:at + 4] for at in range(0, len(code), 4)))


def _invite(service_no: str, username: str, role: str | None, unit_code: str | None) -> str:
    person = db.session.execute(select(Person).where(Person.service_no == service_no)).scalar_one_or_none()
    if person is None:
        raise click.ClickException(f"no person with service number {service_no}")
    if db.session.execute(select(Account.id).where((Account.username == username.lower()) | (Account.person_id == person.id))).first():
        raise click.ClickException("this person or this user name has an account already")
    unit = by_code(unit_code) if unit_code else person.unit
    if unit is None:
        raise click.ClickException(f"no unit with code {unit_code}")
    account, code = actions.invite(None, person, username)
    if role:
        actions.grant_role(None, account, role, unit, "command line")
    return code
