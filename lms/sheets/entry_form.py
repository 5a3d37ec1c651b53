"""A spreadsheet to fill in and hand back: protected but for its open cells, with drop-down lists, and facts that say what it belongs to.

Row 1 of each entry sheet is hidden and holds the keys of the columns, so that reading does not depend on words; row 2 shows the words.
The protection has no password: it keeps from accidents, it is no lock. Everything is checked when the file comes back."""
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from lms.sheets.book import letters
from lms.sheets.writing import plain

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ALLOWED = {"format_columns": True, "format_rows": True, "sort": False, "autofilter": True, "select_locked_cells": True}


@dataclass(frozen=True)
class EntryColumn:
    """A column: its key, its heading, how wide; `choices` makes a drop-down; a closed column cannot be typed in."""
    key: str
    heading: str
    width: int = 14
    open: bool = True
    choices: tuple[str, ...] = ()
    hidden: bool = False
    whole: tuple[int, int] | None = None


@dataclass(frozen=True)
class EntrySheet:
    """A sheet of rows to fill in, and how many empty rows follow."""
    name: str
    columns: Sequence[EntryColumn]
    rows: Sequence[Sequence]
    spare: int = 0


@dataclass(frozen=True)
class Refusal:
    """What a spreadsheet program says to a value that is not in a list."""
    title: str
    text: str


def entry_form_bytes(facts: tuple[str, Sequence[tuple[str, str]]], sheets: Sequence[EntrySheet], refusal: Refusal) -> bytes:
    """`facts` are the name of the first sheet and its lines (label, value)."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"created": datetime(2000, 1, 1)})
    styles = {"head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EFECE5"}), "bold": book.add_format({"bold": True}),
              "shut": book.add_format({"bg_color": "#F6F4EF", "font_color": "#51554C"}), "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
              "day": book.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#F6F4EF", "font_color": "#51554C", "align": "left"}),
              "open": book.add_format({"locked": False, "bottom": 4, "text_wrap": True, "valign": "top"})}
    about = book.add_worksheet(facts[0])
    targets = [book.add_worksheet(sheet.name) for sheet in sheets]
    lists = book.add_worksheet("_")
    lists.hide()
    _write_facts(about, facts[1], styles)
    used = 0
    for place, sheet in zip(targets, sheets, strict=True):
        used = _write_entry(place, sheet, styles, (lists, used, refusal))
    (targets[0] if targets else about).activate()
    book.close()
    return target.getvalue()


def _write_facts(target, lines: Sequence[tuple[str, str]], styles: dict) -> None:
    target.set_column(0, 0, 24)
    target.set_column(1, 1, 80)
    for row, (label, value) in enumerate(lines):
        target.write_string(row, 0, plain(label), styles["bold"])
        target.write_string(row, 1, plain(value), styles["wrap"])
    target.protect("", _ALLOWED)


def _write_entry(target, sheet: EntrySheet, styles: dict, lists: tuple) -> int:
    """Keys, headings, rows and rules of one sheet; returns how many columns of the list sheet are used."""
    last = 1 + len(sheet.rows) + sheet.spare
    used = lists[1]
    for place, column in enumerate(sheet.columns):
        target.set_column(place, place, column.width, None, {"hidden": column.hidden})
        target.write_string(0, place, column.key)
        target.write_string(1, place, plain(column.heading), styles["head"])
        if column.choices:
            _add_choices(target, (2, place, last, place), column, (lists[0], used, lists[2]))
            used += 1
        elif column.whole:
            target.data_validation(2, place, last, place, {"validate": "integer", "criteria": "between", "minimum": column.whole[0], "maximum": column.whole[1],
                                                           "error_title": lists[2].title[:32], "error_message": lists[2].text[:255]})
        for row in range(2, last + 1):
            values = sheet.rows[row - 2] if row - 2 < len(sheet.rows) else ()
            _write_cell(target, (row, place), values[place] if place < len(values) else None, styles["open" if column.open else "shut"], styles["day"])
    target.set_row(0, None, None, {"hidden": True})
    target.freeze_panes(2, sum(not column.open and not column.hidden for column in sheet.columns[:4]) + sum(column.hidden for column in sheet.columns[:1]))
    target.protect("", _ALLOWED)
    return used


def _add_choices(target, area: tuple, column: EntryColumn, lists: tuple) -> None:
    """The values stand in a column of the hidden sheet: a list written into the rule itself may have 255 signs only."""
    place, used, refusal = lists
    for row, choice in enumerate(column.choices):
        place.write_string(row, used, plain(choice))
    name = letters(used + 1)
    target.data_validation(*area, {"validate": "list", "source": f"='_'!${name}$1:${name}${len(column.choices)}", "error_title": refusal.title[:32],
                                   "error_message": refusal.text[:255]})


def _write_cell(target, place: tuple[int, int], value, style, day) -> None:
    if value is None or value == "":
        target.write_blank(*place, None, style)
    elif isinstance(value, date):
        target.write_datetime(*place, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, int):
        target.write_number(*place, value, style)
    else:
        target.write_string(*place, plain(str(value)), style)
