"""The tables behind a decision and a proposal. Only rows are given; every sum is made here, so that no total can disagree."""
from dataclasses import dataclass

from lms.documents.rules.wording import cell, roman, thousands
from lms.pdf.errors import PaperProblem
from lms.pdf.fitting import SPARE, two_lines
from lms.pdf.fonts import text_width

MOST_BLOCKS = 20            # past that a column is narrower than three figures


@dataclass(frozen=True)
class Block:
    """A column of sending units: its short head, and the heading it shares with its neighbours (`Quân khu Mẫu`)."""
    code: str
    group: str = ""


@dataclass(frozen=True)
class GrantRow:
    """One course at one academy: hours, classes, and seats block by block."""
    course: str
    hours: int
    classes: int
    seats: tuple[int, ...]


@dataclass(frozen=True)
class GrantGroup:
    """One academy and its courses."""
    academy: str
    rows: tuple[GrantRow, ...]


@dataclass(frozen=True)
class QuotaAnnex:
    """Seats granted: course x academy x block of units."""
    title: str
    blocks: tuple[Block, ...]
    groups: tuple[GrantGroup, ...]
    note: str


@dataclass(frozen=True)
class NeedRow:
    """One course: needs of three priorities; classes and seats asked for, and where."""
    course: str
    needs: tuple[int, int, int]
    classes: int = 0
    seats: int = 0
    places: str = ""


@dataclass(frozen=True)
class NeedGroup:
    """Courses to open, below the minimum, or missing; a group that is not shown prints its sum only."""
    title: str
    rows: tuple[NeedRow, ...]
    shown: bool = True


@dataclass(frozen=True)
class NeedsAnnex:
    """Needs and seats asked for, course by course."""
    title: str
    groups: tuple[NeedGroup, ...]
    note: str


def belonging(text: str, wide: float, size: float = 13) -> list[str]:
    """The line "(Kèm theo …)" on one line, or on two: cut before its author, else in like halves."""
    before, _, after = text.rpartition(" của ")
    for lines in ([text], [before, f"của {after}"]):
        if all(text_width(line, "italic", size) <= wide * SPARE for line in lines):
            return lines
    return two_lines("annex", text, "italic", size, wide)


def heads_of(blocks: tuple[Block, ...]) -> list[dict]:
    """The upper head row: single columns and headings that span several."""
    heads: list[dict] = []
    for block in blocks:
        if block.group and heads and heads[-1]["text"] == block.group:
            heads[-1]["codes"].append(block.code)
        else:
            heads.append({"text": block.group or block.code, "codes": [block.code] if block.group else []})
    return heads


def _sums(rows) -> tuple[int, list[int]]:
    """Classes and seats by block over some rows."""
    return sum(row.classes for row in rows), [sum(column) for column in zip(*(row.seats for row in rows), strict=True)]


def quota_values(annex: QuotaAnnex, belongs: str) -> dict:
    """The annex of a decision as texts, cell by cell."""
    every = [row for group in annex.groups for row in group.rows]
    if len(annex.blocks) > MOST_BLOCKS or any(len(row.seats) != len(annex.blocks) for row in every):
        raise PaperProblem("Bảng phụ lục không khớp số cột khối đơn vị.", blocks=len(annex.blocks))
    groups = []
    for number, group in enumerate(annex.groups, 1):
        classes, seats = _sums(group.rows)
        groups.append({"tt": roman(number), "academy": group.academy, "classes": cell(classes), "seats": cell(sum(seats)),
                       "cells": [cell(one) for one in seats],
                       "rows": [{"tt": place, "course": row.course, "hours": row.hours, "classes": cell(row.classes),
                                 "seats": cell(sum(row.seats)), "cells": [cell(one) for one in row.seats]}
                                for place, row in enumerate(group.rows, 1)]})
    classes, seats = _sums(every)
    total = {"classes": cell(classes), "seats": cell(sum(seats)), "cells": [cell(one) for one in seats]}
    return {"title": annex.title.upper(), "belongs": belonging(belongs, 252), "heads": heads_of(annex.blocks), "blocks": len(annex.blocks),
            "groups": groups, "total": total, "note": annex.note}


def _needs_line(rows) -> dict:
    """Sums of some rows as texts; % is the share of the need that the seats meet, rounded half up."""
    parts = [sum(column) for column in zip(*(row.needs for row in rows), strict=True)]
    need, seats = sum(parts), sum(row.seats for row in rows)
    share = str((seats * 200 + need) // (need * 2)) if need and seats else "-"
    return {"parts": [cell(one) for one in parts], "need": thousands(need), "classes": cell(sum(row.classes for row in rows)),
            "seats": cell(seats), "share": share}


def needs_values(annex: NeedsAnnex, belongs: str) -> dict:
    """The annex of a proposal as texts."""
    groups = [{"tt": "ABCDEFGH"[place], "title": group.title, **_needs_line(group.rows),
               "rows": [{"tt": number, "course": row.course, "places": row.places, **_needs_line([row])}
                        for number, row in enumerate(group.rows, 1)] if group.shown else []}
              for place, group in enumerate(annex.groups)]
    return {"title": annex.title.upper(), "belongs": belonging(belongs, 160), "groups": groups,
            "total": _needs_line([row for group in annex.groups for row in group.rows]), "note": annex.note}
