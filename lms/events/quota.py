"""Facts about quota and documents."""
from dataclasses import dataclass

from lms.events.fact import Fact


@dataclass(frozen=True, kw_only=True)
class DocumentDrafted(Fact):
    """Document drafted."""
    subject = "document"
    kind: str


@dataclass(frozen=True, kw_only=True)
class DocumentIssued(Fact):
    """Document issued."""
    subject = "document"
    number_text: str


@dataclass(frozen=True, kw_only=True)
class DocumentWithdrawn(Fact):
    """Document withdrawn."""
    subject = "document"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposalRequested(Fact):
    """Proposal requested."""
    subject = "proposal"
    round_id: int
    year: int


@dataclass(frozen=True, kw_only=True)
class ProposalComputed(Fact):
    """Proposal computed."""
    subject = "proposal"
    seats: int
    classes: int


@dataclass(frozen=True, kw_only=True)
class ProposalFailed(Fact):
    """Proposal failed."""
    subject = "proposal"
    why: str


@dataclass(frozen=True, kw_only=True)
class ProposalSubmitted(Fact):
    """Proposal submitted."""
    subject = "proposal"
    year: int


@dataclass(frozen=True, kw_only=True)
class ProposalReturned(Fact):
    """Proposal returned."""
    subject = "proposal"
    year: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposalApproved(Fact):
    """Proposal approved."""
    subject = "proposal"
    year: int
    decision_id: int
    classes: int
    seats: int


@dataclass(frozen=True, kw_only=True)
class SeatsMoved(Fact):
    """Seats moved."""
    subject = "class"
    from_unit_id: int
    to_unit_id: int
    seats: int
    reason: str
