"""The page of all units of a round: one row a unit, with the numbers of everything below it."""
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from lms.survey.rules.sending import SENT, TABS


@dataclass(frozen=True)
class Sheet:
    """A sheet as the page needs it."""
    id: int
    unit_id: int
    review_unit_id: int
    name: str
    path: str
    family: str
    state: str
    no_need: bool
    persons: int
    heads: int
    submitted_at: datetime | None
    late: bool
    code: str = ""
    reopened_until: datetime | None = None
    corrected: int = 0

    @property
    def sent(self) -> bool:
        """Whether an answer lies with the reviewer or is accepted."""
        return self.state in SENT

    @property
    def shown_state(self) -> str:
        """`no_need` is an answer with a state of its own on the page."""
        return "no_need" if self.no_need and self.sent else self.state


@dataclass(frozen=True)
class Row:
    """A unit with the sums of its subtree (sent sheets only): `persons` and `heads` as asked, `corrected` what corrections on the way up add to both."""
    sheet: Sheet
    children: int
    children_sent: int
    persons: int
    heads: int
    answered: bool
    overdue: bool
    children_in_time: int = 0
    children_accepted: int = 0
    corrected: int = 0

    @property
    def needs_action(self) -> bool:
        """Late in either way."""
        return self.overdue or self.sheet.late


def rows_under(sheets: list[Sheet], unit_id: int, overdue: bool) -> list[Row]:
    """The unit's own sheet (its own numbers) and one row for each unit directly below it (numbers of the whole subtree)."""
    below = _below(sheets)
    found = []
    for sheet in sheets:
        if sheet.unit_id == unit_id:
            found.insert(0, _row(sheet, [], overdue))
        elif sheet.review_unit_id == unit_id:
            found.append(_row(sheet, below[sheet.path], overdue))
    return found


def rows_at_top(sheets: list[Sheet], overdue: bool) -> list[Row]:
    """The highest units in reach; when it is a single one, its children as well."""
    paths = {sheet.path for sheet in sheets}
    tops = [sheet for sheet in sheets if not _uppers(sheet.path) & paths]
    if len(tops) == 1:
        return rows_under(sheets, tops[0].unit_id, overdue)
    below = _below(sheets)
    return [_row(sheet, below[sheet.path], overdue) for sheet in tops]


def _uppers(path: str) -> set[str]:
    parts = path.strip("/").split("/")
    return {"/" + "/".join(parts[:length]) + "/" for length in range(1, len(parts))}


def _below(sheets: list[Sheet]) -> dict[str, list[Sheet]]:
    """Path of a unit -> the sheets of everything below it."""
    paths, found = {sheet.path for sheet in sheets}, defaultdict(list)
    for sheet in sheets:
        for upper in _uppers(sheet.path) & paths:
            found[upper].append(sheet)
    return found


def _row(sheet: Sheet, below: list[Sheet], overdue: bool) -> Row:
    sent = [each for each in below if each.sent]
    counted = sent + ([sheet] if sheet.sent or sheet.state == "returned" else [])
    return Row(sheet, len(below), len(sent), sum(each.persons for each in counted), sum(each.heads for each in counted),
               bool(counted), overdue and sheet.state in ("not_opened", "draft"), sum(not each.late for each in sent),
               sum(each.state == "accepted" for each in sent), sum(each.corrected for each in counted))


def in_tab(row: Row, tab: str) -> bool:
    """Whether a filter tab shows the row."""
    if tab == "no_need":
        return row.sheet.shown_state == "no_need"
    if tab == "late":
        return row.needs_action
    return row.sheet.state in TABS.get(tab, TABS["all"])


def tab_counts(rows: list[Row]) -> dict[str, int]:
    """How many rows each tab shows."""
    return {tab: sum(in_tab(row, tab) for row in rows) for tab in (*TABS, "no_need", "late")}


def sheets_under(sheets: list[Sheet], unit_id: int) -> list[Sheet]:
    """The sheet of a unit and those of everything below it."""
    top = next((sheet.path for sheet in sheets if sheet.unit_id == unit_id), None)
    return [sheet for sheet in sheets if top and sheet.path.startswith(top)]


def state_counts(sheets: list[Sheet]) -> dict[str, int]:
    """Parts of the segmented bar."""
    found = dict.fromkeys(("accepted", "no_need", "submitted", "resubmitted", "returned", "draft", "not_opened"), 0)
    for sheet in sheets:
        found[sheet.shown_state] += 1
    return found


def families(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Rows by kind family, in the order in which the families come."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.sheet.family, []).append(row)
    return list(found.items())
