"""The personnel lists of the invented army are read as truth.json says, field by field."""
import pytest

from lms.people.rules.duplicates import Listed, find_duplicates
from lms.sheets.book import shown
from tests.imports import sample

FILES = [file["file"] for file in sample.truth()["personnel"]["files"]]
READ = [file["file"] for file in sample.truth()["personnel"]["files"] if file["verdict"] == "read"]
REFUSED = [name for name in FILES if name not in READ]
COLUMNS = sample.truth()["personnel"]["accepted_columns"]
FIELDS = dict(zip(COLUMNS[1:-1], ("sn", "name", "birth", "gender", "rank", "category", "post", "unit", "since", "spec", "group", "it", "certs"), strict=True))


def true_file(name: str) -> dict:
    """truth.json on a file."""
    return next(file for file in sample.truth()["personnel"]["files"] if file["file"] == name)


def same_notes(mine, theirs, raw_is_short: bool) -> bool:
    """`C.QK-BTTM-M` in capitals is the short name itself: the generator calls some of these a variant, the bytes cannot tell."""
    if raw_is_short:
        mine, theirs = ([note.replace("unit:short_variant", "unit:short") for note in notes] for notes in (mine, theirs))
    return sorted(mine) == sorted(theirs)


@pytest.mark.parametrize("name", READ)
def test_accepted_rows_field_by_field(name):
    accepted = {row.row: row for row in sample.roster(name).rows if row.verdict == "accepted"}
    expected = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in true_file(name)["accepted"]}
    assert set(accepted) == set(expected)
    for number, want in expected.items():
        got = {theirs: shown(accepted[number].values[mine]) for theirs, mine in FIELDS.items()}
        assert got == {key: want[key] for key in FIELDS}, (name, number)
        assert same_notes(accepted[number].notes, want["notes"], "unit:short" in accepted[number].notes), (name, number, accepted[number].notes, want["notes"])


@pytest.mark.parametrize("name", READ)
def test_refused_rows_with_every_cell_kind_and_value(name):
    refused = {row.row: sample.issues_of(row) for row in sample.roster(name).rows if row.verdict == "refused"}
    assert refused == {row["row"]: sample.true_issues(row["errors"]) for row in true_file(name)["refused"]}


@pytest.mark.parametrize("name", READ)
def test_sheet_header_columns_and_ignored_rows(name):
    report, want = sample.roster(name), true_file(name)
    assert (report.sheet, report.header_rows, report.columns) == (want["sheet"], want["header_rows"], want["columns"])
    assert report.ignored_rows == want["ignored_rows"] and report.ignored_sheets == want["ignored_sheets"]
    assert report.ignored_columns == [(item["column"], item["header"]) for item in want["ignored_columns"]]
    assert (min(row.row for row in report.rows) >= want["first_data_row"], max(row.row for row in report.rows)) == (True, want["last_data_row"])


@pytest.mark.parametrize("name", REFUSED)
def test_refused_files_say_why_and_where_and_nothing_else(name):
    report, want = sample.roster(name).as_json(), true_file(name)
    assert (report["verdict"], report["reason"], report["rows"]) == ("refused_file", want["kind"], [])
    assert report["cells"] == (want.get("cells") or [want["cell"]])


def test_totals():
    rows = [row for name in READ for row in sample.roster(name).rows]
    accepted = [row for row in rows if row.verdict == "accepted"]
    want = sample.truth()["personnel"]["totals"]
    assert len(accepted) == want["rows_accepted"] and len(rows) - len(accepted) == want["rows_refused"]
    assert len({row.values["sn"] for row in accepted}) == want["distinct_service_numbers"]
    assert sum("name:nfd" in row.notes for row in accepted) == want["names_stored_nfc_that_came_nfd"]


def duplicate_key(entry: dict) -> tuple:
    """A duplicate without the order of its two places."""
    return entry["kind"], entry["ask"], entry["name"], frozenset((place["file"], place["row"]) for place in entry["places"]), \
        tuple(sorted((key, frozenset(values)) for key, values in entry["differs"].items()))


def test_duplicates_over_all_files():
    listed = [Listed(name, row.row, row.values) for name in READ for row in sample.roster(name).rows if row.verdict == "accepted"]
    found = find_duplicates(listed)
    assert {duplicate_key(entry) for entry in found} == {duplicate_key(entry) for entry in sample.truth()["personnel"]["duplicates"]}
    assert len(found) == len(sample.truth()["personnel"]["duplicates"])


def test_staff_of_each_first_level_unit():
    assert {unit: sample.register().staff[unit] for unit in sample.truth()["needs"]["staff_in_register"]} == sample.truth()["needs"]["staff_in_register"]
