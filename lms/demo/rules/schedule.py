"""When the classes of this year's plan begin, so that today each state of a class is there. Days are counted from today."""
from dataclasses import dataclass

# state of today -> first days; `open` takes all others in turn
FIRST_DAYS = {"running": (None, None, None), "closed": (-54, -50), "finished": (-27, -24), "locked": (5, 6), "cancelled": (38, 62), "planned": (125, 140, 150)}
OPEN_DAYS = (20, 47, 50, 55, 60, 66, 73, 80, 90, 100, 110, 118)
LONG, SHORT = 8, 10


@dataclass(frozen=True)
class Slot:
    """What a planned section becomes: the state that its classes have today, and the first day (None: in the middle of its days)."""
    state: str
    day: int | None


@dataclass(frozen=True)
class SectionFacts:
    """A planned section: how many classes, and how many days each has."""
    count: int
    days: int


def slots(sections: list[SectionFacts]) -> list[Slot]:
    """A slot for each section, in the same order. Long courses run today; sections of several classes lie in the future."""
    wanted = [(state, day) for state, days in FIRST_DAYS.items() for day in days]
    order = sorted(range(len(sections)), key=lambda at: (sections[at].count, -sections[at].days, at))
    found: dict[int, Slot] = {}
    for state, day in wanted:
        fitting = [at for at in order if at not in found and _fits(state, sections[at])]
        if fitting and len(found) < len(sections) - 2:
            found[fitting[0] if state in ("running", "planned") else fitting[-1] if state == "finished" else fitting[len(fitting) // 2]] = Slot(state, day)
    rest = [at for at in range(len(sections)) if at not in found]
    for turn, at in enumerate(rest):
        found[at] = Slot("open", OPEN_DAYS[turn % len(OPEN_DAYS)])
    return [found[at] for at in range(len(sections))]


def _fits(state: str, section: SectionFacts) -> bool:
    if state in ("planned", "cancelled"):
        return True
    if section.count > 1:
        return False
    return section.days >= 3 if state == "running" else section.days <= SHORT
