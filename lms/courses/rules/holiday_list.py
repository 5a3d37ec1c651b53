"""Reading the calendar file: days off and made-up working days. A first line that says it is a sample is carried along."""
from datetime import date, timedelta

from lms.sheets.book import Book, letters
from lms.sheets.cells import Reading, read_day, read_text, text_of
from lms.sheets.headings import Shape
from lms.sheets.report import FileReport, Issue, RowReport
from lms.sheets.table import TableRow, find_table
from lms.spelling import squeeze

HOLIDAYS = Shape("holidays", {
    "date": ("Ngày", "Ngày nghỉ", "Ngày tháng", "Ngày, tháng, năm"),
    "kind": ("Loại", "Loại ngày", "Hình thức", "Nghỉ/Làm bù"),
    "name": ("Tên", "Tên ngày nghỉ", "Nội dung", "Dịp", "Lý do", "Tên ngày"),
    "note": ("Ghi chú",),
}, needed=(frozenset({"date", "kind"}),), dates=frozenset({"date"}))

_KINDS = {"nghi": "off", "nghile": "off", "nghibu": "off", "nghihoandoi": "off", "ngaynghi": "off", "lambu": "work", "lamviec": "work", "dilam": "work", "ngaylamviec": "work"}


def read_holidays(book: Book) -> FileReport:
    """The days with every error of every row; `extra["sample"]` when the file says of itself that it is one."""
    table = find_table(book, HOLIDAYS)
    report = FileReport(book.file, ignored_rows=table.ignored(), ignored_columns=table.ignored_columns, sheet=table.sheet.name,
                        header_rows=table.header_rows, columns={key: letters(column) for key, column in table.columns.items()})
    above = table.sheet.rows[:table.header_rows[0] - 1]
    report.extra["sample"] = any("mau" in squeeze(text_of(value)) for row in above for value in row)
    seen: set[date] = set()
    for row in table.rows:
        done = _read_row(row, book)
        day = done.values["date"]
        if day in seen:
            done.issues.insert(0, Issue(row.cell("date"), "duplicate_date", row.raw("date"), "date"))
        elif day:
            seen.add(day)
        report.rows.append(done)
    return report


def _read_row(row: TableRow, book: Book) -> RowReport:
    readings = {"date": read_day(row.raw("date"), book, "date"), "kind": _kind(row.raw("kind")), "name": read_text(row.raw("name"))}
    issues = [Issue(row.cell(key), reading.error, row.raw(key), key) for key, reading in readings.items() if reading.error]
    issues += [Issue(row.cell(key), "missing_required", None, key) for key in ("date", "kind") if readings[key].value is None and not readings[key].error]
    return RowReport(row.number, {key: reading.value for key, reading in readings.items()}, (), issues)


def _kind(value) -> Reading:
    word = squeeze(text_of(value))
    if not word:
        return Reading()
    return Reading(_KINDS[word]) if word in _KINDS else Reading(error="missing_required")


def working_days(year: int, month: int, days: dict[date, str]) -> int:
    """Monday to Friday unless off, and every made-up day."""
    day, count = date(year, month, 1), 0
    while day.month == month:
        kind = days.get(day)
        count += kind == "work" or (day.weekday() < 5 and kind != "off")
        day += timedelta(days=1)
    return count
