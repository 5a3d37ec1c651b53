"""Who wrote a thing last, for the page that tells a person why his form came too late."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import inspect, select

from lms.accounts.models import Account
from lms.audit.models import JournalEntry
from lms.db import db

# Table -> the journal's name of the thing. A line of a sheet is journalled with its sheet.
SUBJECTS = {"survey_round": "round", "need_sheet": "sheet", "training_class": "class", "proposal": "proposal", "document": "document", "course": "course",
            "unit": "unit", "person": "person", "nomination": "nomination", "enrollment": "enrollment", "certificate": "certificate",
            "classification": "classification", "account": "account"}
NO_CHANGE = ("SignedIn", "SignInFailed", "SignedOut")


@dataclass(frozen=True)
class LastChange:
    """The newest fact about a thing: when, and whose deed (`name` is "" for the house itself)."""
    at: datetime
    actor_id: int | None
    name: str


def last_change(thing) -> LastChange | None:
    """None where the journal does not speak of this kind of thing."""
    entries = _about(thing)
    if entries is None:
        return None
    row = db.session.execute(entries.where(JournalEntry.fact.not_in(NO_CHANGE)).order_by(JournalEntry.id.desc()).limit(1)).first()
    if row is None:
        return None
    actor = db.session.get(Account, row.actor_id) if row.actor_id else None
    return LastChange(row.at, row.actor_id, actor.person.addressed if actor else "")


def _about(thing):
    table, key = inspect(thing).mapper.local_table.name, inspect(thing).identity
    if not key:
        return None
    entries = select(JournalEntry.at, JournalEntry.actor_id)
    if table == "need":
        return entries.where(JournalEntry.subject == "sheet", JournalEntry.data["need_id"].as_integer() == key[0])
    return entries.where(JournalEntry.subject == SUBJECTS[table], JournalEntry.subject_id == key[0]) if table in SUBJECTS else None
