"""Questions of need files: which stand in the files in use, what may be answered, and what a line is once it has been answered. Plain values.

The same question has the same key however often, in whatever order and in whatever file it comes, so that an answer is given once. Answers:
keep (as it stands), drop (left out), first / this / both (the same person and topic twice in a file), a quarter, a number, a unit's code,
lines / no_need (a file that says both).
"""
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from lms.imports.rules.staging import StagedRow

KEEP, DROP, FIRST, THIS, BOTH = "keep", "drop", "first", "this", "both"
OUT, OPEN, IN = "out", "open", "in"
TWICE = "asked_by_two_units"
ABOUT_FILE = ("unit_mismatch", "contradictory_answer", "wrong_extension")
_LINE = ("kind", "sn", "group", "unit", "topic", "level", "prio", "quarter", "number")
QUARTERS_AHEAD = 8


@dataclass(frozen=True)
class Asked:
    """One question as the files raise it."""
    key: str
    kind: str
    units: tuple[str, ...]
    places: tuple[dict, ...]
    subject: dict
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """What has been answered in a round: by line, by person asked for twice, by content of a file."""
    lines: dict[str, str] = field(default_factory=dict)
    twice: dict[str, tuple[tuple[frozenset, str], ...]] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)

    def of_person(self, number: str | None, unit: str) -> list[str]:
        """The answers about a person whom this unit asks for beside others."""
        return [choice for units, choice in self.twice.get(number, ()) if unit in units]


def _key(*said) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def line_key(unit: str, kind: str, values: dict) -> str:
    """A question about one line of a unit."""
    return _key(unit, kind, {name: values.get(name) for name in _LINE})


def file_key(sha256: str, kind: str) -> str:
    """A question about a whole file."""
    return _key("file", sha256, kind)


def twice_key(number: str, units: Iterable[str]) -> str:
    """A person for whom several units ask."""
    return _key(TWICE, number, sorted(units))


def gather(answered: Iterable[tuple]) -> Answers:
    """(key, kind, units, subject, answer) of answered questions, as `Answers`."""
    lines, twice, files = {}, {}, {}
    for key, kind, units, subject, answer in answered:
        if kind == TWICE:
            twice.setdefault(subject["sn"], []).append((frozenset(units), answer))
        elif kind in ABOUT_FILE:
            files.setdefault(subject["sha256"], {})[kind] = answer
        else:
            lines[key] = answer
    return Answers(lines, {number: tuple(said) for number, said in twice.items()}, files)


def choices_of(issue: dict, row: StagedRow, rows: list[StagedRow], opens: str) -> tuple[str, ...]:
    """What may be answered to a question about a line. A number is typed: `choice_fits` knows how high it may be."""
    kind = issue["kind"]
    if kind == "past_quarter":
        return (KEEP, *quarters_from(opens), DROP)
    if kind == "duplicate_line":
        first = next((other for other in rows if other.row < row.row and _same_topic(other, row) and other.verdict != "refused"), None)
        can_both = first is not None and first.values["level"] != row.values["level"]
        return (FIRST, THIS, BOTH) if can_both else (FIRST, THIS)
    return (KEEP, DROP)


def choice_fits(kind: str, choices: Iterable[str], subject: dict, choice: str) -> bool:
    """Whether this is an answer to such a question; instead of a number beyond the staff also one that fits it."""
    if kind == "exceeds_staff" and choice.isascii() and choice.isdigit():
        return len(choice) < 7 and 1 <= int(choice) <= subject["staff"]
    return choice in choices


def quarters_from(day: str) -> list[str]:
    """The quarter of a day (2026-03-02) and those that follow."""
    year, number = int(day[:4]), (int(day[5:7]) - 1) // 3
    return [f"{year + (number + step) // 4}Q{(number + step) % 4 + 1}" for step in range(QUARTERS_AHEAD)]


def _same_topic(one: StagedRow, other: StagedRow) -> bool:
    return one.values["kind"] == other.values["kind"] == "person" and (one.values["sn"], one.values["topic"]) == (other.values["sn"], other.values["topic"])


