"""Units, courses, academies and the calendar of the invented army are read as truth.json says."""
from datetime import date

from lms.courses.rules.academy_list import MONTHS, AcademyKnowledge, read_academies
from lms.courses.rules.course_list import CatalogueKnowledge, read_courses
from lms.courses.rules.holiday_list import read_holidays, working_days
from lms.sheets.book import shown
from tests.imports import sample


def accepted(report, keys) -> list[list]:
    """Accepted rows as truth.json lists them."""
    return [[row.row, *[shown(row.values[key]) for key in keys]] for row in report.rows if row.verdict == "accepted"]


def refused(report) -> dict:
    """(sheet, row) -> issues."""
    return {(row.sheet, row.row): sample.issues_of(row) for row in report.rows if row.verdict == "refused"}


def test_units():
    want, units = sample.truth()["units"], sample.unit_list()
    got = [[row, v.code, v.name, v.short, v.parent, v.kind, sample.iso(v.since), sample.iso(v.until), v.region] for row, v in units.versions.items()]
    assert got == want["accepted"]
    assert refused(units.report) == {("", row["row"]): sample.true_issues(row["errors"]) for row in want["refused"]}
    assert (units.report.ignored_rows, units.report.header_rows, units.report.sheet) == (want["ignored_rows"], want["header_rows"], want["sheet"])


def test_mergers_and_renamings():
    got = [(item.kind, sample.iso(item.on), list(item.old), item.new, item.basis) for item in sample.unit_list().successions]
    want = [(event["kind"], event["date"], event.get("old") or [event["code"]], event.get("new") or event["code"], event["by"]) for event in sample.truth()["units"]["events"]]
    assert got == want


def test_units_on_the_list_date():
    want, finder = sample.truth()["units"]["on_list_date"], sample.finder()
    assert len(finder.current) == want["units"]
    levels = {}
    for code in finder.current:
        levels[str(len(finder.chain(code)) - 1)] = levels.get(str(len(finder.chain(code)) - 1), 0) + 1
    assert levels == want["by_level"]
    assert sorted(code for code in finder.current if len(finder.chain(code)) == 2) == sorted(want["first_level"])


def test_courses():
    want = sample.truth()["courses"]
    report = read_courses(sample.book("courses.xlsx"), CatalogueKnowledge(sample.groups()))
    keys = ("code", "title", "topic", "level", "days", "hours", "min", "max", "prerequisites", "form", "groups")
    assert accepted(report, keys) == want["accepted"]
    assert refused(report) == {("", row["row"]): sample.true_issues(row["errors"]) for row in want["refused"]}
    assert (report.ignored_rows, report.header_rows, report.sheet) == (want["ignored_rows"], want["header_rows"], want["sheet"])


def test_academies():
    want = sample.truth()["academies"]
    report = read_academies(sample.book("academies.xlsx"), AcademyKnowledge(sample.finder(), sample.courses(), 2020))
    found = {}
    for row in report.rows:
        if row.verdict != "accepted":
            continue
        said = row.values
        mine = found.setdefault(said["academy"], {"name": sample.finder().current[said["academy"]].name, "rooms": 0, "seats": 0, "computers": 0,
                                                  "lecturer_months": {}, "licences": {}})
        if said["table"] == "rooms":
            mine |= {"rooms": mine["rooms"] + 1, "seats": mine["seats"] + said["seats"], "computers": mine["computers"] + said["computers"]}
        elif said["table"] == "lecturers":
            mine["lecturer_months"][said["topic"]] = [said[month] for month in MONTHS]
        else:
            mine["licences"][said["name"]] = [said["quantity"], sample.iso(said["until"])]
    assert found == want["academies"]
    assert refused(report) == {(row["sheet"], row["row"]): sample.true_issues(row["errors"]) for row in want["refused"]}
    assert (report.extra["notes"], report.extra["plan_year"]) == (want["notes"], 2027)
    assert (report.ignored_rows, report.header_rows) == (want["ignored_rows"], want["header_rows"])


def test_holidays_and_working_days():
    want = sample.truth()["holidays"]
    report = read_holidays(sample.book("holidays-2026-2027.csv"))
    assert accepted(report, ("date", "kind", "name")) == want["accepted"] and refused(report) == {} and report.extra["sample"] is want["sample_only"]
    days = {row.values["date"]: row.values["kind"] for row in report.rows}
    for month, count in want["working_days_by_month"].items():
        assert working_days(int(month[:4]), int(month[5:]), days) == count, month
    assert date(2026, 1, 10) in days
