"""When a sheet may be edited and sent: after the due date it is late, after the lock date it is refused."""
from dataclasses import dataclass
from datetime import datetime

EDITABLE = ("not_opened", "draft", "returned")
SENT = ("submitted", "resubmitted", "accepted")
WAITING = ("submitted", "resubmitted")
TABS = {
    "all": ("not_opened", "draft", "submitted", "returned", "resubmitted", "accepted"),
    "not_sent": ("not_opened", "draft"),
    "waiting": WAITING,
    "returned": ("returned",),
    "accepted": ("accepted",),
}


@dataclass(frozen=True)
class Dates:
    """The state of a round and the two instants that judge a sheet; `reopened_until` lets this one sheet be sent after the lock."""
    state: str
    due_at: datetime
    lock_at: datetime
    reopened_until: datetime | None = None


def dates_of(sheet) -> Dates:
    """What judges a sheet, from the sheet and its round."""
    return Dates(sheet.round.state, sheet.round.due_at, sheet.round.lock_at, sheet.reopened_until)


def why_closed(dates: Dates, now: datetime) -> str | None:
    """Why nothing may be entered or sent any more: `not_open`, `locked`, or None when it may."""
    if dates.state in ("draft", "closed"):
        return "not_open"
    if dates.reopened_until is not None and now <= dates.reopened_until:
        return None
    if dates.state == "locked" or now > dates.lock_at:
        return "locked"
    return None


def is_late(dates: Dates, now: datetime, first_sent_late: bool | None) -> bool:
    """The first sending decides; who answered in time and was sent back stays in time."""
    return now > dates.due_at if first_sent_late is None else first_sent_late
