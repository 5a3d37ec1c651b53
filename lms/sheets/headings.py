"""Finding a table's header by its words: synonyms, one or two lines, wherever it stands (rule 3)."""
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from lms.sheets.book import Sheet
from lms.sheets.cells import is_blank, text_of
from lms.spelling import squeeze

_LONGEST_HEADING = 90


@dataclass(frozen=True)
class Shape:
    """What a kind of table looks like: key -> header words, and the sets of keys of which one must be there."""
    name: str
    words: dict[str, tuple[str, ...]]
    needed: tuple[frozenset[str], ...]
    dates: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    identity: frozenset[str] = frozenset()
    index_words: tuple[str, ...] = ("STT", "TT", "Số TT", "Số thứ tự", "Thứ tự", "No", "Stt.")

    def __hash__(self) -> int:
        return hash(self.name)

    def is_found(self, keys: Iterable[str]) -> bool:
        """Whether these keys make a header of this kind."""
        return any(need <= set(keys) for need in self.needed)


@lru_cache(maxsize=64)
def _dictionary(shape: Shape) -> dict[str, str]:
    """Squeezed header word -> key; `#` marks the running number."""
    known = {squeeze(word): key for key, words in shape.words.items() for word in words}
    return known | {squeeze(word): "#" for word in shape.index_words}


@lru_cache(maxsize=60_000)
def key_of(shape: Shape, text: str) -> str | None:
    """The key a header text names. Words in brackets, stars and colons do not count unless they are part of the word."""
    if len(text) > _LONGEST_HEADING:
        return None
    known = _dictionary(shape)
    whole = known.get(squeeze(text))
    if whole:
        return whole
    return known.get(squeeze(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)))


@dataclass
class Header:
    """A header found: its rows, key -> column, and the texts of columns nobody asked for."""
    first_row: int
    rows: list[int]
    columns: dict[str, int]
    others: dict[int, str] = field(default_factory=dict)
    index_column: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        """First and last column of the table."""
        used = [*self.columns.values(), *self.others, *([self.index_column] if self.index_column else [])]
        return min(used), max(used)


def header_at(shape: Shape, sheet: Sheet, row: int) -> Header | None:
    """The header whose first line is this row, or None."""
    one = _one_line(shape, sheet, row)
    two = _two_lines(shape, sheet, row)
    found = max((header for header in (one, two) if header), key=lambda header: len(header.columns), default=None)
    return found


def _one_line(shape: Shape, sheet: Sheet, row: int) -> Header | None:
    texts = {column: text_of(value) for column, value in enumerate(sheet.rows[row - 1], 1) if isinstance(value, str) and not is_blank(value)}
    return _header(shape, row, [row], texts)


def _header(shape: Shape, first: int, rows: list[int], texts: dict[int, str]) -> Header:
    header = Header(first, rows, {})
    for column, text in texts.items():
        key = key_of(shape, text)
        if key == "#" and header.index_column is None:
            header.index_column = column
            header.others[column] = text
        elif key and key != "#" and key not in header.columns:
            header.columns[key] = column
        else:
            header.others[column] = text
    return header


def _two_lines(shape: Shape, sheet: Sheet, row: int) -> Header | None:
    """A header whose second line names what a group above it holds (`Cấp bậc, chức vụ` over `Cấp bậc` and `Chức vụ`)."""
    if row >= len(sheet.rows):
        return None
    upper, lower = sheet.rows[row - 1], sheet.rows[row]
    if any(isinstance(value, (int, float, date, datetime)) for value in lower) or all(is_blank(value) for value in lower):
        return None
    texts, gained, group = {}, 0, ""
    for column in range(1, max(len(upper), len(lower)) + 1):
        over = text_of(sheet.own(row, column))
        under = text_of(sheet.own(row + 1, column))
        group = over or (group if (row, column) in sheet.joined else "")
        if not under:
            if over:
                texts[column] = over
            continue
        joint = f"{group} {under}".strip()
        texts[column] = under if key_of(shape, under) or not key_of(shape, joint) else joint
        if not key_of(shape, texts[column]):
            return None if over and key_of(shape, over) else _with_group(shape, sheet, row)
        gained += not (over and key_of(shape, over))
    return _header(shape, row, [row, row + 1], texts) if gained else None


def _with_group(shape: Shape, sheet: Sheet, row: int) -> Header | None:
    """Two lines where the lower one also holds words nobody asked for: taken when most of its cells are header words."""
    texts, hits, misses = {}, 0, 0
    for column in range(1, max(len(sheet.rows[row - 1]), len(sheet.rows[row])) + 1):
        over, under = text_of(sheet.own(row, column)), text_of(sheet.own(row + 1, column))
        if under:
            known = bool(key_of(shape, under))
            hits, misses = hits + known, misses + (not known)
        if under or over:
            texts[column] = under or over
    return _header(shape, row, [row, row + 1], texts) if hits > misses and hits else None


def find_header(shape: Shape, sheet: Sheet) -> Header | None:
    """The first header of this kind on the sheet."""
    for row in range(1, len(sheet.rows) + 1):
        cells = sheet.rows[row - 1]
        if sum(isinstance(value, str) for value in cells) < 2:
            continue
        if not any(isinstance(value, str) and len(value) <= _LONGEST_HEADING and key_of(shape, value) for value in cells):
            continue
        header = header_at(shape, sheet, row)
        if header and shape.is_found(header.columns):
            return header
    return None
