"""Walking the chain: every seal, its entry, and the heads that were written down outside the database."""
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from lms.audit.models import JournalEntry, JournalSeal
from lms.audit.rules.chain import GENESIS, Anchor, link, read_anchors
from lms.db import db

STEP, MOST = 2000, 20


@dataclass
class Verdict:
    """What the walk found. `faults` begins with the first bad row; the unsealed tail is no fault, only young."""
    faults: list[str] = field(default_factory=list)
    sealed: int = 0
    head: str = GENESIS
    unsealed: int = 0
    anchors: int = 0


def heads_file() -> Path:
    """Where heads are written down; copy it to another machine, that is its use."""
    return Path(current_app.config["INSTANCE"]) / "journal-heads.log"


def database_mark() -> str:
    """Tells the databases of one instance folder apart."""
    return hashlib.sha256(db.engine.url.render_as_string(hide_password=True).encode()).hexdigest()[:12]


def anchors_here() -> list[Anchor]:
    """All heads written down for this database."""
    file = heads_file()
    return read_anchors(file.read_text(encoding="ascii", errors="replace").splitlines(), database_mark()) if file.exists() else []


def last_anchor() -> Anchor | None:
    """The newest one."""
    found = anchors_here()
    return found[-1] if found else None


def chain_head() -> tuple[int, str]:
    """Count and hash of the newest seal."""
    row = db.session.execute(select(JournalSeal.seq, JournalSeal.hash).order_by(JournalSeal.seq.desc()).limit(1)).first()
    return tuple(row) if row else (0, GENESIS)


def unsealed_count() -> int:
    """How long the unsealed tail is."""
    without = select(func.count(JournalEntry.id)).outerjoin(JournalSeal, JournalSeal.entry_id == JournalEntry.id).where(JournalSeal.seq.is_(None))
    return db.session.execute(without).scalar_one()


def verify_chain() -> Verdict:
    """Each link from the first to the last; then the heads outside, so that a tail that was cut off is missed."""
    verdict, anchors = Verdict(), anchors_here()
    known = {}
    for one in anchors:
        known.setdefault(one.count, set()).add(one.hash)
    seq, previous = 0, GENESIS
    while rows := _rows_after(seq):
        for row in rows:
            if len(verdict.faults) < MOST:
                verdict.faults += _faults_of(row, seq, previous, known.get(row.seq))
            seq, previous = row.seq, row.hash
            verdict.sealed += 1
    newest = max(anchors, key=lambda one: one.count, default=None)
    if newest is not None and newest.count > seq:
        verdict.faults.append(f"the journal ends at entry {seq} of the chain, but {newest.count} were sealed at {newest.at:%Y-%m-%d %H:%M}: its tail was cut off")
    verdict.head, verdict.anchors, verdict.unsealed = previous, len(anchors), unsealed_count()
    return verdict


@dataclass(frozen=True)
class _Spoilt:
    """A row that cannot even be read."""
    seq: int
    hash: str
    entry_id: int
    id: int | None = None
    unreadable: bool = True


def _statement(after: int):
    columns = [column for column in JournalEntry.__table__.c]
    joined = select(JournalSeal.seq, JournalSeal.hash, JournalSeal.entry_id, *columns).outerjoin(JournalEntry, JournalSeal.entry_id == JournalEntry.id)
    return joined.where(JournalSeal.seq > after).order_by(JournalSeal.seq)


def _rows_after(seq: int) -> list:
    try:
        return db.session.execute(_statement(seq).limit(STEP)).all()
    except (ValueError, TypeError):
        return _one_by_one(seq)


def _one_by_one(seq: int) -> list:
    """Some row holds what no writer of ours writes: read each alone, so that it can be named."""
    found = []
    for row in db.session.execute(select(JournalSeal.seq, JournalSeal.hash, JournalSeal.entry_id).where(JournalSeal.seq > seq).order_by(JournalSeal.seq).limit(STEP)).all():
        try:
            found.append(db.session.execute(_statement(row.seq - 1).limit(1)).one())
        except (ValueError, TypeError):
            found.append(_Spoilt(row.seq, row.hash, row.entry_id))
    return found


def _faults_of(row, before: int, previous: str, anchored: set[str] | None) -> list[str]:
    where = f"chain row {row.seq}, journal entry {row.entry_id}"
    if row.seq != before + 1:
        return [f"{where}: rows {before + 1} to {row.seq - 1} of the chain are missing"]
    if getattr(row, "unreadable", False):
        return [f"{where}: the entry cannot be read any more"]
    if row.id is None:
        return [f"{where}: the entry was deleted"]
    if link(previous, row) != row.hash:
        return [f"{where}: the entry or its seal was changed"]
    if anchored and row.hash not in anchored:
        return [f"{where}: the chain was laid anew, its head was written down as {sorted(anchored)[0][:16]}…"]
    return []
