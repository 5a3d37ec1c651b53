"""What is hashed, how links join, and when the head is written down outside."""
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

GENESIS = "0" * 64
EACH = 1000


@dataclass(frozen=True)
class Anchor:
    """The head of the chain as it was written down outside the database."""
    at: datetime
    count: int
    hash: str


def canonical(entry) -> str:
    """The text of an entry that is hashed; the same on both databases."""
    row = {"id": entry.id, "at": entry.at.isoformat(timespec="microseconds"), "actor": entry.actor_id, "fact": entry.fact, "subject": entry.subject,
           "subject_id": entry.subject_id, "unit": entry.unit_id, "data": entry.data, "request": entry.request_id}
    return json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def link(previous: str, entry) -> str:
    """Hash of one link of the chain."""
    return hashlib.sha256((previous + canonical(entry)).encode("ascii")).hexdigest()


def due(last: Anchor | None, now: datetime, count: int) -> bool:
    """Whether the head is to be written down again: the first time, on a new day, and after each 1,000 entries."""
    return last is None or last.at.date() != now.date() or count - last.count >= EACH


def read_anchors(lines: Iterable[str], mark: str) -> list[Anchor]:
    """The anchors of one database; a line that is no anchor is left out (the file is append-only, its last line may be torn)."""
    found = []
    for line in lines:
        parts = line.split()
        if len(parts) == 4 and parts[1] == mark and parts[2].isdigit() and len(parts[3]) == 64:
            try:
                found.append(Anchor(datetime.fromisoformat(parts[0]), int(parts[2]), parts[3]))
            except ValueError:
                continue
    return found
