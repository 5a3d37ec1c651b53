"""Pages of the journal, by key: no counting over all, no offset."""
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, false, or_, select, true

from lms import clock
from lms.access import reach, under
from lms.accounts.models import Account
from lms.audit.models import JournalEntry
from lms.db import db
from lms.people.models import Person
from lms.spelling import fold
from lms.units.models import Unit

PAGE, MOST_PERSONS = 50, 200


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for."""
    fact: str = ""
    unit_id: int | None = None
    person: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def visible(user, verb: str):
    """Entries about units within reach; those about no unit only for who reaches the whole tree."""
    held = reach(user, verb)
    whole = any(path.count("/") == 2 for path in held.paths)
    return (select(JournalEntry, Unit.name.label("unit_name")).outerjoin(Unit, JournalEntry.unit_id == Unit.id)
            .where(or_(held.covers(Unit.path), and_(JournalEntry.unit_id.is_(None), true() if whole else false()))))


def journal_page(user, wanted: Wanted) -> tuple[list, bool]:
    """A page, newest first, and whether older ones follow."""
    found = visible(user, "journal.read")
    if wanted.fact:
        found = found.where(JournalEntry.fact == wanted.fact)
    if wanted.unit_id:
        path = db.session.execute(select(Unit.path).where(Unit.id == wanted.unit_id)).scalar_one_or_none() or "/0/"
        found = found.where(under(Unit.path, path))
    if wanted.person:
        found = found.where(_about(wanted.person))
    if wanted.since:
        found = found.where(JournalEntry.at >= clock.at(wanted.since))
    if wanted.until:
        found = found.where(JournalEntry.at < clock.at(wanted.until + timedelta(days=1)))
    if wanted.before:
        found = found.where(JournalEntry.id < wanted.before)
    rows = db.session.execute(found.order_by(JournalEntry.id.desc()).limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def _about(text: str):
    """Who did it, or about whom it was: by service number, user name, or part of the name."""
    typed = text.strip()
    people = select(Person.id).where(or_(Person.service_no == typed, Person.name_fold.contains(fold(typed), autoescape=True))).limit(MOST_PERSONS)
    ids = list(db.session.execute(people).scalars())
    accounts = list(db.session.execute(select(Account.id).where(or_(Account.person_id.in_(ids), Account.username == typed.lower()))).scalars())
    return or_(JournalEntry.actor_id.in_(accounts), and_(JournalEntry.subject == "person", JournalEntry.subject_id.in_(ids)),
               JournalEntry.data["person_id"].as_integer().in_(ids), and_(JournalEntry.subject == "account", JournalEntry.subject_id.in_(accounts)))


def facts_known(user) -> list[str]:
    """Names of facts that stand in the journal; a skip scan, so that its length does not matter."""
    found, last = [], ""
    while (name := db.session.execute(select(JournalEntry.fact).where(JournalEntry.fact > last).order_by(JournalEntry.fact).limit(1)).scalar_one_or_none()) is not None:
        found.append(name)
        last = name
    return found


def units_below(user) -> list[tuple[int, str]]:
    """First-level units (and above) within reach, for the filter."""
    rows = select(Unit.id, Unit.name).where(reach(user, "journal.read").covers(Unit.path), Unit.depth <= 1).order_by(Unit.depth, Unit.position, Unit.id)
    return [tuple(row) for row in db.session.execute(rows)]
