"""Who is accountable for a sheet, and for whom deputies acted in its history."""
from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms import clock
from lms.access import VERBS
from lms.accounts.models import Account, Assignment, in_force
from lms.db import db
from lms.people.models import Person
from lms.survey.models import NeedSheet
from lms.units.models import Unit

VERB_OF = {"submit": "sheet.submit", "resubmit": "sheet.submit", "accept": "sheet.review", "send_back": "sheet.review"}


def heads_of(sheet: NeedSheet, actor=None) -> list[Person]:
    """Who may be named as the accountable head: holders of the command of the unit today (who commands before who acts for him), and the sender."""
    rows = (select(Person, Assignment.delegated_from_id).join(Account, Account.person_id == Person.id).join(Assignment, Assignment.account_id == Account.id)
            .where(Assignment.role == "commander", Assignment.unit_id == sheet.unit_id, Account.state.in_(("active", "invited")), in_force(clock.today())))
    found = sorted(db.session.execute(rows).unique(), key=lambda row: (row[1] is not None, row[0].sort_key, row[0].id))
    people = {person.id: person for person, _from in found}
    if actor is not None:
        people.setdefault(actor.person_id, actor.person)
    return list(people.values())


def head_of(sheet: NeedSheet, actor=None) -> int | None:
    """The head when nobody is named: the sender where he holds the command himself, else its first holder, else the sender."""
    own = actor is not None and any(grant.role == "commander" and grant.for_id is None and grant.unit_id == sheet.unit_id for grant in actor.grants)
    people = heads_of(sheet, actor)
    return actor.person_id if own else people[0].id if people else None


def acting_in(sheet: NeedSheet, events: list[tuple]) -> dict[tuple, str]:
    """(at, account) of a step that a deputy took -> the holder for whom he took it, in one statement. Who held a role of his own acted for himself."""
    steps = [(event[0], event[1], VERB_OF[event[2]]) for event in events if event[1] and event[2] in VERB_OF]
    if not steps:
        return {}
    giver, owner = aliased(Assignment), aliased(Account)
    rows = (select(Assignment.account_id, Assignment.role, Assignment.since, Assignment.until, Unit.path, Person).join(Unit, Assignment.unit_id == Unit.id)
            .outerjoin(giver, Assignment.delegated_from_id == giver.id).outerjoin(owner, giver.account_id == owner.id).outerjoin(Person, owner.person_id == Person.id)
            .where(Assignment.account_id.in_({by for _at, by, _verb in steps})))
    held = [tuple(row) for row in db.session.execute(rows).unique()]
    return {(at, by): holder for at, by, verb in steps if (holder := _holder(held, by, clock.local(at).date(), (verb, sheet)))}


def _holder(held: list[tuple], by: int, day, step: tuple) -> str:
    verb, sheet = step
    near = [holder for account, role, since, until, path, holder in held
            if account == by and role in VERBS[verb] and sheet.unit.path.startswith(path) and since <= day and (until is None or day <= until)]
    return "" if not near or any(holder is None for holder in near) else near[0].addressed
