"""Wanted lines against the lines that stand on a sheet: what would be created, changed, left and removed."""
from dataclasses import dataclass, field

from lms.survey.rules.matching import Asked


@dataclass(frozen=True)
class Standing:
    """A line of the sheet: its id and number, and what it asks for."""
    need_id: int
    line_no: int
    asked: Asked


@dataclass
class Comparison:
    """`changed` are (standing line, what is asked now); `twice` are places in the list of what is asked twice in it."""
    created: list[Asked] = field(default_factory=list)
    changed: list[tuple[Standing, Asked]] = field(default_factory=list)
    unchanged: list[Standing] = field(default_factory=list)
    removed: list[Standing] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """How many lines the act would touch."""
        return len(self.created) + len(self.changed) + len(self.removed)


def compare(standing: list[Standing], asked: list[tuple[int | None, Asked]], *, replace: bool = False) -> Comparison:
    """`asked` are (number of the line it stands for or None, line). With `replace`, lines that nobody asks for any more are removed.

    A line is the same when it says the very same, then by person with topic and level, then by its number, then by group with topic and level.
    In this order no line ever takes a place (person, topic, level) that another still holds, also when two lines swap."""
    done, waiting, seen = Comparison(), [], set()
    for place, (line_no, line) in enumerate(asked):
        if line.person_id is not None and line.key in seen:
            done.twice.append(place)
        else:
            seen.add(line.key)
            waiting.append((line_no, line))
    free = {known.need_id: known for known in standing}
    for step in (_equal, _person, _number, _group):
        waiting = _match(done, free, waiting, step)
    done.created = [line for _no, line in waiting]
    done.removed = list(free.values()) if replace else []
    return done


def _match(done: Comparison, free: dict[int, Standing], waiting: list[tuple[int | None, Asked]], step) -> list[tuple[int | None, Asked]]:
    """Give each waiting line the first free line with the same mark of this step; what stays without one waits on."""
    marks: dict[object, list[Standing]] = {}
    for known in free.values():
        marks.setdefault(step(known.line_no, known.asked), []).append(known)
    marks.pop(None, None)
    left = []
    for line_no, line in waiting:
        mark = step(line_no, line)
        if mark is None or not marks.get(mark):
            left.append((line_no, line))
            continue
        known = marks[mark].pop(0)
        del free[known.need_id]
        if known.asked == line:
            done.unchanged.append(known)
        else:
            done.changed.append((known, line))
    return left


def _equal(_line_no: int | None, line: Asked):
    return line


def _person(_line_no: int | None, line: Asked):
    return line.key if line.person_id is not None else None


def _number(line_no: int | None, line: Asked):
    return None if line_no is None else (line_no, line.person_id, line.group_code)


def _group(_line_no: int | None, line: Asked):
    return line.key if line.person_id is None else None
