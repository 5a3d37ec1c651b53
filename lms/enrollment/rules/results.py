"""The course's rule applied to a trainee, marks as typed, and what the class waits for. Plain values only."""
import re
from dataclasses import dataclass
from datetime import date

_MARK = re.compile(r"(10([.,]0)?|[0-9]([.,][0-9])?)")
PRESENT = ("present", "late")


@dataclass(frozen=True)
class Rule:
    """Least attendance in percent of the sessions, and the pass grade in tenths (0: no grade is asked)."""
    min_attendance: int
    pass_grade: int


@dataclass(frozen=True)
class Figures:
    """What a trainee has reached."""
    attended: int
    sessions: int
    mark: int | None


@dataclass(frozen=True)
class Verdict:
    """Completed or not, and what is missing."""
    completed: bool
    enough_attendance: bool
    enough_mark: bool


def judge(rule: Rule, figures: Figures) -> Verdict:
    """The rule applied; whole numbers only, so that 80 % of 10 is exactly 8."""
    attendance = figures.sessions > 0 and figures.attended * 100 >= rule.min_attendance * figures.sessions
    mark = rule.pass_grade == 0 or (figures.mark is not None and figures.mark >= rule.pass_grade)
    return Verdict(attendance and mark, attendance, mark)


def least_sessions(rule: Rule, sessions: int) -> int:
    """How many sessions the percentage means."""
    return -(-rule.min_attendance * sessions // 100)


def read_mark(typed: str) -> int | None:
    """`8,5`, `8.5`, `8` -> tenths; None for an empty field; ValueError when it is not a mark from 0 to 10 with one decimal."""
    typed = typed.strip()
    if not typed:
        return None
    if not _MARK.fullmatch(typed):
        raise ValueError(typed)
    whole, _dot, tenth = typed.replace(",", ".").partition(".")
    return int(whole) * 10 + int(tenth or 0)


def write_mark(mark: int | None) -> str:
    """85 -> `8,5`; the form a person typed it in."""
    return "" if mark is None else f"{mark // 10},{mark % 10}"


def rule_in_words(rule: Rule) -> str:
    """The rule as it is frozen with a result (Vietnamese, as the paper says it)."""
    attendance = f"dự ít nhất {rule.min_attendance} % số buổi"
    return attendance if rule.pass_grade == 0 else f"{attendance} và đạt từ {write_mark(rule.pass_grade)} điểm"


@dataclass(frozen=True)
class ClassFacts:
    """What the steps of a class hang on."""
    state: str
    starts_on: date
    seated: int
    waiting: int
    to_approve: int
    next_session: int | None
    next_begun: bool
    untaken: int
    without_mark: int
    days_to_lock: int
    unready: bool = False


def steps(facts: ClassFacts, today: date) -> list[tuple[str, int]]:
    """What the class waits for, most urgent first: (kind, number that belongs to it)."""
    found: list[tuple[str, int]] = []
    if facts.state == "planned":
        found.append(("open", 0))
    if facts.to_approve:
        found.append(("approve", facts.to_approve))
    if facts.state == "open":
        found.append(("early" if facts.unready else "lock", facts.days_to_lock))
    if facts.state == "locked":
        found.append(("start", (facts.starts_on - today).days))
    if facts.state == "running" and facts.next_session is not None:
        found.append(("attendance" if facts.next_begun else "session", facts.next_session))
    if facts.state == "running" and not facts.untaken:
        found.append(("finish", 0))
    if facts.state in ("running", "finished") and facts.without_mark:
        found.append(("grades", facts.without_mark))
    if facts.state == "finished" and not facts.without_mark:
        found.append(("completion", 0))
    return found
