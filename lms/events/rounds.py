"""Facts about the course of a round: copied, reminded, one sheet reopened, a sheet moved to a successor."""
from dataclasses import dataclass

from lms.events.fact import Fact


@dataclass(frozen=True, kw_only=True)
class RoundCopied(Fact):
    """A draft made like an earlier round, a year later."""
    subject = "round"
    from_round_id: int


@dataclass(frozen=True, kw_only=True)
class SheetReopened(Fact):
    """One unit may send after the lock, until a date, with a reason."""
    subject = "sheet"
    round_id: int
    until: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoundReminded(Fact):
    """All units below a level that have not answered were reminded by one act; `holders` are the accounts that hold the task."""
    subject = "round"
    level_id: int
    reminder_id: int
    units: int
    holders: int


@dataclass(frozen=True, kw_only=True)
class SheetMoved(Fact):
    """The unit of a sheet was merged or renamed: its open work goes on at the successor, on the same sheet or on the successor's."""
    subject = "sheet"
    round_id: int
    to_sheet_id: int
    to_unit_id: int
    lines: int
    old_name: str
    new_name: str
