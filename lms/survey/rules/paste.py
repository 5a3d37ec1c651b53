"""Text pasted from a spreadsheet becomes rows; its columns are found by header words or, without a header, by what stands in them."""
import csv
import io
import re
from dataclasses import dataclass

from lms.people.rules.words import read_group
from lms.sheets.book import Book, Sheet
from lms.sheets.cells import is_blank, parse_day, read_count, read_service_number
from lms.sheets.headings import key_of
from lms.spelling import clean, squeeze
from lms.survey.rules.matching import Known, RowRead, level_of, priority_of, read_row
from lms.survey.rules.need_lines import NEEDS
from lms.survey.rules.need_words import read_quarter

ROWS_MOST, COLUMNS_MOST = 2000, 40
_ENGLISH = {"serviceno": "sn", "servicenumber": "sn", "name": "name", "fullname": "name", "birthdate": "birth", "dateofbirth": "birth", "born": "birth",
            "group": "group", "traineegroup": "group", "number": "number", "headcount": "number", "topic": "topic", "course": "topic", "level": "level",
            "requiredlevel": "level", "priority": "prio", "quarter": "quarter", "neededby": "quarter", "neededbefore": "quarter", "reason": "reason",
            "cantruoc": "quarter", "no": "#"}
_SURE = .6


class TooBig(ValueError):
    """More rows than one paste may hold."""


@dataclass
class PasteRead:
    """All rows of a text, and which column was taken for what (key -> place from 0)."""
    rows: list[RowRead]
    columns: dict[str, int]
    header: str = ""

    def rest(self) -> str:
        """The rows that were not understood, as text to correct and paste again."""
        left = [row.text for row in self.rows if row.asked is None]
        return "\n".join(([self.header] if self.header and left else []) + left)


def split(text: str) -> list[list[str]]:
    """Rows of cells. Excel puts a cell with line breaks in quotes; an odd number of quotes means that they are ordinary signs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if "\t" not in text and max((line.count(";") for line in text.split("\n")), default=0) >= 1:
        mark = ";"
    else:
        mark = "\t"
    quoting = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, quoting=quoting))
    if len(rows) > ROWS_MOST:
        raise TooBig(len(rows))
    return [[clean(cell) for cell in row[:COLUMNS_MOST]] for row in rows]


def read_paste(text: str, known: Known) -> PasteRead:
    """Every row that says something, each with its line or its faults."""
    rows = split(text)
    book = Book("", "csv", [Sheet("", [], is_text=True)])
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    header = _header(filled[0][1]) if filled else {}
    columns = header or _by_content([row for _number, row in filled], known)
    found = PasteRead([], columns, "\t".join(filled[0][1]) if header else "")
    for number, row in filled[1 if header else 0:]:
        if header and _header(row) == header:
            continue
        read = RowRead(number, "\t".join(row))
        cells = {key: row[place] for key, place in columns.items() if place < len(row)}
        found.rows.append(read_row(read, cells, known, book))
    return found


def _header(row: list[str]) -> dict[str, int]:
    """key -> place when at least two cells are header words and no cell is a number or a date."""
    if any(re.fullmatch(r"\d{8}", cell) or parse_day(cell) for cell in row):
        return {}
    columns: dict[str, int] = {}
    for place, cell in enumerate(row):
        key = (key_of(NEEDS, cell) or _ENGLISH.get(squeeze(cell))) if cell else None
        if key and key != "#" and key not in columns:
            columns[key] = place
    return columns if len(columns) >= 2 else {}


def _by_content(rows: list[list[str]], known: Known) -> dict[str, int]:
    """The column that reads best as each thing; what reads as nothing else and is the longest text is the reason."""
    width = max((len(row) for row in rows), default=0)
    cells = {place: [row[place] for row in rows if place < len(row) and not is_blank(row[place])] for place in range(width)}
    free = {place for place, values in cells.items() if values and not _counts_up(values)}
    columns: dict[str, int] = {}
    for key, test in _tests(known):
        if key in columns:
            continue
        best = max(free, key=lambda place, test=test: (_share(cells[place], test), -place), default=None)
        if best is not None and _share(cells[best], test) >= _SURE:
            columns[key] = best
            free.discard(best)
    if free:
        columns["reason"] = max(free, key=lambda place: sum(map(len, cells[place])))
    return columns


def _tests(known: Known) -> list[tuple]:
    """From the surest to the vaguest; digits alone are a priority when 1 to 3, else a number of heads."""
    return [("sn", lambda text: bool(read_service_number(text).value)), ("birth", lambda text: parse_day(text) is not None),
            ("quarter", lambda text: bool(read_quarter(text).value)), ("topic", lambda text: squeeze(text) in known.topics),
            ("group", lambda text: bool(read_group(text, known.groups).value)), ("level", lambda text: not text.isdigit() and level_of(text) is not None),
            ("prio", lambda text: priority_of(text) is not None), ("number", lambda text: read_count(text).value is not None),
            ("name", lambda text: squeeze(text) in known.members.names),
            ("name", lambda text: 2 <= len(text.split()) <= 6 and not re.search(r"[\d/;:(]", text) and text[:1].isupper())]


def _share(values: list[str], test) -> float:
    return sum(map(bool, map(test, values))) / len(values)


def _counts_up(values: list[str]) -> bool:
    """A running number: 1, 2, 3, …"""
    return len(values) > 2 and all(value.isdigit() and len(value) < 5 for value in values) and [int(value) for value in values] == list(range(int(values[0]), int(values[0]) + len(values)))
