"""Signed tables of needs, added up again from their own lines."""
from sqlalchemy import select

from lms.db import db
from lms.survey.models import ClosedTable, SurveyRound
from lms.survey.rules.closing import line_sums
from lms.survey.rules.snapshot import fingerprint


def signed() -> list[str]:
    """Each snapshot has its hash, its units add up to its lines, its numbers have no gap, a supplement names the one before, and a closed round its table."""
    found, last = [], {}
    rows = (select(ClosedTable.id, ClosedTable.round_id, ClosedTable.level_id, ClosedTable.number, ClosedTable.sha256, ClosedTable.gaps, ClosedTable.content)
            .order_by(ClosedTable.round_id, ClosedTable.level_id, ClosedTable.number))
    for row in db.session.execute(rows.execution_options(yield_per=5)):
        found += _faults(row)
        number, digest = last.get((row.round_id, row.level_id), (0, None))
        if row.number != number + 1:
            found.append(f"round {row.round_id}, level {row.level_id} has no number {number + 1}")
        elif row.content.get("before") != digest:
            found.append(f"table {row.id} does not name the hash of the one before")
        last[row.round_id, row.level_id] = (row.number, row.sha256)
    return found + _rounds()


def _faults(row) -> list[str]:
    found, content = [], row.content
    if fingerprint(content) != row.sha256:
        found.append(f"table {row.id} has other content than was signed")
    if content.get("gaps") != row.gaps:
        found.append(f"table {row.id} names other gaps than its snapshot")
    told = (sum(unit["now"] for unit in content["units"]), sum(unit["asked"] for unit in content["units"]))
    if (lines := line_sums(content["lines"])) != told:
        found.append(f"table {row.id} says {told[0]} of {told[1]} heads, its lines add up to {lines[0]} of {lines[1]}")
    cells = [cell for unit in content["units"] for cell in unit["cells"].values()]
    if (sum(cell[0] for cell in cells), sum(cell[1] for cell in cells)) != told:
        found.append(f"table {row.id} has cells that do not add up to its totals")
    return found


def _rounds() -> list[str]:
    first = select(ClosedTable.sha256).where(ClosedTable.round_id == SurveyRound.id, ClosedTable.level_id == SurveyRound.scope_id, ClosedTable.number == 1).scalar_subquery()
    rows = select(SurveyRound.code, SurveyRound.snapshot_sha256, first.label("signed")).where(SurveyRound.state == "closed", first.is_not(None))
    return [f"round {row.code} is closed with another hash than its table" for row in db.session.execute(rows) if row.signed != row.snapshot_sha256]
