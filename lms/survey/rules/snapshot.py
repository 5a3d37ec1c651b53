"""The closed table: its canonical text and its hash, the same on every database and machine."""
import hashlib
import json
from dataclasses import dataclass

SCHEMA = 2


@dataclass(frozen=True)
class Head:
    """What stands over a signed table: which round, whose table, the how-manieth, when and by whom; `before` is the hash of the one it supplements."""
    round: str
    title: str
    year: int
    level: str
    level_name: str
    above: str
    place: str
    number: int
    signed_at: str
    post: str
    signer: str
    reason: str
    before: str | None


def canonical(snapshot: dict) -> str:
    """Sorted keys, no spaces, ASCII: JSON columns may give the keys back in another order."""
    return json.dumps(snapshot, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def fingerprint(snapshot: dict) -> str:
    """SHA-256 of a closed table."""
    return hashlib.sha256(canonical(snapshot).encode("ascii")).hexdigest()


def table_content(head: Head, **parts) -> dict:
    """What is frozen: the head, and the parts (groups, units, gaps, corrections, tables signed below, line names, lines)."""
    return {"schema": SCHEMA, **{name: getattr(head, name) for name in head.__dataclass_fields__}, **parts, "changes": []}
