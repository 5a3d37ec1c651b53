"""Reading the list of units (`Đơn vị`) and the sheet of mergers and renamings beside it. Pure: a book in, rows and successions out."""
from dataclasses import dataclass, field
from datetime import date

from lms.sheets.book import Book, Sheet, letters
from lms.sheets.cells import read_day, read_text, text_of
from lms.sheets.headings import Shape, find_header
from lms.sheets.report import FileReport, Issue, RowReport
from lms.sheets.table import Table, TableRow, find_table
from lms.spelling import fold, squeeze
from lms.units.rules.matching import Succession, UnitVersion

UNITS = Shape("units", {
    "code": ("Mã đơn vị", "Mã ĐV", "Mã số đơn vị", "Mã", "Mã số"),
    "name": ("Tên đơn vị", "Đơn vị", "Tên", "Tên đầy đủ", "Tên ĐV"),
    "short": ("Tên viết tắt", "Viết tắt", "Tên tắt", "Ký hiệu", "Tên gọi tắt"),
    "parent": ("Mã đơn vị cấp trên", "Mã cấp trên", "Mã ĐV cấp trên", "Đơn vị cấp trên", "Cấp trên", "Trực thuộc", "Mã đơn vị chủ quản", "Cấp trên trực tiếp"),
    "kind": ("Loại đơn vị", "Loại", "Loại hình", "Loại ĐV"),
    "since": ("Có hiệu lực từ", "Hiệu lực từ", "Từ ngày", "Từ", "Ngày hiệu lực", "Có hiệu lực từ ngày", "Ngày thành lập"),
    "until": ("Đến", "Đến ngày", "Hiệu lực đến", "Hết hiệu lực", "Có hiệu lực đến", "Ngày hết hiệu lực"),
    "region": ("Địa bàn", "Khu vực", "Vùng", "Địa bàn đóng quân"),
}, needed=(frozenset({"code", "name", "parent"}),), dates=frozenset({"since", "until"}))

EVENTS = Shape("unit_events", {
    "on": ("Ngày hiệu lực", "Ngày", "Có hiệu lực từ", "Hiệu lực từ", "Từ ngày"),
    "kind": ("Hình thức", "Loại biến động", "Biến động", "Nội dung"),
    "old": ("Mã đơn vị cũ", "Mã cũ", "Đơn vị cũ", "Mã ĐV cũ"),
    "new": ("Mã đơn vị mới", "Mã mới", "Đơn vị mới", "Mã ĐV mới"),
    "old_name": ("Tên cũ", "Tên đơn vị cũ", "Tên gọi cũ"),
    "basis": ("Căn cứ", "Quyết định", "Văn bản", "Số quyết định"),
}, needed=(frozenset({"kind", "old", "new"}),), dates=frozenset({"on"}))

_EVENT_KINDS = {"hopnhat": "merge", "sapnhap": "merge", "nhapvao": "merge", "doiten": "rename", "giaithe": "dissolve", "tach": "split", "chiatach": "split", "chia": "split"}


@dataclass
class UnitList:
    """What a unit list says: the report of its rows, the accepted versions by row, the successions."""
    report: FileReport
    versions: dict[int, UnitVersion] = field(default_factory=dict)
    successions: list[Succession] = field(default_factory=list)


def read_units(book: Book, known_codes: frozenset[str] = frozenset()) -> UnitList:
    """The list with every error of every row; `known_codes` are units already in the register (they may be parents)."""
    table = find_table(book, UNITS)
    report = _report(book, table)
    found = [_read_row(row, book) for row in table.rows]
    _check_parents(found, known_codes)
    _check_codes(found)
    answer = UnitList(report)
    for row, version in found:
        row.issues.sort(key=lambda issue: table.columns.get(issue.field, 0))
        report.rows.append(row)
        if row.verdict == "accepted":
            answer.versions[row.row] = version
    for sheet in book.sheets:
        if sheet is not table.sheet:
            answer.successions += _read_events(sheet, book, report)
    return answer


def _report(book: Book, table: Table) -> FileReport:
    others = [sheet.name for sheet in book.sheets if sheet is not table.sheet and not find_header(EVENTS, sheet)]
    return FileReport(book.file, ignored_rows=table.ignored(), ignored_columns=table.ignored_columns, ignored_sheets=others,
                      sheet=table.sheet.name, header_rows=table.header_rows,
                      columns={key: letters(column) for key, column in table.columns.items()})


