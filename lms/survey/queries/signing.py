"""Who is accountable for a sheet."""
from sqlalchemy import select

from lms import clock
from lms.accounts.models import Account, Assignment, in_force
from lms.db import db
from lms.people.models import Person
from lms.survey.models import NeedSheet

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
