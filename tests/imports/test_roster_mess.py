"""Personnel lists with other mess than the sample's: NFD, 1904 dates, merged units, two-line headers, swapped columns, duplicates of all kinds."""
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.people.rules.duplicates import Listed, find_duplicates
from lms.people.rules.roster import RosterKnowledge, age_on, read_roster, years_later
from lms.sheets.book import Book, Sheet
from lms.sheets.reading import open_book
from lms.units.rules.matching import UnitFinder, UnitVersion
from tests.imports.sample import groups, ranks
from tests.sheets.making import xlsx

DAY = date(2026, 3, 1)
UNITS = UnitFinder([UnitVersion("W00", "Bộ Thử", "BT", None), UnitVersion("W01", "Cục Thử Hóa", "CTH", "W00"), UnitVersion("W02", "Cục Thử Hai", "CT2", "W00")], [], DAY)
KNOWN = RosterKnowledge(UNITS, ranks(), groups(), {}, DAY)
HEAD = ["STT", "Số hiệu quân nhân", "Họ và tên", "Ngày sinh", "Giới tính", "Cấp bậc", "Chức vụ", "Đơn vị", "Ngày nhận chức"]


def row(sn="00000001", name="Nguyễn Văn A", birth=date(1990, 1, 1), unit="Cục Thử Hóa", since=date(2020, 1, 1), rank="Đại úy", gender="Nam", post="Trợ lý"):
    """A good row."""
    return [1, sn, name, birth, gender, rank, post, unit, since]


def read(rows, **options):
    """The rows of a made list."""
    return read_roster(open_book(xlsx(rows, **options), "x.xlsx"), KNOWN).rows


def issues(values: dict) -> list[tuple]:
    """(cell, kind) of a row with these values."""
    return [(issue.cell, issue.kind) for issue in read([HEAD, row(**values)])[0].issues]


def test_decomposed_words_everywhere_are_read():
    rows = [[unicodedata.normalize("NFD", value) if isinstance(value, str) else value for value in line] for line in (HEAD, row(unit="Cục Thử Hóa", rank="Đại uý"))]
    done = read(rows)[0]
    assert done.verdict == "accepted" and done.values["name"] == "Nguyễn Văn A" and set(done.notes) == {"name:nfd", "rank:spelling"}


def test_serial_days_of_a_1904_file():
    done = read([HEAD, row(birth=31_000, since=40_000)], date_1904=True)[0]
    assert (done.values["birth"], done.values["since"]) == (date(1988, 11, 15), date(2013, 7, 7))
    assert set(done.notes) == {"birth:date_serial", "since:date_serial"}


def test_a_merged_unit_holds_and_a_wrong_one_refuses_every_row_at_its_own_cell():
    rows = [HEAD, row("00000001", unit=None), row("00000002", unit=None), row("00000003", unit=None), row("00000004", unit=None)]
    good = read(rows, merges=[("H2:H3", "Cục Thử Hai"), ("H4:H5", "Cục Mất")])
    assert [line.values["unit"] for line in good] == ["W02", "W02", None, None]
    assert good[0].notes == () and good[1].notes == ("unit:merged_cell",)
    assert [issue.cell for line in good[2:] for issue in line.issues] == ["H4", "H5"]


@pytest.mark.parametrize(("values", "found"), [
    ({}, []), ({"sn": None}, [("B2", "missing_required")]), ({"name": "  "}, [("C2", "missing_required")]), ({"birth": None}, [("D2", "missing_required")]),
    ({"unit": None}, [("H2", "missing_required")]), ({"gender": None}, []), ({"rank": None}, []), ({"post": None}, []), ({"since": None}, []),
    ({"gender": "N"}, [("E2", "unknown_gender")]), ({"rank": "Th/tá"}, [("F2", "unknown_rank")]), ({"post": "@x"}, [("G2", "formula_text")]),
    ({"birth": date(2009, 3, 2)}, [("D2", "date_out_of_range")]), ({"birth": date(2009, 3, 1), "since": None}, []), ({"birth": date(1955, 2, 28), "since": None}, [("D2", "date_out_of_range")]),
    ({"birth": date(1955, 3, 2), "since": None}, []), ({"since": date(2026, 3, 2)}, [("I2", "date_out_of_range")]), ({"since": date(2006, 12, 31)}, [("I2", "date_out_of_range")]),
    ({"since": date(2007, 1, 1)}, []), ({"birth": date(1900, 1, 1)}, [("D2", "date_out_of_range")]), ({"since": "31/06/2020"}, [("I2", "bad_date")]),
    ({"sn": "1", "name": "A 1", "birth": "1980", "gender": "?", "rank": "SQ", "post": "=x", "unit": "Cục Mất", "since": "x"},
     [("B2", "bad_service_number"), ("C2", "bad_name"), ("D2", "bad_date"), ("E2", "unknown_gender"), ("F2", "unknown_rank"), ("G2", "formula_text"), ("H2", "unknown_unit"), ("I2", "bad_date")]),
])
def test_a_row_shows_all_its_errors_with_their_cells(values, found):
    assert issues(values) == found


