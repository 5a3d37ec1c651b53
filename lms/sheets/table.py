"""The one table of a book: which sheet, which columns, which rows are data, and what every other row is (rules 3, 4 and 5)."""
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from lms.sheets.book import Book, Sheet, address, letters
from lms.sheets.cells import is_blank, parse_day, read_service_number, text_of
from lms.sheets.guard import RefusedFile
from lms.sheets.headings import Header, Shape, find_header, header_at, key_of
from lms.spelling import fold

_SECTION = re.compile(r"^\s*(?:[IVXLC]{1,7}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:\-–]\s*\S")
_TOTAL = re.compile(r"^(?:tổng|cộng|tong (?:cong|so)|cong)\b", re.IGNORECASE)
_LIST_HAS = re.compile(r"^(?:danh sach|bieu|bang)(?: nay)? (?:co|gom)\b.*\d")
_FOOTNOTE = re.compile(r"^(?:ghi chu|chu thich|luu y|nguon so lieu|nguon|giai thich|\*|\(\*\)|noi nhan|kem theo)")
_NO_NEED = re.compile(r"khong co nhu cau|khong dang ky nhu cau|khong phat sinh nhu cau")
_COLUMN_NUMBER = re.compile(r"^[(\[]?\s*(\d{1,2}|[A-Za-zĐđ])\s*[)\]]?$")
_SIGNING = re.compile(r"nguoi lap|thu truong|chi huy|xac nhan|can bo quan luc|ky ten|nguoi kiem tra|ngay .*thang .*nam|\(ky|kt\.|tl\.|tm\."
                      r"|nguoi tong hop|ke toan|giam doc|cuc truong")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One data row: its number and where its columns stand."""
    sheet: Sheet
    number: int
    columns: dict[str, int]

    def raw(self, key: str):
        """The cell's value; a vertically merged cell holds for all its rows."""
        column = self.columns.get(key)
        return None if column is None else self.sheet.value(self.number, column)

    def held(self, key: str) -> bool:
        """Whether the value comes from a merged cell above."""
        column = self.columns.get(key)
        return column is not None and self.sheet.own(self.number, column) is None and (self.number, column) in self.sheet.held

    def cell(self, key: str) -> str:
        """The spreadsheet's name of the cell; a column that is missing is named by its row alone."""
        column = self.columns.get(key)
        return f"{self.number}" if column is None else address(self.number, column)


@dataclass
class Table:
    """A table found in a sheet."""
    sheet: Sheet
    header_rows: list[int]
    columns: dict[str, int]
    ignored_columns: list[tuple[str, str]]
    rows: list[TableRow] = field(default_factory=list)
    ignored_rows: list[tuple[int, str]] = field(default_factory=list)
    said_no_need: bool = False

    def ignored(self) -> list[dict]:
        """Ignored rows as the report writes them."""
        return [{"row": row, "kind": kind} for row, kind in self.ignored_rows]


def find_table(book: Book, shape: Shape) -> Table:
    """The table of this kind; the sheet whose header names most columns. Refuses the file when no sheet has one."""
    best: tuple[Sheet, Header] | None = None
    for sheet in book.sheets:
        header = find_header(shape, sheet)
        if header and (best is None or len(header.columns) > len(best[1].columns)):
            best = (sheet, header)
    if best is None:
        raise RefusedFile("no_table")
    return _Reader(shape, *best).table


