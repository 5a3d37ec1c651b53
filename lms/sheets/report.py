"""The import report: the one form in which the command, the page and the error file say what was found in a file.

Keys as in the design README: files[file, verdict, reason, rows[row, verdict, change, issues[cell, kind, value]], ignored_rows], duplicates.
"""
from dataclasses import dataclass, field

from lms.sheets.book import shown

QUESTIONS = frozenset({"person_other_unit", "asked_by_two_units", "duplicate_line", "past_quarter", "exceeds_staff", "unit_mismatch",
                       "contradictory_answer", "wrong_extension"})


@dataclass(frozen=True)
class Issue:
    """Something about one cell: `kind` is a word of the rule book, `value` what stands there."""
    cell: str
    kind: str
    value: object = None
    field: str = ""

    @property
    def is_question(self) -> bool:
        """Questions keep a line apart, errors refuse it."""
        return self.kind in QUESTIONS

    def as_json(self) -> dict:
        """The issue in the report."""
        return {"cell": self.cell, "kind": self.kind, "value": shown(self.value) if not isinstance(self.value, dict) else self.value}


@dataclass
class RowReport:
    """One data row: accepted values (plain), notes, issues, and what taking it in would change."""
    row: int
    values: dict = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    change: str | None = None
    sheet: str = ""

    @property
    def verdict(self) -> str:
        """Any error refuses the row; a question keeps it apart."""
        if any(not issue.is_question for issue in self.issues):
            return "refused"
        return "question" if self.issues else "accepted"

    def as_json(self) -> dict:
        """The row in the report; the sheet is named only where a file has several tables."""
        body = {"row": self.row, "verdict": self.verdict, "change": self.change if self.verdict == "accepted" else None,
                "issues": [issue.as_json() for issue in self.issues]}
        return {"sheet": self.sheet, **body} if self.sheet else body


@dataclass
class FileReport:
    """One file: read or refused, its rows, what was left out, and what it holds beside rows (`extra`, not in the JSON)."""
    file: str
    verdict: str = "read"
    reason: str | None = None
    rows: list[RowReport] = field(default_factory=list)
    ignored_rows: list[dict] = field(default_factory=list)
    ignored_columns: list[tuple[str, str]] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    header_rows: list[int] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)
    detail: str = ""
    extra: dict = field(default_factory=dict)

    def count(self, verdict: str) -> int:
        """How many rows have this verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    def as_json(self) -> dict:
        """The file in the report. Nothing of a refused file is told but the reason and the places."""
        body = {"file": self.file, "verdict": self.verdict, "reason": self.reason, "rows": [row.as_json() for row in self.rows],
                "ignored_rows": self.ignored_rows}
        return {**body, "cells": self.cells} if self.cells else body


@dataclass
class Report:
    """All files of one act."""
    kind: str
    files: list[FileReport] = field(default_factory=list)
    duplicates: list[dict] = field(default_factory=list)

    def count(self, verdict: str) -> int:
        """Rows with this verdict in all files."""
        return sum(file.count(verdict) for file in self.files)

    @property
    def refused_files(self) -> int:
        """Files that were refused as a whole."""
        return sum(file.verdict == "refused_file" for file in self.files)

    @property
    def is_clean(self) -> bool:
        """Nothing was refused: neither a row nor a file."""
        return self.count("refused") == 0 and self.refused_files == 0

    def as_json(self) -> dict:
        """The report as the design README has it."""
        return {"files": [file.as_json() for file in self.files], "duplicates": self.duplicates}


def refused(file: str, problem) -> FileReport:
    """The report of a file that was refused whole (`problem` is a RefusedFile)."""
    return FileReport(file, "refused_file", problem.kind, cells=list(problem.cells), detail=problem.detail)
