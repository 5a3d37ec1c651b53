"""Our own form filled in: is it the right one, and what does every row ask for. Every fault with its cell, all at once; a faulty form is refused whole."""
import hashlib
import json
from dataclasses import asdict, dataclass, field, replace

from lms.sheets.book import Book, Sheet, address
from lms.sheets.cells import is_blank, text_of
from lms.spelling import squeeze
from lms.survey.rules.comparing import Comparison, Standing, compare
from lms.survey.rules.matching import Asked, Fault, Known, RowRead, read_row

PERSON_KEYS, GROUP_KEYS = ("line", "sn", "name", "birth", "topic", "level", "prio", "quarter", "reason"), ("line", "group", "number", "topic", "level", "prio", "quarter", "reason")
_TYPED = {"persons": ("topic", "level", "prio", "quarter", "reason"), "groups": ("group", "number", "topic", "level", "prio", "quarter", "reason")}
LINES_MOST = 5000


@dataclass(frozen=True)
class Stamp:
    """What a form belongs to. `sheet_version` is the state of the sheet that it was filled from; it is told, not refused."""
    round_code: str
    form_version: int
    unit_code: str
    sheet_version: int

    @property
    def checksum(self) -> str:
        """Twelve signs over round, form version, unit and state; an altered information sheet does not pass as another one."""
        text = "\n".join((self.round_code, str(self.form_version), self.unit_code, str(self.sheet_version)))
        return hashlib.sha256(text.encode()).hexdigest()[:12].upper()


@dataclass
class FormRead:
    """`wrong` are reasons about the whole file (kind, what stands there), `faults` are (cell, fault); with either nothing is taken."""
    wrong: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    asked: list[tuple[int | None, Asked]] = field(default_factory=list)
    sheet_version: int | None = None

    @property
    def is_good(self) -> bool:
        """Whether all of it can be taken."""
        return not self.wrong and not self.faults


def read_form(book: Book, stamp: Stamp, known: Known) -> FormRead:
    """The whole file."""
    found = FormRead()
    _check_stamp(book, stamp, found)
    if found.wrong:
        return found
    sheets = {kind: sheet for sheet in book.sheets if (kind := _kind(sheet))}
    if set(sheets) != {"persons", "groups"}:
        found.wrong.append(("no_table", ""))
        return found
    places: list[str] = []
    for kind in ("persons", "groups"):
        _check_cells(sheets[kind], found)
        _read_sheet(sheets[kind], kind, (book, known), found, places)
    for place in compare([], found.asked).twice:
        found.faults.append((places[place], Fault("", "twice")))
    return found


def _check_stamp(book: Book, stamp: Stamp, found: FormRead) -> None:
    """Round, form version, unit and checksum of the information sheet, all that differs."""
    said = {squeeze(text_of(row[0])): text_of(row[1]) for sheet in book.sheets if not _kind(sheet) for row in sheet.rows if len(row) > 1}
    labels = {name: next((said[squeeze(label)] for label in words if squeeze(label) in said), None) for name, words in LABELS.items()}
    if any(value is None for value in labels.values()):
        found.wrong.append(("not_our_form", ""))
        return
    version = labels["sheet_version"]
    found.sheet_version = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    checks = (("wrong_round", labels["round"], stamp.round_code), ("other_unit", labels["unit"], stamp.unit_code), ("old_form", labels["form"], str(stamp.form_version)))
    found.wrong += [(kind, value) for kind, value, right in checks if value != right]
    if not found.wrong and labels["checksum"] != replace(stamp, sheet_version=found.sheet_version or 0).checksum:
        found.wrong.append(("bad_checksum", labels["checksum"]))


LABELS = {"round": ("Mã đợt", "Round"), "form": ("Phiên bản biểu", "Form version"), "unit": ("Mã đơn vị", "Unit code"), "sheet_version": ("Bản của phiếu", "State of the sheet"),
          "checksum": ("Mã kiểm tra", "Checksum")}


def _kind(sheet: Sheet) -> str | None:
    keys = {value for value in sheet.rows[0] if isinstance(value, str)} if sheet.rows else set()
    if keys.issuperset(PERSON_KEYS):
        return "persons"
    return "groups" if keys.issuperset(GROUP_KEYS) else None


def _check_cells(sheet: Sheet, found: FormRead) -> None:
    """Formulas and merged cells have no place in a form."""
    found.faults += [(f"{sheet.name}!{address(*place)}", Fault("", "formula")) for place in sheet.formulas]
    found.faults += [(f"{sheet.name}!{address(merge.top, merge.left)}:{address(merge.bottom, merge.right)}", Fault("", "merged")) for merge in sheet.merges]


def _read_sheet(sheet: Sheet, kind: str, against: tuple[Book, Known], found: FormRead, places: list[str]) -> None:
    columns = {value: place for place, value in enumerate(sheet.rows[0], 1) if isinstance(value, str)}
    for number in range(3, len(sheet.rows) + 1):
        cells = {key: sheet.own(number, column) for key, column in columns.items()}
        if all(is_blank(cells.get(key)) for key in _TYPED[kind]):
            continue
        wanted = {key: cells.get(key) for key in ((*_TYPED[kind], "sn", "name", "birth") if kind == "persons" else _TYPED[kind])}
        row = read_row(RowRead(number, ""), wanted, against[1], against[0])
        found.faults += [(f"{sheet.name}!{address(number, columns[fault.column])}", fault) for fault in row.faults]
        line = text_of(cells.get("line"))
        if line and not (line.isascii() and line.isdigit() and len(line) < 10):
            found.faults.append((f"{sheet.name}!{address(number, columns['line'])}", Fault("", "changed_key")))
        elif row.asked:
            found.asked.append((int(line) if line else None, row.asked))
            places.append(f"{sheet.name}!{address(number, columns['topic'])}")


def preview(standing: list[Standing], asked: list[tuple[int | None, Asked]]) -> Comparison:
    """What taking the form would do: it stands for the whole sheet."""
    return compare(standing, asked, replace=True)


def packed(asked: list[tuple[int | None, Asked]]) -> str:
    """Read lines as a hidden input carries them from the preview to the act."""
    return json.dumps([[line_no, *asdict(line).values()] for line_no, line in asked], ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> list[tuple[int | None, Asked]]:
    """The same back; ValueError for anything that was not packed by us. What it means is checked by the act."""
    rows = json.loads(text)
    if not isinstance(rows, list) or len(rows) > LINES_MOST:
        raise ValueError("not lines")
    found = []
    for row in rows:
        if not isinstance(row, list) or len(row) != 9:
            raise ValueError("not a line")
        numbers, texts = (row[0], row[1], row[3], row[4], row[5], row[6]), (row[2], row[7], row[8])
        if not all(value is None or (type(value) is int and 0 < value < 10**9) for value in numbers) or not all(value is None or isinstance(value, str) for value in texts):
            raise ValueError("not a value")
        if None in (*numbers[2:], row[7], row[8]) or (row[1] is None) == (row[2] is None):
            raise ValueError("incomplete")
        found.append((row[0], Asked(*row[1:])))
    return found
