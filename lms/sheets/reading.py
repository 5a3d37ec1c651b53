"""Open a spreadsheet file of any accepted kind into a Book. The content decides what it is, never the name.

Accepted: .xlsx, .ods, .xls (python-calamine) and separated text. Every wrong byte ends in RefusedFile with a word, never in a traceback.
"""
import io
from datetime import timedelta
from pathlib import PurePath

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lms.sheets import guard, ods_parts, xls_parts, xlsx_parts
from lms.sheets.book import Book, Merge, Sheet
from lms.sheets.guard import Limits, RefusedFile
from lms.sheets.refusals import check_letters, check_stamps
from lms.sheets.text_files import read_text
from lms.sheets.xlsx_parts import Parts
from lms.spelling import nfc

_SUFFIXES = {"xlsx": {".xlsx", ".xlsm"}, "ods": {".ods"}, "xls": {".xls"}, "csv": {".csv", ".txt", ".tsv"}}
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"<!DOCTYPE", b"<html", b"<?xml", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def open_book(data: bytes, file: str, limits: Limits = guard.OTHER_LIMITS) -> Book:
    """The file as sheets of values. Raises RefusedFile and nothing else: bad bytes, bombs, old letter codes, secrecy stamps."""
    try:
        return _open(data, file, limits)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, RefusedFile):
        raise
    except BaseException as broken:  # spoilt bytes break parsers in ways without a common base; calamine panics are BaseException
        raise RefusedFile("unreadable_file", type(broken).__name__) from broken


def _open(data: bytes, file: str, limits: Limits) -> Book:
    guard.check_size(data, limits)
    kind, parts = _kind_and_parts(data, limits)
    if kind == "csv":
        sheet, encoding = read_text(data, limits)
        book = Book(file, kind, [sheet], encoding=encoding)
    else:
        book = _read_workbook(data, file, kind, parts)
        _check_counts(book, limits)
    book.wrong_extension = PurePath(file).suffix.lower() not in _SUFFIXES[kind]
    check_stamps(book, parts.side_texts)
    check_letters(book)
    book.sheets = [sheet for sheet in book.sheets if sheet.name not in book.hidden_sheets]
    return book


def _kind_and_parts(data: bytes, limits: Limits) -> tuple[str, Parts]:
    """What the bytes are, and what the fine readers find in them."""
    if data.startswith(guard.ZIP_START):
        return _zip_kind(data, limits)
    if data.startswith(guard.OLE_START):
        return "xls", xls_parts.read_parts(data, limits)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(tuple(start.lower() for start in _OTHER_FILES)):
        raise RefusedFile("unsupported_format")
    return "csv", Parts()


def _zip_kind(data: bytes, limits: Limits) -> tuple[str, Parts]:
    archive = guard.open_zip(data, limits)
    names = set(archive.namelist())
    workbook, content = "xl/workbook.xml" in names, "content.xml" in names
    if workbook and content:
        raise RefusedFile("polyglot_file")
    if not workbook and not content:
        raise RefusedFile("unsupported_format", "zip")
    members = guard.check_every_member(archive)
    if workbook:
        return "xlsx", xlsx_parts.read_parts(members, limits)
    if "mimetype" not in names or b"spreadsheet" not in archive.read("mimetype"):
        raise RefusedFile("unsupported_format", "ODF")
    return "ods", ods_parts.read_parts(members, limits)


def _read_workbook(data: bytes, file: str, kind: str, parts: Parts) -> Book:
    """All worksheets with their values; errors and merges from the fine readers laid over them."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    metas = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    hidden = [nfc(meta.name) for meta in metas if meta.visible != SheetVisibleEnum.Visible]
    sheets = [_sheet(workbook.get_sheet_by_name(meta.name), parts) for meta in metas]
    return Book(file, kind, sheets, hidden, parts.epoch_1904)


def _sheet(source, parts: Parts) -> Sheet:
    rows = [[_value(cell) for cell in row] for row in source.to_python(skip_empty_area=False)]
    for (row, column), error in parts.errors.get(source.name, {}).items():
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        line.extend([None] * (column - len(line)))
        line[column - 1] = error
    merges = parts.merges.get(source.name)
    if merges is None:
        merges = [Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in source.merged_cell_ranges or ()]
    return Sheet(nfc(source.name), rows, merges, formulas=parts.formulas.get(source.name, []))


def _value(cell):
    """calamine's value as ours: '' is an empty cell, a duration is shown as text of a time."""
    if cell == "" and isinstance(cell, str):
        return None
    if isinstance(cell, str):
        return cell.replace("_x000D_", "\r") if "_x000D_" in cell else cell
    if isinstance(cell, timedelta):
        return f"{cell}"
    return cell


def _check_counts(book: Book, limits: Limits) -> None:
    for sheet in book.sheets:
        guard.check_area(len(sheet.rows), sheet.width, limits)
        for row in sheet.rows:
            for value in row:
                if isinstance(value, str) and len(value) > limits.cell_characters:
                    raise RefusedFile("cell_too_long", sheet.name)
