"""Saving as one types: what fits is saved, what does not is told row by row; one bad cell holds up no other row."""
from dataclasses import dataclass, field

from lms.errors import Problem
from lms.survey.actions.lines import _change, _taken
from lms.survey.actions.sheets import hold_for_edit, recount
from lms.survey.models import Need, NeedSheet
from lms.survey.queries.lines import courses_by_level


@dataclass
class Saved:
    """Rows that were saved, rows that somebody else changed meanwhile, and why a row was refused."""
    done: list[Need] = field(default_factory=list)
    stale: list[Need] = field(default_factory=list)
    refused: list[tuple[Need, Problem]] = field(default_factory=list)


def save_what_fits(actor, sheet: NeedSheet, needs: list[Need], typed: dict[int, tuple[int, dict]]) -> Saved:
    """`typed`: need id -> (version seen, values). A refused or stale row is left as it stands."""
    hold_for_edit(actor, sheet)
    courses, taken, saved = courses_by_level(), _taken(sheet.id), Saved()
    for need in needs:
        if need.id not in typed:
            continue
        seen, values = typed[need.id]
        if need.version != seen:
            saved.stale.append(need)
            continue
        try:
            _change(actor, need, values, courses, taken)
            saved.done.append(need)
        except Problem as problem:
            saved.refused.append((need, problem))
    recount(sheet)
    return saved
