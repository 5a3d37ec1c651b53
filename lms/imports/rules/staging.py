"""Staged files and rows as plain values: what the preview shows and what is written are the same thing, also after a restart."""
from dataclasses import dataclass, field
from datetime import date

from lms.sheets.report import FileReport, Report, RowReport

_PRIVATE = frozenset({"person", "cells", "where"})
_DAYS = frozenset({"birth", "since", "until", "date"})


@dataclass
class StagedRow:
    """One data row; `values` are JSON-able."""
    row: int
    sheet: str
    verdict: str
    values: dict
    notes: list[str]
    issues: list[dict]
    change: str | None = None


@dataclass
class StagedFile:
    """One file; `found` holds what is known of it beside its rows."""
    name: str
    verdict: str
    reason: str | None
    detail: str
    found: dict
    rows: list[StagedRow] = field(default_factory=list)

    def accepted(self) -> list[StagedRow]:
        """The rows that may be written."""
        return [row for row in self.rows if row.verdict == "accepted"] if self.verdict == "read" else []

    def count(self, verdict: str) -> int:
        """How many rows have this verdict."""
        return sum(row.verdict == verdict for row in self.rows)


@dataclass
class Staged:
    """All files of one act. `plan` is what writing them means, as it was found when they were last compared with the register (never stored)."""
    kind: str
    list_date: date
    files: list[StagedFile]
    duplicates: list[dict]
    options: dict = field(default_factory=dict)
    plan: object = None

    def count(self, verdict: str) -> int:
        """Rows with this verdict in all files."""
        return sum(file.count(verdict) for file in self.files)

    @property
    def refused_files(self) -> list[StagedFile]:
        """Files refused as a whole."""
        return [file for file in self.files if file.verdict == "refused_file"]

    def is_clean(self) -> bool:
        """Nothing refused."""
        return not self.count("refused") and not self.refused_files

    def changes(self) -> dict[str, int]:
        """created, changed, unchanged."""
        rows = [row.change for file in self.files for row in file.accepted()]
        return {word: rows.count(word) for word in ("created", "changed", "unchanged")}

    def as_report(self) -> dict:
        """The report of the design README."""
        return {"files": [_file_json(file) for file in self.files], "duplicates": self.duplicates}


def _file_json(file: StagedFile) -> dict:
    rows = [{**({"sheet": row.sheet} if row.sheet else {}), "row": row.row, "verdict": row.verdict,
             "change": row.change if row.verdict == "accepted" else None, "issues": row.issues} for row in file.rows]
    body = {"file": file.name, "verdict": file.verdict, "reason": file.reason, "rows": rows, "ignored_rows": file.found.get("ignored_rows", [])}
    return {**body, "cells": file.found["cells"]} if file.found.get("cells") else body


def stage_report(report: Report, list_date: date, options: dict) -> Staged:
    """The report of the readers as plain values."""
    return Staged(report.kind, list_date, [_stage_file(file) for file in report.files], report.duplicates, options)


def _stage_file(file: FileReport) -> StagedFile:
    found = {"sheet": file.sheet, "header_rows": file.header_rows, "columns": file.columns, "ignored_columns": [list(item) for item in file.ignored_columns],
             "ignored_sheets": file.ignored_sheets, "ignored_rows": file.ignored_rows, "cells": file.cells, **file.extra}
    return StagedFile(file.file, file.verdict, file.reason, file.detail, found, [_stage_row(row) for row in file.rows])


def _stage_row(row: RowReport) -> StagedRow:
    values = {key: _plain(value) for key, value in row.values.items() if key not in _PRIVATE}
    return StagedRow(row.row, row.sheet, row.verdict, values, list(row.notes), [issue.as_json() for issue in row.issues], row.change)


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value


def day_of(values: dict, key: str) -> date | None:
    """A staged day."""
    return date.fromisoformat(values[key]) if values.get(key) else None
