"""The table that a level signs: which sheets count, which units are missing and why, and what is frozen. Plain values; the same input, the same text."""
from dataclasses import dataclass
from datetime import datetime

from lms.survey.rules.rollup import Place, row_of, unit_rows
from lms.survey.rules.sending import SENT
from lms.survey.rules.snapshot import fingerprint

LINE = ("need", "unit", "line", "service_no", "name", "group", "topic", "level", "course", "priority", "quarter", "asked", "now")
ASKED, NOW = LINE.index("asked"), LINE.index("now")


@dataclass(frozen=True)
class Sheet:
    """A sheet under the level."""
    id: int
    unit_id: int
    review_unit_id: int
    path: str
    code: str
    name: str
    state: str
    version: int
    no_need: bool
    late: bool
    size: int


@dataclass(frozen=True)
class Signed:
    """The newest signed table of a level below."""
    level_id: int
    table_id: int
    number: int
    sha256: str
    gaps: list
    at: datetime
    code: str
    name: str


def standing(sheets: list[Sheet], level_id: int) -> dict[int, str]:
    """Sheet -> why it does not count under the level; sheets that count are not in it. `upper`: hidden behind a unit above that does not count."""
    by_unit = {sheet.unit_id: sheet for sheet in sheets}
    return {sheet.id: why for sheet in sheets if (why := _why(sheet, by_unit, level_id)) is not None}


def _why(sheet: Sheet, by_unit: dict[int, Sheet], level_id: int) -> str | None:
    if sheet.unit_id == level_id:
        return None if sheet.state in SENT else _own_why(sheet)
    if sheet.state != "accepted":
        return "waiting" if sheet.state in SENT else _own_why(sheet)
    seen = {sheet.unit_id}
    while sheet.review_unit_id != level_id:
        upper = by_unit.get(sheet.review_unit_id)
        if upper is None or upper.state != "accepted" or upper.unit_id in seen:
            return "upper"
        seen.add(upper.unit_id)
        sheet = upper
    return None


def _own_why(sheet: Sheet) -> str:
    return "returned" if sheet.state == "returned" else "silent"


def seen(units: list[dict], gaps: list[dict], number: int) -> str:
    """What somebody saw before he signed, in 32 signs: other numbers, other gaps or another table in between give another text."""
    return fingerprint({"units": units, "gaps": [[gap["code"], gap["why"]] for gap in gaps], "number": number})[:32]


def gaps_under(sheets: list[Sheet], level_id: int, below: dict[int, Signed], reasons: dict[str, str] | None = None) -> list[dict]:
    """Missing units in the order of the tree: code, name, why, the reason, and the level that named it. A reason that a level below has signed
    travels up; `mine` are those that this level itself has to explain: its own sheet, and those it reviews."""
    reasons, missing, found = reasons or {}, standing(sheets, level_id), []
    signed = {gap["code"]: (table, gap) for table in sorted(below.values(), key=lambda one: one.at) for gap in table.gaps}
    for sheet in sheets:
        if sheet.id not in missing:
            continue
        mine = sheet.unit_id == level_id or sheet.review_unit_id == level_id
        table, gap = signed.get(sheet.code, (None, {}))
        typed = reasons.get(sheet.code, "").strip()
        told = typed or gap.get("reason", "")
        by = "" if typed or table is None else gap.get("by") or table.name
        found.append({"code": sheet.code, "unit": sheet.name, "why": missing[sheet.id], "reason": told, "by": by, "mine": mine})
    return found


def unexplained(gaps: list[dict]) -> list[str]:
    """Codes of the gaps that the level has to explain and has not."""
    return [gap["code"] for gap in gaps if gap["mine"] and not gap["reason"]]


def units_of(sheets: list[Sheet], level: tuple[int, str], sums: list[tuple[int, str, int, int]]) -> list[dict]:
    """One entry for the level's own sheet and one for each unit directly below it, with what counts in its subtree: group -> [counts, asked]."""
    level_id, level_path = level
    missing, by_id = standing(sheets, level_id), {sheet.id: sheet for sheet in sheets}
    places = [Place(sheet.id, sheet.unit_id, sheet.path, sheet.name, "", sheet.state, sheet.review_unit_id, sheet.code) for sheet in sheets]
    rows = unit_rows(places, level_path)
    by_path, sheet_of = {row.path: row for row in rows}, {sheet.path: sheet for sheet in sheets}
    lacking: dict[str, int] = {}
    for sheet_id in missing:
        lacking[row_of(by_path, by_id[sheet_id].path).path] = lacking.get(row_of(by_path, by_id[sheet_id].path).path, 0) + 1
    for sheet_id, group, now, asked in sums:
        row_of(by_path, by_id[sheet_id].path).add(group, now, asked)
    return [{"code": (sheet := sheet_of[row.path]).code, "unit": row.name, "own": row.own, "why": missing.get(sheet.id), "no_need": sheet.no_need, "late": sheet.late,
             "missing": lacking.get(row.path, 0), "cells": {group: [cell.now, cell.asked] for group, cell in sorted(row.cells.items())},
             "now": row.total.now, "asked": row.total.asked} for row in rows]


def line_sums(lines: list[list]) -> tuple[int, int]:
    """What counts and what was asked, added up from the lines of a snapshot."""
    return sum(line[NOW] for line in lines), sum(line[ASKED] for line in lines)


def differences(before: dict, after: dict) -> list[dict]:
    """What a supplement changes: units whose numbers changed, with both totals, and units missing before or now."""
    old, new = ({unit["code"]: unit for unit in content["units"]} for content in (before, after))
    return [{"code": code, "unit": (new.get(code) or old[code])["unit"], "before": (old.get(code) or _NOTHING)["now"], "after": (new.get(code) or _NOTHING)["now"]}
             for code in dict.fromkeys([*old, *new]) if _figures(old.get(code)) != _figures(new.get(code))]


_NOTHING = {"now": 0, "cells": {}, "why": None}


def _figures(unit: dict | None) -> tuple:
    unit = unit or _NOTHING
    return unit["why"], sorted((group, tuple(cell)) for group, cell in unit["cells"].items())


def is_other(before: dict, after: dict) -> bool:
    """Whether a supplement would say anything new: other lines, or other gaps."""
    told = [[(gap["code"], gap["why"]) for gap in content["gaps"]] for content in (before, after)]
    return before["lines"] != [list(line) for line in after["lines"]] or told[0] != told[1]
