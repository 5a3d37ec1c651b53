"""Reading what academies can take in: rooms, lecturers by topic and month, software licences. One file, three sheets."""
import re
from dataclasses import dataclass
from datetime import date

from lms.courses.rules.course_list import CourseFinder
from lms.sheets.book import Book, Sheet, letters
from lms.sheets.cells import Reading, is_blank, read_count, read_day, read_decimal, read_text, text_of
from lms.sheets.guard import RefusedFile
from lms.sheets.headings import Shape, find_header
from lms.sheets.report import FileReport, Issue, RowReport
from lms.sheets.table import TableRow, find_table
from lms.spelling import squeeze
from lms.units.rules.matching import UnitFinder

_ACADEMY = ("Học viện, nhà trường", "Học viện, trường", "Học viện", "Nhà trường", "Đơn vị", "Cơ sở đào tạo", "Trường", "Tên học viện, nhà trường")
_CODE = ("Mã đơn vị", "Mã ĐV", "Mã học viện", "Mã trường", "Mã")
MONTHS = tuple(f"m{number}" for number in range(1, 13))

ROOMS = Shape("rooms", {
    "code": _CODE, "academy": _ACADEMY, "room": ("Phòng", "Tên phòng", "Phòng học", "Giảng đường"),
    "seats": ("Sức chứa", "Số chỗ", "Chỗ ngồi", "Số chỗ ngồi", "Số ghế"), "computers": ("Số máy tính", "Máy tính", "Số máy", "Số máy vi tính"),
    "network": ("Mạng nội bộ", "Mạng", "LAN", "Mạng LAN"), "online": ("Trực tuyến", "Học trực tuyến", "Họp trực tuyến", "Truyền hình"),
}, needed=(frozenset({"academy", "room", "seats"}), frozenset({"code", "room", "seats"})))

LECTURERS = Shape("lecturers", {
    "code": _CODE, "academy": _ACADEMY, "topic": ("Chủ đề", "Chủ đề đào tạo", "Chủ đề giảng dạy", "Nội dung", "Môn"),
} | {f"m{number}": (f"T{number}", f"Tháng {number}", f"Th{number}", f"T{number:02d}", f"Tháng {number:02d}", f"Th.{number}") for number in range(1, 13)},
    needed=(frozenset({"academy", "topic", "m1"}), frozenset({"code", "topic", "m1"})))

LICENCES = Shape("licences", {
    "code": _CODE, "academy": _ACADEMY, "name": ("Phần mềm", "Tên phần mềm", "Bản quyền", "Tên bản quyền", "Hệ thống"),
    "quantity": ("Số bản quyền", "Số lượng", "Số giấy phép", "SL", "Số lượng bản quyền"),
    "until": ("Hết hạn", "Ngày hết hạn", "Thời hạn", "Hạn sử dụng", "Hiệu lực đến", "Hạn"),
}, needed=(frozenset({"academy", "name", "quantity"}), frozenset({"code", "name", "quantity"})), dates=frozenset({"until"}))

_YES = {"co", "x", "yes", "1", "true", "da"}


@dataclass(frozen=True)
class AcademyKnowledge:
    """What the sheets are read against. `plan_year` stands when no sheet names a year."""
    units: UnitFinder
    courses: CourseFinder
    plan_year: int


def read_academies(book: Book, known: AcademyKnowledge) -> FileReport:
    """All three tables; rows carry their sheet. `extra` has the plan year and the notes (licences that end before it)."""
    report = FileReport(book.file)
    year = _year_named(book) or known.plan_year
    report.extra = {"plan_year": year, "notes": []}
    used = []
    for shape, reader in ((ROOMS, _room), (LECTURERS, _lecturer), (LICENCES, _licence)):
        sheet = _sheet_of(book, shape, used)
        if sheet is None:
            continue
        used.append(sheet)
        table = find_table(Book(book.file, book.kind, [sheet], epoch_1904=book.epoch_1904), shape)
        report.ignored_rows += [{"sheet": sheet.name, **item} for item in table.ignored()]
        report.ignored_columns += table.ignored_columns
        report.header_rows = report.header_rows or table.header_rows
        report.columns |= {f"{shape.name}.{key}": letters(column) for key, column in table.columns.items()}
        for row in table.rows:
            done = reader(row, book, known)
            done.sheet = sheet.name
            done.values["table"] = shape.name
            report.rows.append(done)
            _note_licence(row, done, report, year)
    if not used:
        raise RefusedFile("no_table")
    report.sheet = ", ".join(sheet.name for sheet in used)
    report.ignored_sheets = [sheet.name for sheet in book.sheets if sheet not in used]
    return report


