"""The invented army as the tests know it: truth.json, and the readers set up as a correct import has them."""
import csv
import json
from datetime import date
from functools import cache
from pathlib import Path

from lms.courses.rules.course_list import CourseEntry, CourseFinder
from lms.people.rules.ranks import RankEntry, RankReader
from lms.people.rules.roster import RosterKnowledge, read_roster
from lms.people.rules.words import Group, group_words
from lms.sheets.book import Book
from lms.sheets.guard import PEOPLE_LIMITS, RefusedFile
from lms.sheets.reading import open_book
from lms.sheets.report import FileReport, refused
from lms.survey.rules.need_files import read_need_file
from lms.survey.rules.need_lines import KnownPerson, NeedKnowledge, Register
from lms.survey.rules.need_round import RoundDates, judge_round
from lms.units.rules.matching import UnitFinder
from lms.units.rules.unit_list import UnitList, read_units

ARMY = Path(__file__).resolve().parents[1] / "data" / "army"
LIST_DATE = date(2026, 3, 1)
DATES = RoundDates(date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 10))


@cache
def truth() -> dict:
    """What a correct import finds."""
    return json.loads((ARMY / "truth.json").read_text(encoding="utf8"))


def book(name: str) -> Book:
    """A sample file, opened."""
    return open_book((ARMY / name).read_bytes(), Path(name).name, PEOPLE_LIMITS)


@cache
def unit_list() -> UnitList:
    """units.xlsx, read."""
    return read_units(book("units.xlsx"))


@cache
def finder() -> UnitFinder:
    """The units in force on the list date."""
    return UnitFinder(list(unit_list().versions.values()), unit_list().successions, LIST_DATE)


@cache
def ranks() -> RankReader:
    """All ranks of the reference list."""
    with (ARMY / "ranks.csv").open(encoding="utf8") as source:
        return RankReader([RankEntry(row["code"], row["category"], row["title_vi"]) for row in csv.DictReader(source)])


@cache
def groups() -> dict[str, str]:
    """The nine groups."""
    return group_words([Group(code, title) for code, title in truth()["groups"].items()])


@cache
def courses() -> CourseFinder:
    """The accepted courses."""
    return CourseFinder([CourseEntry(*row[1:5]) for row in truth()["courses"]["accepted"]])


@cache
def roster_knowledge() -> RosterKnowledge:
    """What the personnel lists are read against."""
    return RosterKnowledge(finder(), ranks(), groups(), courses().words(), LIST_DATE)


@cache
def roster(name: str) -> FileReport:
    """A personnel list, read; a refused file as its report."""
    try:
        return read_roster(book(name), roster_knowledge())
    except RefusedFile as problem:
        return refused(name, problem)


@cache
def register() -> Register:
    """The persons of the accepted rows, the first of each number."""
    found = {}
    for file in truth()["personnel"]["files"]:
        for row in roster(file["file"]).rows:
            if row.verdict == "accepted" and row.values["sn"] not in found:
                said = row.values
                found[said["sn"]] = KnownPerson(said["sn"], said["name"], said["birth"], said["unit"], finder().first_level(said["unit"]), said["group"])
    return Register(list(found.values()))


@cache
def need_knowledge() -> NeedKnowledge:
    """What the need sheets are read against."""
    return NeedKnowledge(finder(), register(), courses(), groups(), DATES.opens)


@cache
def needs() -> tuple[dict, dict]:
    """(file name -> need file, unit -> file in use), judged together."""
    files = [read_need_file(book(f"needs/{file['file']}"), need_knowledge()) for file in truth()["needs"]["files"]]
    used = judge_round(files, DATES)
    return {file.file: file for file in files}, used


def iso(day: date | None) -> str | None:
    """A day as truth.json writes it."""
    return day.isoformat() if day else None


def issues_of(row) -> set[tuple]:
    """(cell, kind, value) of a row's issues."""
    return {(issue["cell"], issue["kind"], json.dumps(issue["value"], ensure_ascii=False, sort_keys=True)) for issue in row.as_json()["issues"]}


def true_issues(entries: list[dict]) -> set[tuple]:
    """The same of truth.json."""
    return {(entry["cell"], entry["kind"], json.dumps(entry["value"], ensure_ascii=False, sort_keys=True)) for entry in entries}