def ask_lines(file: str, unit: str, rows: list[StagedRow], opens: str) -> list[Asked]:
    """The questions of a file about single lines."""
    found = []
    for row in rows:
        for issue in row.issues if row.verdict == "question" else ():
            if issue["kind"] == TWICE:
                continue
            subject = {name: row.values.get(name) for name in (*_LINE, "reason")}
            subject |= issue["value"] if isinstance(issue["value"], dict) else {"said": issue["value"]}
            found.append(Asked(line_key(unit, issue["kind"], row.values), issue["kind"], (unit,), (place(file, unit, row, issue),), subject,
                               choices_of(issue, row, rows, opens)))
    return found


def place(file: str, unit: str, row: StagedRow, issue: dict) -> dict:
    """Where a question stands."""
    return {"file": file, "unit": unit, "row": row.row, "cell": issue["cell"]}


def ask_twice(number: str, asked: dict[str, list[tuple]], standing: dict[str, list[tuple]]) -> Asked:
    """A person for whom several units ask: unit -> [(place, values)] of lines that wait, and unit -> [(topic, level)] of lines that stand on sheets."""
    units = tuple(sorted({*asked, *standing}))
    wants = {unit: {(values["topic"], values["level"]) for _place, values in lines} for unit, lines in asked.items()}
    for unit, lines in standing.items():
        wants.setdefault(unit, set()).update(lines)
    same = len(units) < 2 or any(wants[one] & wants[other] for one in units for other in units if one < other)
    places = [where for lines in asked.values() for where, _values in lines]
    values = next(iter(asked.values()))[0][1]
    subject = {name: values.get(name) for name in (*_LINE, "reason")} | {"wants": {unit: sorted(map(list, wants[unit])) for unit in units}}
    return Asked(twice_key(number, units), TWICE, units, tuple(places), subject, (*units, *(() if same else (BOTH,)), DROP))


def fate(unit: str, row: StagedRow, answers: Answers) -> tuple[str, dict]:
    """What becomes of one line: out, open (a question waits) or in, with its values as answered."""
    values = dict(row.values)
    chosen = answers.of_person(values.get("sn"), unit) if values["kind"] == "person" else []
    if row.verdict == "refused" or any(choice not in (unit, BOTH) for choice in chosen):
        return OUT, values
    waits = False
    for issue in row.issues:
        kind = issue["kind"]
        choice = (chosen[0] if chosen else None) if kind == TWICE else answers.lines.get(line_key(unit, kind, row.values))
        if choice in (DROP, FIRST):
            return OUT, values
        waits = waits or choice is None
        if choice not in (None, KEEP) and kind in ("past_quarter", "exceeds_staff"):
            values |= {"quarter": choice} if kind == "past_quarter" else {"number": int(choice)}
    return (OPEN if waits else IN), values


def settle(unit: str, rows: list[StagedRow], answers: Answers) -> list[tuple[StagedRow, dict]]:
    """The lines of a file that enter the sheet, each once: accepted ones and those whose questions are answered."""
    kept: dict[object, tuple[StagedRow, dict]] = {}
    for row in rows:
        state, values = fate(unit, row, answers)
        if state != IN:
            continue
        person, topic = (values["sn"], values["topic"]) if values["kind"] == "person" else (None, None)
        if person and answers.lines.get(line_key(unit, "duplicate_line", row.values)) == THIS:
            kept = {key: line for key, line in kept.items() if key[:2] != (person, topic)}
        kept.setdefault((person, topic, values["level"]) if person else (None, None, row.row), (row, values))
    return list(kept.values())


def is_moot(kind: str, unit_rows: list[tuple[str, StagedRow]], answers: Answers) -> bool:
    """Whether other answers have settled all lines of a question that waits, so that nobody needs to answer it."""
    return kind not in ABOUT_FILE and bool(unit_rows) and all(fate(unit, row, answers)[0] == OUT for unit, row in unit_rows)
