"""The closed table: its canonical text and its hash, the same on every database and machine."""
import hashlib
import json


def canonical(snapshot: dict) -> str:
    """Sorted keys, no spaces, ASCII: JSON columns may give the keys back in another order."""
    return json.dumps(snapshot, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def fingerprint(snapshot: dict) -> str:
    """SHA-256 of a closed table."""
    return hashlib.sha256(canonical(snapshot).encode("ascii")).hexdigest()
