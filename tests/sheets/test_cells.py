"""How one cell becomes a value: every accepted form, and every form that must be refused."""
import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.sheets.book import Book, CellError
from lms.sheets.cells import (even_tones, is_blank, looks_like_formula, parse_day, read_count, read_day, read_decimal, read_name, read_service_number,
                              read_text)
from lms.spelling import squeeze

BOOK, BOOK_1904, CSV = Book("x", "xlsx", []), Book("x", "xlsx", [], epoch_1904=True), Book("x", "csv", [])
NFD_NAME = unicodedata.normalize("NFD", "Nguyễn Thị Hòa")


@pytest.mark.parametrize(("text", "day"), [
    ("26/09/1989", date(1989, 9, 26)), ("5/1/2020", date(2020, 1, 5)), ("1.2.1990", date(1990, 2, 1)), ("24-11-1966", date(1966, 11, 24)),
    (" 19/ 06/1999 ", date(1999, 6, 19)), ("31/08/2001\u00a0", date(2001, 8, 31)), ("1985-06-05", date(1985, 6, 5)), ("29/02/2000", date(2000, 2, 29)),
    ("ngày 5 tháng 6 năm 1985", date(1985, 6, 5)), ("Ngày 05 tháng 06 năm 1985", date(1985, 6, 5)), (unicodedata.normalize("NFD", "ngày 5 tháng 6 năm 1985"), date(1985, 6, 5)),
    ("12/11/1990", date(1990, 11, 12)),
])
def test_full_dates_are_read_day_before_month(text, day):
    reading = read_day(text, BOOK, "birth")
    assert (reading.value, reading.notes, reading.error) == (day, ("birth:date_text",), None)


@pytest.mark.parametrize("text", [
    "29/02/1990", "31/9/1979", "00/00/2020", "32/01/1979", "31.4.1988", "1980", "5/1985", "06/1985", "05/06/85", "13/13/1990", "1985/06/05", "6-1985", "tháng 6 năm 1985",
    "1.2/1990", "01-02.1990", "năm 1990", "khoảng 1980", "?", "1990-02-30", "٠١/٠٢/١٩٩٠", "05.06.1985.", "0/1/1990", "1/2/19900", "ngày 31 tháng 2 năm 1985",
])
def test_everything_else_is_no_date(text):
    assert read_day(text, BOOK, "birth").error == "bad_date"


def test_serial_numbers_follow_the_files_date_system():
    assert read_day(31_000, BOOK, "since").value == date(1984, 11, 14)
    assert read_day(31_000.0, BOOK_1904, "since").value == date(1988, 11, 15)
    assert read_day(31_000, BOOK, "since").notes == ("since:date_serial",)
    assert read_day("31000", CSV, "since").value == date(1984, 11, 14)
    for bad in (6_999, 60_001, 1980, -5, 0, 1.5, True, time(12, 0), float("nan")):
        assert read_day(bad, BOOK, "since").error == "bad_date"
    assert read_day("1980", CSV, "since").error == "bad_date"


def test_date_cells_are_taken_as_they_are():
    assert read_day(date(1990, 1, 2), BOOK).value == date(1990, 1, 2)
    assert read_day(datetime(1990, 1, 2, 12), BOOK).value == date(1990, 1, 2)
    assert read_day(None, BOOK).value is None and read_day(" \u200b", BOOK).error is None
    assert read_day(CellError("#N/A"), BOOK).error == "cell_error"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from("/.-"), st.booleans())
def test_every_day_written_in_an_accepted_form_comes_back(day, sign, padded):
    text = f"{day:%d}{sign}{day:%m}{sign}{day.year}" if padded else f"{day.day}{sign}{day.month}{sign}{day.year}"
    assert parse_day(text) == day and parse_day(f"ngày {day.day} tháng {day.month} năm {day.year}") == day and parse_day(day.isoformat()) == day
    assert parse_day(f"{day:%d}{sign}{day:%m}{sign}{day:%y}") is None


@given(st.text(max_size=30))
def test_no_text_makes_a_reader_fail(text):
    for reader in (read_text, read_name, read_service_number, read_count, read_decimal, lambda value: read_day(value, BOOK, "x"), parse_day, is_blank, even_tones):
        reader(text)


