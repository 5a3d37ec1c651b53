"""Judging all need files of a round together: which file of a unit is in use, what came too late, who is asked for twice (rule 16)."""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from lms.sheets.report import Issue
from lms.survey.rules.need_files import NeedFile


@dataclass(frozen=True)
class RoundDates:
    """When a round opens, is due and is locked."""
    opens: date
    due: date
    lock: date


@dataclass(frozen=True)
class Taken:
    """What earlier acts took in for the round: the file in use of each unit (day made, number of the sending, name), and who asks for whom."""
    in_use: dict[str, tuple[date | None, int, str]] = field(default_factory=dict)
    asked_by: dict[str, frozenset[str]] = field(default_factory=dict)
    on_sheets: frozenset[tuple[str, str]] = frozenset()


def judge_round(files: list[NeedFile], dates: RoundDates, taken: Taken = Taken()) -> dict[str, NeedFile]:
    """Timing, the file in use of each unit, and persons asked for by two units; changes the files in place. The order of the files does not matter."""
    for file in files:
        if file.report.verdict != "read":
            continue
        file.timing = _timing(file.made_on, dates)
        if file.timing == "after_lock":
            file.report.verdict, file.report.reason = "refused_file", "after_lock"
        elif file.unit is None:
            file.report.verdict, file.report.reason = "refused_file", "unknown_unit"
    used = _in_use([file for file in files if file.report.verdict == "read"])
    for unit, file in list(used.items()):
        before = taken.in_use.get(unit)
        if before and not file.questions and (file.made_on or date.min, file.submission) < (before[0] or date.min, before[1]):
            file.superseded_by = before[2]
            del used[unit]
    _asked_twice(used, taken)
    return used


def _timing(made_on: date | None, dates: RoundDates) -> str:
    """on_time, late, or after_lock; a file without a date counts as on time."""
    if made_on is None or made_on <= dates.due:
        return "on_time"
    return "late" if made_on <= dates.lock else "after_lock"


def _in_use(files: list[NeedFile]) -> dict[str, NeedFile]:
    """Of several files of a unit the one made later, or with the higher number of sending. Files with a question wait beside it."""
    by_unit = defaultdict(list)
    for file in files:
        if file.unit:
            by_unit[file.unit].append(file)
    used = {}
    for unit, several in by_unit.items():
        settled = [file for file in several if not file.questions] or several
        last = max(settled, key=lambda file: (file.made_on or date.min, file.submission, file.file))
        for file in several:
            if file is not last:
                file.superseded_by = last.file
        used[unit] = last
    return used


def _asked_twice(used: dict[str, NeedFile], taken: Taken) -> None:
    """Two first-level units that ask for one person are both asked back; a line that stands on its sheet already stays there."""
    by_person = defaultdict(list)
    for unit, file in used.items():
        for line in file.lines:
            if line.values.get("person") and line.verdict != "refused":
                by_person[line.values["person"].service_no].append((unit, line))
    for number, asked in by_person.items():
        here = {unit for unit, _line in asked}
        before = taken.asked_by.get(number, frozenset()) - set(used)
        for unit, line in asked:
            if len(here) > 1 or (before and (unit, number) not in taken.on_sheets):
                line.issues.insert(0, Issue(line.values.get("where", str(line.row)), "asked_by_two_units", number, "sn"))


def totals(used: dict[str, NeedFile]) -> dict:
    """Accepted lines of the files in use: persons and heads, in all and by course (or topic and level without one)."""
    sums = {"persons": 0, "headcount": 0, "by_course": {}}
    for file in used.values():
        for line in () if file.questions else file.lines:
            if line.verdict != "accepted":
                continue
            said = line.values
            course = said["course"] or f"(no course) {said['topic']} / {said['level']}"
            key, heads = ("persons", 1) if said["kind"] == "person" else ("headcount", said["number"])
            sums[key] += heads
            sums["by_course"].setdefault(course, {"persons": 0, "headcount": 0})[key] += heads
    return sums


def changes_between(first: NeedFile, second: NeedFile) -> list[dict]:
    """What a second sending changed: lines removed and added, priorities, levels, quarters and numbers."""
    before, after = _keyed(first), _keyed(second)
    found = []
    for key, line in before.items():
        now = after.get(key)
        if now is None:
            found.append({"change": "removed", **_who(line)})
            continue
        for name, word in (("prio", "priority"), ("number", "number"), ("level", "level"), ("quarter", "quarter")):
            if line.values.get(name) != now.values.get(name):
                found.append({"change": word, **_who(now), "from": line.values.get(name), "to": now.values.get(name)})
    found += [{"change": "added", **_who(line)} for key, line in after.items() if key not in before]
    return found


def _keyed(file: NeedFile) -> dict[tuple, object]:
    """Lines by person and topic, or by group and topic; lines nobody could read are left out."""
    keyed = {}
    for line in file.lines:
        if line.verdict != "refused":
            who = line.values["sn"] if line.values["kind"] == "person" else (line.values["group"], line.values["unit"])
            keyed.setdefault((who, line.values["topic"]), line)
    return keyed


def _who(line) -> dict:
    who = {"service_no": line.values["sn"]} if line.values["kind"] == "person" else {"group": line.values["group"]}
    return {**who, "topic": line.values["topic"]}