def test_an_error_cell_is_found_in_any_column():
    def broken(_book, sheet):
        for column in range(1, 9):
            sheet.write_formula(2, column, "=NA()", None, "#N/A")
    done = read([HEAD, row(), [1, *[None] * 8]], more=broken)[1]
    assert [(issue.cell, issue.kind, issue.value) for issue in done.issues] == [(f"{letter}3", "cell_error", "#N/A") for letter in "BCDEFGHI"]


def test_ages_and_leap_days():
    assert age_on(date(2009, 3, 1), DAY) == 17 and age_on(date(2009, 3, 2), DAY) == 16 and years_later(date(2004, 2, 29), 17) == date(2021, 3, 1)


def listed(file, number, **values):
    """An accepted row for the search of duplicates."""
    base = {"sn": "1", "name": "Nguyễn Văn A", "birth": date(1990, 1, 1), "gender": "Nam", "rank": "Đại úy", "category": "SQ", "post": "x", "unit": "W01", "since": None, "spec": None,
            "group": None, "it": None, "certs": []}
    return Listed(file, number, {**base, **values})


@pytest.mark.parametrize(("rows", "kinds"), [
    ([listed("a", 1), listed("a", 2)], ["duplicate_in_file"]), ([listed("a", 1), listed("b", 2)], ["duplicate_identical"]),
    ([listed("a", 1), listed("b", 2, unit="W02")], ["duplicate_conflict"]), ([listed("a", 1), listed("a", 2, birth=date(1991, 1, 1))], ["duplicate_conflict"]),
    ([listed("a", 1), listed("b", 2, name="Trần B")], ["service_number_conflict"]), ([listed("a", 1), listed("b", 2, sn="2")], ["suspected_same_person"]),
    ([listed("a", 1), listed("b", 2, sn="2", name="nguyễn văn a")], ["suspected_same_person"]), ([listed("a", 1), listed("b", 2, sn="2", birth=date(1990, 1, 2))], []),
    ([listed("a", 1, name="Lê Hùng"), listed("b", 2, sn="2", name="Lê Hưng")], []), ([listed("a", 1), listed("b", 2), listed("c", 3)], ["duplicate_identical"] * 2), ([listed("a", 1)], []),
])
def test_duplicates_are_named(rows, kinds):
    assert [entry["kind"] for entry in find_duplicates(rows)] == kinds


cells = st.one_of(st.none(), st.text(max_size=12), st.integers(-10**9, 10**9), st.floats(allow_nan=True), st.booleans(), st.dates(), st.times(),
                  st.sampled_from(["00000001", "Nguyễn Văn A", "1/1/1990", "Nam", "Đại úy", "Cục Thử Hóa", "#N/A", "=1"]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(cells, min_size=9, max_size=9), max_size=6))
def test_any_rows_under_a_header_are_accepted_refused_or_named_as_no_data(rows):
    report = read_roster(Book("x", "xlsx", [Sheet("x", [HEAD, *rows])]), KNOWN)
    numbers = [line.row for line in report.rows] + [item["row"] for item in report.ignored_rows] + report.header_rows
    assert sorted(numbers) == list(range(1, len(rows) + 2))
    assert all((line.verdict == "accepted") == (not line.issues) for line in report.rows)
