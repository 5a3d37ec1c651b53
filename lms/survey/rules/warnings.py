"""What a commander should look at before he sends. Warnings ask, they do not stop."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """The facts of one line that the check needs. `certified` is the year of a valid certificate of at least the asked level (0: year unknown);
    `twin_heads` is the number on another head-count line that asks for the very same."""
    need_id: int
    heads: int
    quarter: str
    person_id: int | None = None
    staff: int = 0
    also_asked_by: str | None = None
    certified: int | None = None
    left_unit: bool = False
    twin_heads: int | None = None


@dataclass(frozen=True)
class Remark:
    """One remark on one line: its kind and the values its sentence needs."""
    need_id: int
    kind: str
    values: dict


def warnings_of(line: Line, this_quarter: str) -> list[Remark]:
    """Everything that looks odd about a line."""
    found = []
    if line.person_id is None and line.heads > line.staff:
        found.append(Remark(line.need_id, "exceeds_staff", {"asked": line.heads, "staff": line.staff}))
    if line.twin_heads is not None:
        found.append(Remark(line.need_id, "same_line", {"heads": line.twin_heads}))
    if line.also_asked_by is not None:
        found.append(Remark(line.need_id, "asked_by_two", {"unit": line.also_asked_by}))
    if line.certified is not None:
        found.append(Remark(line.need_id, "certified", {"year": line.certified}))
    if line.quarter < this_quarter:
        found.append(Remark(line.need_id, "past_quarter", {"quarter": line.quarter}))
    if line.left_unit:
        found.append(Remark(line.need_id, "left_unit", {}))
    return found


def quarter_of(year: int, month: int) -> str:
    """2027Q2."""
    return f"{year}Q{(month - 1) // 3 + 1}"


def quarters(year: int) -> list[str]:
    """The four quarters of a year and the four after it, as choices."""
    return [f"{each}Q{part}" for each in (year, year + 1) for part in (1, 2, 3, 4)]
