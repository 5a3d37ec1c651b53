"""Which lines of the last round still make sense in this one."""
from dataclasses import dataclass, replace

from lms.survey.rules.matching import Asked


@dataclass(frozen=True)
class OldLine:
    """A line of the last round: is the person still in the unit, and is he certified for it since."""
    asked: Asked
    here: bool
    certified: bool


def sensible(lines: list[OldLine], standing: set[tuple], quarters: list[str]) -> tuple[list[Asked], list[tuple[Asked, str]]]:
    """(lines to offer, (line, why it is not offered)). The quarter moves to the same one of this round's year; a line that stands is not offered again."""
    offered, left, taken = [], [], set(standing)
    for line in lines:
        asked = replace(line.asked, quarter=_moved(line.asked.quarter, quarters))
        why = _why_not(line, asked, taken)
        if why:
            left.append((asked, why))
            continue
        taken.add(asked.key)
        offered.append(asked)
    return offered, left


def _why_not(line: OldLine, asked: Asked, taken: set[tuple]) -> str | None:
    if not line.here:
        return "left_unit"
    if line.certified:
        return "certified"
    if asked.heads < 1:
        return "struck_out"
    return "stands" if asked.key in taken else None


def _moved(quarter: str, quarters: list[str]) -> str:
    """2026Q3 -> 2027Q3; what lies in this round's quarters stays."""
    return quarter if quarter in quarters else next((each for each in quarters if each[4:] == quarter[4:]), quarters[0])
