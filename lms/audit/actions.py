"""Writing the journal, and sealing it: the chain is laid by a job so that writers do not queue behind one head."""
import os

from flask import g, has_request_context
from sqlalchemy import func, select

from lms import clock
from lms.access import acts_for, verb_in_hand
from lms.audit.models import JournalEntry, JournalSeal
from lms.audit.queries import chain_head, database_mark, heads_file, last_anchor
from lms.audit.rules import GENESIS, due, link
from lms.db import db, work
from lms.units.models import Unit

BATCH, LATE_ROWS = 5000, 20_000


def write_journal(actor, fact) -> None:
    """One row in the deed's own transaction."""
    db.session.add(JournalEntry(
        at=clock.now(), actor_id=actor.id if actor else None, fact=fact.name, subject=fact.subject, subject_id=fact.subject_id,
        unit_id=fact.unit_id, data={**fact.data(), **_acting(actor, fact)}, request_id=g.get("request_id", "") if has_request_context() else ""))


def _acting(actor, fact) -> dict:
    """A deputy's fact names the holder as well: both names stand on the record."""
    if actor is None or not any(grant.for_id for grant in actor.grants):
        return {}
    path = db.session.execute(select(Unit.path).where(Unit.id == fact.unit_id)).scalar_one_or_none() if fact.unit_id else None
    holder = acts_for(actor, verb_in_hand(), path)
    return {"acting_for_id": holder} if holder else {}


def seal(limit: int = BATCH, since: int = 0) -> int:
    """Lay the chain over committed entries after row `since` that have no seal yet; how many. Caller commits. One sealer at a time (unique seq)."""
    head = db.session.execute(select(JournalSeal).order_by(JournalSeal.seq.desc()).limit(1)).scalar_one_or_none()
    seq, previous = (head.seq, head.hash) if head else (0, GENESIS)
    unsealed = select(JournalEntry).outerjoin(JournalSeal, JournalSeal.entry_id == JournalEntry.id).where(JournalSeal.seq.is_(None), JournalEntry.id > since)
    rows = db.session.execute(unsealed.order_by(JournalEntry.id).limit(limit)).scalars().all()
    for entry in rows:
        seq, previous = seq + 1, link(previous, entry)
        db.session.add(JournalSeal(seq=seq, entry_id=entry.id, hash=previous))
    db.session.flush()
    return len(rows)


def tick_seal() -> None:
    """The worker's tick. Only the last rows are looked through; once a day all, for an entry that was committed very late."""
    with work():
        since = _look_from()
        while seal(BATCH, since) == BATCH:
            pass
        count, digest = chain_head()
    anchor(count, digest)


def _look_from() -> int:
    if due(last_anchor(), clock.now(), 0):
        return 0
    newest = db.session.execute(select(func.max(JournalSeal.entry_id))).scalar_one()
    return max(0, (newest or 0) - LATE_ROWS)


def anchor(count: int, digest: str, force: bool = False) -> bool:
    """Append count and hash of the chain's head to a file outside the database: once a day, and after each 1,000 entries. Whether it was written."""
    last, now = last_anchor(), clock.now()
    if count == 0 or (last is not None and count == last.count) or not (force or due(last, now, count)):
        return False
    line = f"{now.isoformat(timespec='seconds')} {database_mark()} {count} {digest}\n"
    with heads_file().open("a", encoding="ascii") as out:
        out.write(line)
        out.flush()
        os.fsync(out.fileno())
    return True


TICKS = [("seal journal", 5, tick_seal)]
