"""What a spreadsheet file is once it is read: sheets of plain values with spreadsheet addresses.

Values are str, int, float, bool, datetime.date, datetime.datetime, datetime.time, CellError or None; rows and columns count from 1.
"""
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)


class CellError(str):
    """A spreadsheet error such as `#N/A`: never a value, always a finding."""
    __slots__ = ()


@dataclass(frozen=True)
class Merge:
    """A merged block, both corners included, rows and columns from 1."""
    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One visible sheet. `rows[0]` is row 1. `held` are the cells that a vertically merged cell above them fills, `formulas` the cells of an
    .xlsx whose value is reckoned."""
    name: str
    rows: list[list]
    merges: list[Merge] = field(default_factory=list)
    is_text: bool = False
    held: dict[tuple[int, int], object] = field(default_factory=dict)
    joined: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self):
        for merge in self.merges:
            self._spread(merge)

    def _spread(self, merge: Merge) -> None:
        """Remember what the merged block's first cell says for its other cells (rule 5), bounded by the rows that exist."""
        value = self.own(merge.top, merge.left)
        for row in range(merge.top, min(merge.bottom, len(self.rows)) + 1):
            for column in range(merge.left, min(merge.right, len(self.rows[row - 1])) + 1):
                if (row, column) == (merge.top, merge.left):
                    continue
                self.joined[row, column] = (merge.top, merge.left)
                if row > merge.top and column == merge.left and value is not None and self.own(row, column) is None:
                    self.held[row, column] = value

    def own(self, row: int, column: int):
        """What the cell itself holds."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None

    def value(self, row: int, column: int):
        """What the cell holds, or what the vertically merged cell over it holds."""
        mine = self.own(row, column)
        return self.held.get((row, column)) if mine is None else mine

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass
class Book:
    """A file as read: where it came from, its visible sheets, and what was left out."""
    file: str
    kind: str
    sheets: list[Sheet]
    hidden_sheets: list[str] = field(default_factory=list)
    epoch_1904: bool = False
    encoding: str = ""
    wrong_extension: bool = False

    def day_of_serial(self, serial: float) -> date:
        """The day a bare serial number means in this file's date system."""
        return (EPOCH_1904 if self.epoch_1904 else EPOCH_1900) + timedelta(days=int(serial))


def letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number_of(column: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """The spreadsheet's own name of a cell: (28, 4) -> D28."""
    return f"{letters(column)}{row}"


def shown(value):
    """A value as the report and the error list show it: JSON-able, whole numbers without `.0`, days as yyyy-mm-dd."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (time, timedelta)):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return str(value) if isinstance(value, CellError) else value