class _Reader:
    """Walks the rows below a header once, then settles what the text rows are."""

    def __init__(self, shape: Shape, sheet: Sheet, header: Header):
        self.shape, self.sheet, self.header = shape, sheet, header
        self.columns = dict(header.columns)
        others = [(letters(column), text) for column, text in sorted(header.others.items())]
        self.table = Table(sheet, [header.rows[-1]] if len(header.rows) == 1 else list(header.rows), dict(header.columns), others)
        self.signing = False
        self._above()
        self._walk()
        self._settle()

    def _above(self) -> None:
        """A section title directly above the header belongs to the table."""
        row = self.header.first_row - 1
        if row >= 1:
            texts = [text_of(value) for value in self.sheet.rows[row - 1] if not is_blank(value)]
            if len(texts) == 1 and _SECTION.match(texts[0]):
                self.table.ignored_rows.append((row, "section"))

    def _walk(self) -> None:
        row = self.header.rows[-1] + 1
        while row <= len(self.sheet.rows):
            again = self._header_again(row)
            if again:
                self._take_header(again)
                row = again.rows[-1] + 1
                continue
            kind = self._kind(row)
            if kind == "data":
                self.table.rows.append(TableRow(self.sheet, row, self.columns))
            else:
                self.table.ignored_rows.append((row, kind))
            row += 1

    def _header_again(self, row: int) -> Header | None:
        """Another header line: the same words again, or the header of a second table below."""
        cells = self.sheet.rows[row - 1]
        texts = [value for value in cells if isinstance(value, str) and len(value) <= 90]
        if len(texts) < 3 or not any(key_of(self.shape, text) for text in texts[:2]):
            return None
        header = header_at(self.shape, self.sheet, row)
        known = len(header.columns) if header else 0
        return header if known >= 3 and known * 2 >= len(texts) else None

    def _take_header(self, header: Header) -> None:
        """A new table when a title stands over it or its columns differ, else a header repeated on the next printed page."""
        previous = self.table.ignored_rows[-1] if self.table.ignored_rows else (0, "")
        titled = previous[0] == header.first_row - 1 and previous[1] in ("text", "section")
        if titled or header.columns != self.header.columns:
            self.table.header_rows += header.rows
        else:
            self.table.ignored_rows += [(row, "repeated_header") for row in header.rows]
        moved = {column for column in header.columns.values()}
        kept = {key: column for key, column in self.columns.items() if key not in header.columns and column not in moved}
        self.columns = {**kept, **header.columns}
        for key, column in header.columns.items():
            self.table.columns.setdefault(key, column)

    def _kind(self, row: int) -> str:
        """data, blank, column_numbers, total, or text (settled later)."""
        first, last = self.header.span
        cells = self.sheet.rows[row - 1]
        inside = [(column, cells[column - 1]) for column in range(first, min(last, len(cells)) + 1) if not is_blank(cells[column - 1])]
        said = [(column, value) for column, value in inside if column != self.header.index_column or not _is_index(value)]
        if not said:
            return "blank"
        if self._is_column_numbers(inside):
            return "column_numbers"
        keys = [key for key, column in self.columns.items() if not is_blank(self.sheet.own(row, column))]
        known = self._is_known(row, keys)
        lead = text_of(said[0][1])
        if len(keys) <= 3 and not known and (_TOTAL.match(lead) or _LIST_HAS.match(fold(lead))):
            return "total"
        if _NO_NEED.search(fold(lead)) and len(keys) <= 2 and len(said) <= 2:
            self.table.said_no_need = True
            return "no_need_statement"
        numbered = len(inside) > len(said)
        if known or len(keys) >= 4 or (numbered and keys):
            return "data"
        held = [key for key, column in self.columns.items() if (row, column) in self.sheet.held and key not in keys]
        signs = any(_SIGNING.search(fold(text_of(value))) for _, value in said)
        if len(keys) >= 2 and len(keys) + len(held) >= 3 and not signs and not self.signing:
            return "data"
        self.signing = self.signing or (signs and not _SECTION.match(lead))
        return "text"

    def _is_known(self, row: int, keys: list[str]) -> bool:
        """Whether the row names somebody or something for sure: an identity number, a day in a date column, a number with a text."""
        for key in keys:
            value = self.sheet.own(row, self.columns[key])
            if key in self.shape.identity and read_service_number(value).value:
                return True
            if key in self.shape.dates and (isinstance(value, (date, datetime)) or (isinstance(value, str) and parse_day(value))):
                return True
        return False

    @staticmethod
    def _is_column_numbers(inside: list[tuple[int, object]]) -> bool:
        """(1) (2) (3) ... under the header; A B 1 2 ... as statistics forms have it."""
        texts = [text_of(value) for _, value in inside]
        if len(texts) < 3 or not all(_COLUMN_NUMBER.match(text) for text in texts):
            return False
        numbers = [int(hit[1]) for text in texts if (hit := _COLUMN_NUMBER.match(text)) and hit[1].isdigit()]
        return len(numbers) >= 2 and all(after - before == 1 for before, after in zip(numbers, numbers[1:], strict=False)) and numbers[0] <= 3

    def _settle(self) -> None:
        """Text rows: a section title when data follows, a footnote by its words, else part of the signature block."""
        last = self.table.rows[-1].number if self.table.rows else 0
        self.table.ignored_rows = sorted((row, self._text_kind(row, last) if kind == "text" else kind) for row, kind in self.table.ignored_rows)

    def _text_kind(self, row: int, last: int) -> str:
        lead = next((text_of(value) for value in self.sheet.rows[row - 1] if not is_blank(value)), "")
        if _FOOTNOTE.match(fold(lead)):
            return "footnote"
        return "section" if row < last or _SECTION.match(lead) else "signature"


def _is_index(value) -> bool:
    """A running number: 12, 12.0, `12`, `12.`"""
    if isinstance(value, bool):
        return False
    return isinstance(value, (int, float)) or (isinstance(value, str) and bool(re.fullmatch(r"\d{1,6}\.?", text_of(value))))
