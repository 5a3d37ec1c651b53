"""How complete a round is: sheets sent and sent in time, by level of the tree and by unit with everything below it."""
from collections import defaultdict
from dataclasses import dataclass

from lms.spelling import text_key
from lms.survey.rules.board import Row, Sheet

SORTS = ("name", "state", "below", "complete", "in_time", "persons", "heads", "sum", "sent_at")
ORDER = ("returned", "not_opened", "draft", "submitted", "resubmitted", "no_need", "accepted")


@dataclass(frozen=True)
class Share:
    """`sheets` are expected, of these `sent` lie with a reviewer or are accepted, `in_time` were first sent by the due date."""
    sheets: int = 0
    sent: int = 0
    in_time: int = 0
    accepted: int = 0

    @property
    def complete(self) -> int:
        """Percent sent; whole, and 100 only when none is missing."""
        return percent(self.sent, self.sheets)

    @property
    def timely(self) -> int:
        """Percent sent by the due date."""
        return percent(self.in_time, self.sheets)


def percent(part: int, whole: int) -> int:
    """Rounded down, so that 100 means all; a part that is not nothing is at least 1."""
    return max(100 * part // whole, 1 if part else 0) if whole else 0


def share(sheets: list[Sheet]) -> Share:
    """All of these together."""
    sent = [sheet for sheet in sheets if sheet.sent]
    return Share(len(sheets), len(sent), sum(not sheet.late for sheet in sent), sum(sheet.state == "accepted" for sheet in sheets))


def by_level(sheets: list[Sheet], scope_path: str) -> list[tuple[int, Share]]:
    """(level below the scope, its share), from the top; levels without a sheet are left out."""
    levels = defaultdict(list)
    top = scope_path.count("/")
    for sheet in sheets:
        levels[sheet.path.count("/") - top].append(sheet)
    return [(level, share(levels[level])) for level in sorted(levels)]


def of_rows(rows: list[Row]) -> dict[int, Share]:
    """sheet id -> the share of its unit: own sheet and everything below that the row counts."""
    found = {}
    for row in rows:
        own = share([row.sheet])
        found[row.sheet.id] = Share(own.sheets + row.children, own.sent + row.children_sent, own.in_time + row.children_in_time, own.accepted + row.children_accepted)
    return found


def sorted_rows(rows: list[Row], by: str, shares: dict[int, Share]) -> list[Row]:
    """Rows by one column, a minus before the name turns the order; equal ones stay in the order of the tree. Empty cells come last either way."""
    name, turned = by.lstrip("-"), by.startswith("-")
    if name not in SORTS:
        return rows
    full = [row for row in rows if _key(row, name, shares) is not None]
    empty = [row for row in rows if _key(row, name, shares) is None]
    return sorted(full, key=lambda row: _key(row, name, shares), reverse=turned) + empty


def _key(row: Row, name: str, shares: dict[int, Share]):
    sheet, own = row.sheet, shares[row.sheet.id]
    return {"name": text_key(sheet.name), "state": ORDER.index(sheet.shown_state), "below": percent(row.children_sent, row.children) if row.children else None,
            "complete": own.complete, "in_time": own.timely, "persons": row.persons, "heads": row.heads, "sum": row.persons + row.heads, "sent_at": sheet.submitted_at}[name]
