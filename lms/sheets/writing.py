"""The one writer of spreadsheets. Whatever stands in the database, no cell it writes can run when somebody opens the file.

XLSX: texts are written as strings, never as formulas or links. CSV: a text that begins like a formula gets an apostrophe before it;
UTF-8 with BOM and `;`, as Vietnamese Excel opens it. Source: trust.md 3.4 and C4, OWASP "CSV injection".
"""
import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from lms import clock
from lms.spelling import nfc

_RUNS = tuple("=+-@\t\r\n＝＋－＠|%")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_767
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class SheetOut:
    """A sheet to write: its name, the header, the rows, and a title above them."""
    name: str
    header: Sequence[str]
    rows: Iterable[Sequence]
    title: str = ""


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could run this text."""
    return text.lstrip(" \u00a0\u200b\ufeff").startswith(_RUNS) or text.startswith(_RUNS)


def plain(text: str) -> str:
    """Text as both formats may hold it."""
    return _ILLEGAL.sub("", nfc(text))[:_LONGEST]


def xlsx_bytes(sheets: Sequence[SheetOut]) -> bytes:
    """An .xlsx with a bold, frozen header and columns as wide as their texts."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False,
               "remove_timezone": True}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": datetime(2000, 1, 1)})
    styles = {"head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}), "day": book.add_format({"num_format": "dd/mm/yyyy"}),
              "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}), "title": book.add_format({"bold": True, "font_size": 13})}
    taken: set[str] = set()
    for sheet in sheets:
        _write_sheet(book.add_worksheet(_sheet_name(sheet.name, taken)), sheet, styles)
    book.close()
    return target.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name the format allows, unique in the file."""
    base = re.sub(r"[\[\]:*?/\\]", " ", plain(name)).strip("' ")[:28] or "Sheet"
    free, number = base, 2
    while free.lower() in taken:
        free, number = f"{base} {number}", number + 1
    taken.add(free.lower())
    return free


def _write_sheet(target, sheet: SheetOut, styles: dict) -> None:
    top = 0
    if sheet.title:
        target.write_string(0, 0, plain(sheet.title), styles["title"])
        top = 2
    widths = [min(len(head) + 2, 40) for head in sheet.header]
    for column, head in enumerate(sheet.header):
        target.write_string(top, column, plain(head), styles["head"])
    row_number = top
    for row_number, row in enumerate(sheet.rows, top + 1):
        for column, value in enumerate(row):
            _write_cell(target, (row_number, column), value, styles)
            if column < len(widths) and row_number < 500:
                widths[column] = max(widths[column], min(len(str(value if value is not None else "")) + 2, 60))
    for column, width in enumerate(widths):
        target.set_column(column, column, width)
    target.freeze_panes(top + 1, 0)
    if sheet.header and row_number > top:
        target.autofilter(top, 0, row_number, len(sheet.header) - 1)


def _write_cell(target, place: tuple[int, int], value, styles: dict) -> None:
    """One cell by its type; everything that is not a number, a day or a truth value is a string."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        target.write_boolean(*place, value)
    elif isinstance(value, datetime):
        target.write_datetime(*place, (clock.local(value) if value.tzinfo else value).replace(tzinfo=None), styles["moment"])
    elif isinstance(value, date):
        target.write_datetime(*place, datetime(value.year, value.month, value.day), styles["day"])
    elif isinstance(value, (int, float, Decimal)) and abs(value) < 10**15 and value == value:
        target.write_number(*place, value)
    else:
        target.write_string(*place, plain(str(value)))


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """A CSV for people: UTF-8 with BOM, `;`, CRLF, dd/mm/yyyy."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([_csv_text(head) for head in header])
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8")


def _csv_text(value) -> str:
    """A value as text of a CSV; numbers stay numbers, texts that begin like a formula are defused."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{clock.local(value) if value.tzinfo else value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return str(value)
    text = plain(str(value))
    return f"'{text}" if is_risky(text) else text
