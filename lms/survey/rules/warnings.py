"""What a commander should look at before he sends. Whether a remark only warns or stops is said by its rule (rules/check_rules.py)."""
from collections.abc import Mapping
from dataclasses import dataclass

from lms.survey.rules.check_rules import BY_KIND, CheckRuleText


@dataclass(frozen=True)
class Line:
    """The facts of one line that the check needs. `certified` is the year of a valid certificate of at least the asked level (0: year unknown);
    `held_level` the highest level held in the topic; `twin_heads` is the number on another head-count line that asks for the very same."""
    need_id: int
    heads: int
    quarter: str
    person_id: int | None = None
    staff: int = 0
    also_asked_by: str | None = None
    certified: int | None = None
    left_unit: bool = False
    twin_heads: int | None = None
    level: int = 0
    held_level: int = 0


@dataclass(frozen=True)
class Remark:
    """One remark on one line: its kind, the values its sentence needs, and the rule that makes it."""
    need_id: int
    kind: str
    values: dict
    rule: CheckRuleText

    @property
    def stops(self) -> bool:
        """Whether the sheet is not sent while it stands."""
        return self.rule.stops


def warnings_of(line: Line, this_quarter: str, rules: Mapping[str, CheckRuleText] = BY_KIND) -> list[Remark]:
    """Everything that looks odd about a line, by the rules that are on. Who is certified is not told a second time that the level is held."""
    found = [Remark(line.need_id, kind, values, rules[kind]) for kind, values in _odd(line, this_quarter) if rules[kind].active]
    certified = any(remark.kind == "certified" for remark in found)
    return [remark for remark in found if remark.kind != "below_held" or remark.stops or not certified]


def _odd(line: Line, this_quarter: str):
    if line.person_id is None and line.heads > line.staff:
        yield "exceeds_staff", {"asked": line.heads, "staff": line.staff}
    if line.twin_heads is not None:
        yield "same_line", {"heads": line.twin_heads}
    if line.also_asked_by is not None:
        yield "asked_by_two", {"unit": line.also_asked_by}
    if line.certified is not None:
        yield "certified", {"year": line.certified}
    if line.held_level and line.level <= line.held_level:
        yield "below_held", {"asked": line.level, "held": line.held_level}
    if line.quarter < this_quarter:
        yield "past_quarter", {"quarter": line.quarter}
    if line.left_unit:
        yield "left_unit", {}


def unanswered(remarks: Mapping[int, list[Remark]], answered: set[tuple[int | None, str]]) -> int:
    """How many warnings nobody has answered; `answered` are (line, kind)."""
    return sum((need_id, remark.kind) not in answered for need_id, each in remarks.items() for remark in each if not remark.stops)


def stopped(remarks: Mapping[int, list[Remark]]) -> list[Remark]:
    """What keeps the sheet from being sent."""
    return [remark for each in remarks.values() for remark in each if remark.stops]


def quarter_of(year: int, month: int) -> str:
    """2027Q2."""
    return f"{year}Q{(month - 1) // 3 + 1}"


def quarters(year: int) -> list[str]:
    """The four quarters of a year and the four after it, as choices."""
    return [f"{each}Q{part}" for each in (year, year + 1) for part in (1, 2, 3, 4)]
