"""How one cell becomes a value: text, service number, date, whole number, decimal. Rules 1, 6, 7 and 11 of the sample set's rule book.

Every reader answers a Reading: the value, the notes about how it was written, and the kind of error when there is one.
"""
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from lms.sheets.book import Book, CellError
from lms.spelling import clean, fold

FORMULA_SIGNS = "=+-@＝＋－＠"
_SPACE_RUN = re.compile(r"[\s\u00a0]+")


@dataclass(frozen=True)
class Reading:
    """A cell as understood. `error` is a word of the report's kinds, or None."""
    value: object = None
    notes: tuple[str, ...] = ()
    error: str | None = None


EMPTY = Reading()


@lru_cache(maxsize=100_000)
def _cleaned(text: str) -> str:
    return clean(text)


def tidy(text: str) -> str:
    """`clean` for cells: most are tidy already, and a list says the same words a hundred times."""
    if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
        return text
    return _cleaned(text)


def text_of(value) -> str:
    """A cell as cleaned text: whole numbers without `.0`, days as d/m/yyyy, empty cells as ''."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return f"{value:%d/%m/%Y}"
    return str(value)


def is_blank(value) -> bool:
    """Whether a cell says nothing, also not with spaces and invisible signs."""
    if value is None:
        return True
    if not isinstance(value, str) or isinstance(value, CellError) or value[:1].isalnum():
        return False
    return tidy(value) == ""


def looks_like_formula(text: str) -> bool:
    """Rule 11: text that a spreadsheet would run when it is exported again."""
    return text[:1] in FORMULA_SIGNS and text != ""


def read_text(value, *, guarded: bool = False) -> Reading:
    """Cleaned text or None. `guarded` cells (number, name, post, unit) refuse text that begins like a formula."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    text = text_of(value)
    if not text:
        return EMPTY
    if guarded and isinstance(value, str) and looks_like_formula(text):
        return Reading(error="formula_text")
    return Reading(text)


def name_notes(value: str) -> tuple[str, ...]:
    """How a name came: with odd spaces or invisible signs, decomposed."""
    notes = []
    if tidy(value) != unicodedata.normalize("NFC", value):
        notes.append("name:cleaned")
    if not unicodedata.is_normalized("NFC", value):
        notes.append("name:nfd")
    return tuple(notes)


def read_name(value) -> Reading:
    """A person's name: own spelling kept, no digits and no brackets in it."""
    plain = read_text(value, guarded=True)
    if plain.error or plain.value is None:
        return plain
    if not isinstance(value, str) or re.search(r"[\d()\[\]{}<>]", plain.value) or not re.search(r"\w", plain.value):
        return Reading(error="bad_name")
    return Reading(plain.value, name_notes(value))


def read_service_number(value) -> Reading:
    """8 digits. A number cell is padded with zeros; in a text spaces, dots and apostrophes are dropped and nothing is padded."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return EMPTY
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        whole = float(value).is_integer() and 0 < value <= 99_999_999
        if not whole:
            return Reading(error="bad_service_number")
        digits = f"{int(value):08d}"
        return Reading(digits, ("sn:zeros_restored",) if value < 10_000_000 else ())
    if not isinstance(value, str):
        return Reading(error="bad_service_number")
    text = tidy(value)
    if looks_like_formula(text):
        return Reading(error="formula_text")
    digits = re.sub(r"[\s.'’‘`´ʼ]", "", text)
    if len(digits) == 8 and digits.isascii() and digits.isdigit():
        return Reading(digits)
    return Reading(error="bad_service_number")


_DAY_FIRST = re.compile(r"^(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4})$", re.ASCII)
_YEAR_FIRST = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_IN_WORDS = re.compile(r"^(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})$", re.ASCII)


def parse_day(text: str) -> date | None:
    """A full date in one of the accepted written forms; day before month, always."""
    text = tidy(text)
    if hit := _DAY_FIRST.match(text):
        day, month, year = int(hit[1]), int(hit[3]), int(hit[4])
    elif hit := _YEAR_FIRST.match(text):
        year, month, day = int(hit[1]), int(hit[2]), int(hit[3])
    elif hit := _IN_WORDS.match(fold(text).rstrip(".")):
        day, month, year = int(hit[1]), int(hit[2]), int(hit[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_day(value, book: Book, field: str = "") -> Reading:
    """A date cell, a bare serial 7000-60000, or a written date; `field` names the note (`birth:date_text`)."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return EMPTY
    if isinstance(value, datetime):
        return Reading(value.date())
    if isinstance(value, date):
        return Reading(value)
    if isinstance(value, bool) or isinstance(value, time):
        return Reading(error="bad_date")
    if isinstance(value, (int, float)):
        if 7000 <= value <= 60000 and float(value).is_integer():
            return Reading(book.day_of_serial(value), (f"{field}:date_serial",))
        return Reading(error="bad_date")
    if not isinstance(value, str):
        return Reading(error="bad_date")
    day = parse_day(value)
    if day is None and book.kind == "csv" and re.fullmatch(r"\d{4,5}", tidy(value)) and 7000 <= int(tidy(value)) <= 60000:
        return Reading(book.day_of_serial(int(tidy(value))), (f"{field}:date_serial",))
    return Reading(day, (f"{field}:date_text",)) if day else Reading(error="bad_date")


_COUNT = re.compile(r"^(\d{1,9})\s*(?:đ/c|đ\.c|đc|đồng chí|người|cán bộ|suất|bộ|giờ|tiết|ngày|chỗ|máy|học viên|hv|ng)?\.?$", re.IGNORECASE | re.ASCII)


def read_count(value, *, least: int = 1, all_text: bool = False) -> Reading:
    """A whole number of at least `least`; a unit word may follow in a text (`4 đ/c`, `25 bộ`). `all_text` marks a file without number cells."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return EMPTY
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Reading(int(value)) if float(value).is_integer() and least <= value < 10**9 else Reading(error="bad_number")
    if isinstance(value, str) and (hit := _COUNT.match(tidy(value))) and int(hit[1]) >= least:
        return Reading(int(hit[1]), () if all_text and tidy(value).isdigit() else ("number:text",))
    return Reading(error="bad_number")


def read_decimal(value) -> Reading:
    """0 or more, comma or point; empty, `-`, `–` and `x` mean none (0)."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return Reading(0)
    if isinstance(value, str):
        text = tidy(value)
        if text in ("-", "–", "—") or text.lower() == "x":
            return Reading(0)
        if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,3})?", text):
            return Reading(error="bad_number")
        value = float(text.replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 10**6:
        return Reading(error="bad_number")
    return Reading(int(value) if float(value).is_integer() else float(value))


def even_tones(text: str) -> str:
    """Both ways to place a tone mark (`hoà`/`hòa`, `thuý`/`thúy`) become one; case and everything else stay."""
    parts = unicodedata.normalize("NFD", text)
    parts = re.sub("([oO])([\u0300\u0301\u0303\u0309\u0323])([aeAE])(?![a-zA-Z])", r"\1\3\2", parts)
    parts = re.sub("([uU])([\u0300\u0301\u0303\u0309\u0323])([yY])(?![a-zA-Z])", r"\1\3\2", parts)
    return unicodedata.normalize("NFC", parts)
