"""Small closed forms of a need sheet: priority and quarter (rule 15)."""
import re
from datetime import date

from lms.sheets.book import CellError
from lms.sheets.cells import Reading, is_blank
from lms.spelling import clean, fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_PRIORITY = re.compile(r"^(?:(?:muc\s*)?uu tien|ut)?\s*[.:\-]?\s*([123])$", re.ASCII)
_QUARTER_FIRST = re.compile(r"^(?:quy|q)?\s*\.?\s*(iv|i{1,3}|[1-4])\s*(?:/|-|\s+nam\s+|\s+)\s*(\d{4})$", re.ASCII)
_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/]?\s*(?:quy|q)\s*(iv|i{1,3}|[1-4])$", re.ASCII)


def read_priority(value) -> Reading:
    """1, 2 or 3, alone or after `Ưu tiên`, `UT`."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return Reading()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Reading(int(value)) if value in (1, 2, 3) else Reading(error="bad_priority")
    hit = _PRIORITY.match(fold(value)) if isinstance(value, str) else None
    return Reading(int(hit[1])) if hit else Reading(error="bad_priority")


def read_quarter(value) -> Reading:
    """`Quý I/2027`, `Q1/2027`, `I/2027`, `quý I năm 2027`, `2027-Q1` -> 2027Q1. A date cell is refused: nobody knows what was meant."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return Reading()
    if not isinstance(value, str):
        return Reading(error="bad_quarter")
    text = fold(clean(value))
    if hit := _QUARTER_FIRST.match(text):
        part, year = hit[1], hit[2]
    elif hit := _YEAR_FIRST.match(text):
        year, part = hit[1], hit[2]
    else:
        return Reading(error="bad_quarter")
    number = _ROMAN.get(part) or int(part)
    return Reading(f"{year}Q{number}") if 2000 <= int(year) <= 2100 else Reading(error="bad_quarter")


def quarter_end(quarter: str) -> date:
    """The last day of 2027Q1."""
    year, number = int(quarter[:4]), int(quarter[5])
    month = number * 3
    return date(year, month, 31 if month in (3, 12) else 30)
