"""Writing the journal, and sealing it: the chain is laid by a job so that writers do not queue behind one head."""
import hashlib
import json

from flask import g, has_request_context
from sqlalchemy import func, select

from lms import clock
from lms.audit.models import JournalEntry, JournalSeal
from lms.db import db

GENESIS = "0" * 64


def write_journal(actor, fact) -> None:
    """One row in the deed's own transaction."""
    db.session.add(JournalEntry(
        at=clock.now(), actor_id=actor.id if actor else None, fact=fact.name, subject=fact.subject, subject_id=fact.subject_id,
        unit_id=fact.unit_id, data=fact.data(), request_id=g.get("request_id", "") if has_request_context() else ""))


def canonical(entry: JournalEntry) -> str:
    """The text of an entry that is hashed; the same on both databases."""
    row = {"id": entry.id, "at": entry.at.isoformat(timespec="microseconds"), "actor": entry.actor_id, "fact": entry.fact, "subject": entry.subject,
           "subject_id": entry.subject_id, "unit": entry.unit_id, "data": entry.data, "request": entry.request_id}
    return json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def link(previous: str, entry: JournalEntry) -> str:
    """Hash of one link of the chain."""
    return hashlib.sha256((previous + canonical(entry)).encode("ascii")).hexdigest()


def seal(limit: int = 5000) -> int:
    """Lay the chain over committed entries that have no seal yet; how many. Caller commits. One sealer at a time (unique seq)."""
    head = db.session.execute(select(JournalSeal).order_by(JournalSeal.seq.desc()).limit(1)).scalar_one_or_none()
    seq, previous = (head.seq, head.hash) if head else (0, GENESIS)
    unsealed = select(JournalEntry).outerjoin(JournalSeal, JournalSeal.entry_id == JournalEntry.id).where(JournalSeal.seq.is_(None))
    rows = db.session.execute(unsealed.order_by(JournalEntry.id).limit(limit)).scalars().all()
    for entry in rows:
        seq, previous = seq + 1, link(previous, entry)
        db.session.add(JournalSeal(seq=seq, entry_id=entry.id, hash=previous))
    db.session.flush()
    return len(rows)


def unsealed_count() -> int:
    """How long the unsealed tail is."""
    sealed = select(func.count(JournalSeal.seq))
    return db.session.execute(select(func.count(JournalEntry.id))).scalar_one() - db.session.execute(sealed).scalar_one()


def tick_seal() -> None:
    """The worker's tick."""
    from lms.db import work
    with work():
        while seal() == 5000:
            pass


TICKS = [("seal journal", 5, tick_seal)]