@pytest.mark.parametrize(("cell", "value", "notes"), [
    ("01234567", "01234567", ()), (" 01 23 45 67 ", "01234567", ()), ("01.234.567", "01234567", ()), ("'01234567", "01234567", ()), ("’01234567", "01234567", ()),
    (1234567, "01234567", ("sn:zeros_restored",)), (1234567.0, "01234567", ("sn:zeros_restored",)), (12345678, "12345678", ()), (7.0, "00000007", ("sn:zeros_restored",)),
])
def test_service_numbers_are_cleaned(cell, value, notes):
    reading = read_service_number(cell)
    assert (reading.value, reading.notes, reading.error) == (value, notes, None)


@pytest.mark.parametrize("cell", ["12A45678", "123456789", "O1234567", "1234567", "0123-4567", 123456789, 0, -5, 1.5, True, date(2020, 1, 1), "０１２３４５６７", "٠١٢٣٤٥٦٧", "x"])
def test_bad_service_numbers_are_refused_and_texts_are_not_padded(cell):
    assert read_service_number(cell).error == "bad_service_number"


@pytest.mark.parametrize("cell", ["=1", "+84912345", "-1", "@x", "＝1", "＋1", "－1", "＠x"])
def test_formula_texts_are_refused_in_numbers_names_posts_and_units(cell):
    assert read_service_number(cell).error == read_name(cell).error == read_text(cell, guarded=True).error == "formula_text"
    assert looks_like_formula(cell) and read_text(cell).value == cell


def test_names_keep_their_spelling_and_say_how_they_came():
    assert read_name("Nguyễn  Thị\u00a0Hoà ").value == "Nguyễn Thị Hoà"
    assert read_name("Nguyễn  Thị\u00a0Hoà ").notes == ("name:cleaned",)
    assert read_name(NFD_NAME).notes == ("name:nfd",) and read_name(NFD_NAME).value == "Nguyễn Thị Hòa"
    assert read_name(NFD_NAME + "  ").notes == ("name:cleaned", "name:nfd")
    assert read_name("H’Juê").value == "H’Juê" and read_name("Y Moan").notes == () and read_name("K'Tiêng").error is None
    assert read_name("Trần\nVăn\tA").value == "Trần Văn A" and read_name("Ng\u200buyễn").notes == ("name:cleaned",)


@pytest.mark.parametrize("cell", ["Nguyễn Văn 12", "Nguyễn (A)", "A [b]", 12, "...", "Trần <b>"])
def test_digits_and_brackets_are_no_name(cell):
    assert read_name(cell).error == "bad_name"


@pytest.mark.parametrize(("cell", "value"), [(3, 3), (3.0, 3), ("4 đ/c", 4), ("10 đồng chí", 10), ("16 giờ", 16), ("25 bộ", 25), ("7", 7), ("5 người", 5)])
def test_counts_may_carry_a_unit_word(cell, value):
    assert read_count(cell).value == value and read_count(cell).error is None


@pytest.mark.parametrize("cell", [-3, 0, 2.5, "khoảng 10", "2.5", "-3", "mười", True, "3 4", "٣", "1e3", date(2020, 1, 1), "0", float("inf")])
def test_other_counts_are_refused(cell):
    assert read_count(cell).error == "bad_number"


@pytest.mark.parametrize(("cell", "value"), [(None, 0), ("", 0), ("-", 0), ("–", 0), ("x", 0), ("1,5", 1.5), ("1.5", 1.5), (0.5, 0.5), ("2", 2), (3.0, 3)])
def test_teacher_months_know_commas_and_dashes(cell, value):
    assert read_decimal(cell).value == value


@pytest.mark.parametrize("cell", ["bốn mươi", "-1", -1, "1,5,2", True, date(2020, 1, 1), "NaN", float("nan")])
def test_other_teacher_months_are_refused(cell):
    assert read_decimal(cell).error == "bad_number"


@pytest.mark.parametrize(("one", "other"), [("hoà", "hòa"), ("Thuý", "Thúy"), ("HOÁ", "HÓA"), ("xoè", "xòe"), ("Thuỷ công", "Thủy công"), ("quý", "quý")])
def test_both_ways_to_place_a_tone_are_one(one, other):
    assert even_tones(one) == even_tones(other)


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoa"), ("hoán", "hoan"), ("tá", "tà"), ("Hòa", "hòa")])
def test_other_differences_stay(one, other):
    assert even_tones(one) != even_tones(other)


@given(st.text(alphabet="aăâoeuyàáòóùúAOUY ", max_size=20))
def test_placing_tones_evenly_twice_changes_nothing_and_keeps_the_letters(text):
    assert even_tones(even_tones(text)) == even_tones(text) and squeeze(even_tones(text)) == squeeze(text)


def test_durations_are_no_days():
    assert read_day(timedelta(days=3), BOOK, "x").error == "bad_date"