def _read_row(row: TableRow, book: Book) -> tuple[RowReport, UnitVersion]:
    """One row: its texts and dates, with what is missing or wrong in it alone."""
    issues, values = [], {}
    for key in UNITS.words:
        guarded = key in ("code", "name", "short", "parent")
        reading = read_day(row.raw(key), book, key) if key in UNITS.dates else read_text(row.raw(key), guarded=guarded)
        values[key] = reading.value
        if reading.error:
            issues.append(Issue(row.cell(key), reading.error, row.raw(key), key))
        elif reading.value is None and key in ("code", "name"):
            issues.append(Issue(row.cell(key), "missing_required", None, key))
    if values["since"] and values["until"] and values["until"] < values["since"]:
        issues.append(Issue(row.cell("until"), "ends_before_start", row.raw("until"), "until"))
    version = UnitVersion(values["code"] or "", values["name"] or "", values["short"] or "", values["parent"],
                          values["kind"] or "", values["since"], values["until"], values["region"] or "")
    report = RowReport(row.number, {**values, "cells": {key: row.cell(key) for key in ("code", "parent")}}, (), issues)
    return report, version


def _check_parents(found: list[tuple[RowReport, UnitVersion]], known_codes: frozenset[str]) -> None:
    """The upper unit is in some row or in the register, and nobody stands above himself."""
    codes = {version.code for _, version in found} | known_codes
    parents: dict[str, set[str]] = {}
    for _, version in found:
        if version.parent:
            parents.setdefault(version.code, set()).add(version.parent)
    for row, version in found:
        if not version.parent:
            continue
        if version.parent not in codes:
            row.issues.append(Issue(row.values["cells"]["parent"], "unknown_parent", version.parent, "parent"))
        elif _reaches(version.parent, version.code, parents):
            row.issues.append(Issue(row.values["cells"]["parent"], "parent_cycle", version.parent, "parent"))


def _reaches(start: str, goal: str, parents: dict[str, set[str]]) -> bool:
    """Whether the way up from `start` meets `goal`."""
    waiting, seen = [start], set()
    while waiting:
        code = waiting.pop()
        if code == goal:
            return True
        if code not in seen:
            seen.add(code)
            waiting += parents.get(code, ())
    return False


def _check_codes(found: list[tuple[RowReport, UnitVersion]]) -> None:
    """A code may stand in several rows when their dates do not meet; otherwise the row further down is refused."""
    taken: dict[str, list[UnitVersion]] = {}
    for row, version in found:
        if not version.code or any(issue.field in ("code", "since", "until") for issue in row.issues):
            continue
        earlier = taken.setdefault(version.code, [])
        if any(_meet(version, other) for other in earlier):
            row.issues.append(Issue(row.values["cells"]["code"], "duplicate_code", version.code, "code"))
        else:
            earlier.append(version)


def _meet(one: UnitVersion, other: UnitVersion) -> bool:
    return (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (one.until or date.max)


def _read_events(sheet: Sheet, book: Book, report: FileReport) -> list[Succession]:
    """The successions of a sheet of changes; a row that cannot be understood is a refused row of that sheet."""
    if not find_header(EVENTS, sheet):
        return []
    table = find_table(Book(book.file, book.kind, [sheet], epoch_1904=book.epoch_1904), EVENTS)
    found = []
    for row in table.rows:
        on, kind = read_day(row.raw("on"), book, "on"), _EVENT_KINDS.get(squeeze(text_of(row.raw("kind"))))
        old, new = _codes(row.raw("old")), _codes(row.raw("new"))
        issues = []
        if on.error or on.value is None:
            issues.append(Issue(row.cell("on"), on.error or "missing_required", row.raw("on"), "on"))
        if kind is None:
            issues.append(Issue(row.cell("kind"), "missing_required", row.raw("kind"), "kind"))
        if not old or (kind not in ("dissolve", None) and not new):
            issues.append(Issue(row.cell("old" if not old else "new"), "missing_required", None, "old"))
        if issues:
            report.rows.append(RowReport(row.number, {}, (), issues, sheet=sheet.name))
            continue
        names = tuple(part.strip() for part in text_of(row.raw("old_name")).split(";") if part.strip())
        for target in new or (None,):
            found.append(Succession(kind, on.value, old, target, names, text_of(row.raw("basis"))))
    return found


def _codes(value) -> tuple[str, ...]:
    """`X49; X50` -> both codes; a dash means none."""
    text = text_of(value)
    return tuple(part.strip() for part in text.replace(",", ";").replace("\n", ";").split(";") if part.strip() and fold(part) not in ("-", "khong"))
