"""Facts about survey and classification."""
from dataclasses import dataclass

from lms.events.fact import Fact


@dataclass(frozen=True, kw_only=True)
class RoundDrafted(Fact):
    """Round drafted."""
    subject = "round"


@dataclass(frozen=True, kw_only=True)
class RoundChanged(Fact):
    """Draft of a round changed."""
    subject = "round"
    changes: dict


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Fact):
    """Round opened."""
    subject = "round"
    sheets: int


@dataclass(frozen=True, kw_only=True)
class RoundLocked(Fact):
    """Round locked."""
    subject = "round"


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Fact):
    """Round closed."""
    subject = "round"
    gaps: list
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RoundExtended(Fact):
    """Round extended."""
    subject = "round"
    due: str
    lock: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetBegun(Fact):
    """Sheet begun."""
    subject = "sheet"
    round_id: int


@dataclass(frozen=True, kw_only=True)
class NeedAdded(Fact):
    """Need added."""
    subject = "sheet"
    need_id: int


@dataclass(frozen=True, kw_only=True)
class NeedChanged(Fact):
    """Need changed."""
    subject = "sheet"
    need_id: int
    changes: dict


@dataclass(frozen=True, kw_only=True)
class NeedRemoved(Fact):
    """Need removed."""
    subject = "sheet"
    need_id: int
    line: dict


@dataclass(frozen=True, kw_only=True)
class LinesReplaced(Fact):
    """All lines of a sheet replaced at once (import of a form)."""
    subject = "sheet"
    lines: int
    persons: int
    heads: int


@dataclass(frozen=True, kw_only=True)
class LinesAdded(Fact):
    """Several lines added at once."""
    subject = "sheet"
    need_ids: list


@dataclass(frozen=True, kw_only=True)
class NoNeedSaid(Fact):
    """The unit says that it has no need, or takes it back."""
    subject = "sheet"
    no_need: bool


@dataclass(frozen=True, kw_only=True)
class SheetSubmitted(Fact):
    """Sheet submitted."""
    subject = "sheet"
    round_id: int
    review_unit_id: int
    persons: int
    heads: int
    no_need: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class SheetResubmitted(Fact):
    """Sheet resubmitted."""
    subject = "sheet"
    round_id: int
    review_unit_id: int
    persons: int
    heads: int
    no_need: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class SheetAccepted(Fact):
    """Sheet accepted."""
    subject = "sheet"
    round_id: int
    review_unit_id: int


@dataclass(frozen=True, kw_only=True)
class SheetReturned(Fact):
    """Sheet returned."""
    subject = "sheet"
    round_id: int
    review_unit_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class NeedsClassified(Fact):
    """Needs classified."""
    subject = "round"
    lines: int
    rule_set: int


@dataclass(frozen=True, kw_only=True)
class ClassificationRequested(Fact):
    """Groups of a whole round are to be found anew."""
    subject = "round"
    job_id: int


@dataclass(frozen=True, kw_only=True)
class RuleSetInstalled(Fact):
    """A version of the rules is in force."""
    subject = "rule_set"
    number: int
    rules: int


@dataclass(frozen=True, kw_only=True)
class GroupOverridden(Fact):
    """Group overridden."""
    subject = "classification"
    need_id: int
    from_group: str
    to_group: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LinesTaken(Fact):
    """A whole list taken into a sheet at once: pasted, from our form, or from the last round (`way`)."""
    subject = "sheet"
    way: str
    added: int
    changed: int
    removed: int
    line_nos: list
    changes: dict
    gone: list


@dataclass(frozen=True, kw_only=True)
class TableSigned(Fact):
    """The table of a level signed, number 1, or a later one as its supplement."""
    subject = "round"
    table_id: int
    number: int
    gaps: list
    sha256: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CheckRuleChanged(Fact):
    """A plausibility rule warns, stops or is off from now on."""
    subject = "check_rule"
    changes: dict
    reason: str


@dataclass(frozen=True, kw_only=True)
class WarningsAnswered(Fact):
    """The unit says why warnings do not hold: line number and kind -> before and after."""
    subject = "sheet"
    changes: dict


@dataclass(frozen=True, kw_only=True)
class NeedCommented(Fact):
    """A reviewer or the unit said something to one line."""
    subject = "sheet"
    need_id: int
    text: str


@dataclass(frozen=True, kw_only=True)
class NumberCorrected(Fact):
    """A level above put another number beside the one that was asked."""
    subject = "sheet"
    need_id: int
    review_unit_id: int
    changes: dict
    reason: str


@dataclass(frozen=True, kw_only=True)
class NeedQuestionAnswered(Fact):
    """A question that need files left is answered; `what` is where it stands in which file."""
    subject = "import"
    what: str
    changes: dict


@dataclass(frozen=True, kw_only=True)
class QuestionsChanged(Fact):
    """The questions of a draft round changed: how many there are now, and which one changed."""
    subject = "round"
    number: int
    what: str


@dataclass(frozen=True, kw_only=True)
class QuestionsAnswered(Fact):
    """A unit answered questions of the round."""
    subject = "sheet"
    changes: dict


@dataclass(frozen=True, kw_only=True)
class SheetSignedOff(Fact):
    """Who is accountable for the sheet, and what the party committee says."""
    subject = "sheet"
    head_id: int | None
    opinion: str


@dataclass(frozen=True, kw_only=True)
class WishAdded(Fact):
    """A unit wishes for a course that the catalogue lacks."""
    subject = "sheet"
    wish_id: int
    title: str
    outcome: str
    heads: int


@dataclass(frozen=True, kw_only=True)
class WishChanged(Fact):
    """A wish changed."""
    subject = "sheet"
    wish_id: int
    changes: dict


@dataclass(frozen=True, kw_only=True)
class WishRemoved(Fact):
    """A wish was taken back."""
    subject = "sheet"
    wish_id: int
    title: str
    heads: int
