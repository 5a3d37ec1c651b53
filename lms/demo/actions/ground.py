"""What all of the loading shares: acting at a moment of the past, and facts of bulk rows in one insert."""
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import insert

from lms import clock
from lms.accounts.models import Account
from lms.audit.models import JournalEntry
from lms.calendar import exceptions, is_working
from lms.db import db, work


@dataclass(frozen=True)
class Actor:
    """Who does a deed: the account of that id in whatever session is open, since the loading spans many."""
    id: int

    def __getattr__(self, name: str):
        return getattr(db.session.get(Account, self.id), name)


@dataclass
class World:
    """The army as it stands in the database: ids by code, actors by (role, unit code)."""
    today: date
    seed: int
    units: dict[str, int] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[int]] = field(default_factory=dict)
    actors: dict[tuple[str, str], Actor] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    courses: dict[str, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)

    def actor(self, role: str, code: str) -> Actor:
        """Who holds the role at the unit or nearest above it."""
        while (role, code) not in self.actors:
            if code == "M00":
                raise LookupError(role)
            code = code.rpartition(".")[0] or "M00"
        return self.actors[role, code]

    def below(self, code: str) -> list[int]:
        """Persons of the unit and of all below it."""
        return [one for each, people in self.people.items() if each == code or each.startswith(code + ".") for one in people]

    def ago(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment some days before today; never after now."""
        return min(clock.at(self.today - timedelta(days=days), hour, minute), clock.now())

    def working_day(self, day: date, step: int = 1) -> date:
        """That day, or the next (step -1: the last) working day."""
        special = exceptions(day - timedelta(days=40), day + timedelta(days=40))
        while not is_working(day, special):
            day += timedelta(days=step)
        return day


@contextmanager
def kept():
    """One unit of work that begins with the write lock: what was only read before is let go."""
    db.session.rollback()
    with work():
        yield


@contextmanager
def at(moment: datetime):
    """One unit of work at a moment of the past: dates, facts and deadlines are of that moment."""
    with clock.held(moment), kept():
        yield


def tell_all(actor: Actor | None, facts: Iterable) -> None:
    """The journal rows of many facts that nobody but the journal listens to, in one insert."""
    now, by = clock.now(), actor.id if actor else None
    rows = [{"at": now, "actor_id": by, "fact": fact.name, "subject": fact.subject, "subject_id": fact.subject_id, "unit_id": fact.unit_id, "data": fact.data(),
             "request_id": ""} for fact in facts]
    if rows:
        db.session.execute(insert(JournalEntry), rows)
