"""What stands against fixing the list of a class without a question. Plain values only."""
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Unready:
    """Nominations are still open until `until` (None: closed), and `waiting` of them wait for approval."""
    until: datetime | None
    waiting: int

    def __bool__(self) -> bool:
        return self.until is not None or self.waiting > 0


def unready(nominate_until: datetime, now: datetime, waiting: int) -> Unready:
    """What the academy has to give a reason for when it locks now."""
    return Unready(nominate_until if now < nominate_until else None, waiting)