def _sheet_of(book: Book, shape: Shape, used: list[Sheet]) -> Sheet | None:
    return next((sheet for sheet in book.sheets if sheet not in used and find_header(shape, sheet)), None)


def _year_named(book: Book) -> int | None:
    """The year a title above a table names (`THEO THÁNG NĂM 2027`)."""
    for sheet in book.sheets:
        for row in sheet.rows[:6]:
            for value in row:
                if isinstance(value, str) and (hit := re.search(r"năm\s+(20\d\d)\b", value, re.IGNORECASE)):
                    return int(hit[1])
    return None


def _academy(row: TableRow, known: AcademyKnowledge) -> tuple[str | None, list[Issue]]:
    """The academy by name, short name or code; its own code column helps when the name is empty."""
    key = "academy" if not is_blank(row.raw("academy")) else "code"
    value = row.raw(key)
    plain = read_text(value, guarded=True)
    if plain.error:
        return None, [Issue(row.cell(key), plain.error, value, "academy")]
    if plain.value is None:
        return None, [Issue(row.cell("academy"), "missing_required", None, "academy")]
    found = known.units.find(str(value) if isinstance(value, str) else plain.value)
    if found.error:
        return None, [Issue(row.cell(key), found.error, value, "academy")]
    code = text_of(row.raw("code"))
    if key == "academy" and code and code.casefold() != found.code.casefold():
        return None, [Issue(row.cell("code"), "unknown_unit", code, "academy")]
    return found.code, []


def _finish(row: TableRow, start: tuple[str | None, list[Issue]], readings: dict[str, Reading], required: tuple[str, ...]) -> RowReport:
    academy, issues = start
    issues = list(issues)
    for key, reading in readings.items():
        if reading.error:
            issues.append(Issue(row.cell(key), reading.error, row.raw(key), key))
        elif reading.value is None and key in required:
            issues.append(Issue(row.cell(key), "missing_required", None, key))
    return RowReport(row.number, {"academy": academy, **{key: reading.value for key, reading in readings.items()}}, (), issues)


def _room(row: TableRow, _book: Book, known: AcademyKnowledge) -> RowReport:
    computers = read_decimal(row.raw("computers"))
    if isinstance(computers.value, float):
        computers = Reading(error="bad_number")
    readings = {"room": read_text(row.raw("room")), "seats": read_count(row.raw("seats")), "computers": computers,
                "network": _yes(row.raw("network")), "online": _yes(row.raw("online"))}
    return _finish(row, _academy(row, known), readings, ("room", "seats"))


def _yes(value) -> Reading:
    return Reading(squeeze(text_of(value)) in _YES)


def _lecturer(row: TableRow, _book: Book, known: AcademyKnowledge) -> RowReport:
    topic = read_text(row.raw("topic"))
    if topic.value:
        found = known.courses.find(topic.value)
        if found:
            topic = Reading(found.topic)
        elif known.courses.courses:
            topic = Reading(error="unknown_topic")
    readings = {"topic": topic} | {month: read_decimal(row.raw(month)) for month in MONTHS}
    return _finish(row, _academy(row, known), readings, ("topic",))


def _licence(row: TableRow, book: Book, known: AcademyKnowledge) -> RowReport:
    readings = {"name": read_text(row.raw("name")), "quantity": read_count(row.raw("quantity")), "until": read_day(row.raw("until"), book, "until")}
    return _finish(row, _academy(row, known), readings, ("name", "quantity"))


def _note_licence(row: TableRow, done: RowReport, report: FileReport, year: int) -> None:
    until = done.values.get("until")
    if until and done.verdict == "accepted" and until < date(year, 1, 1):
        report.extra["notes"].append({"sheet": done.sheet, "cell": row.cell("until"), "kind": "licence_ends_before_plan_year", "value": until.isoformat()})
