"""Nothing that is written can run: any text goes out and comes back as the same text, never as a formula."""
import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lms.sheets.reading import open_book
from lms.sheets.refusals import is_stamp
from lms.sheets.writing import SheetOut, csv_bytes, is_risky, plain, xlsx_bytes

ATTACKS = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1", "\u200b=1", "\ufeff=1", "=cmd|' /C calc'!A0",
           "http://example.org", "%0A=1", "|x", "{=1}", "1e5", "'=1"]


def sheet_xml(data: bytes) -> str:
    """The XML of the first sheet."""
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("text", ATTACKS)
def test_no_attack_becomes_a_formula_or_a_link(text):
    data = xlsx_bytes([SheetOut("x", ["a"], [[text]])])
    xml = sheet_xml(data)
    assert "<f>" not in xml and "hyperlink" not in xml and re.search(r'r="A2"[^>]*t="s"', xml)
    line = csv_bytes(["a"], [[text]]).decode("utf-8-sig").split("\r\n", 1)[1]
    cell = next(csv.reader(io.StringIO(line, newline=""), delimiter=";"))[0]
    assert not cell.lstrip(" \u200b\ufeff").startswith(tuple("=+-@\t\r＝＋－＠"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_any_text_comes_back_as_the_text_it_was(text):
    # Hypothesis also tries the words of our own source, and a file that calls itself secret is rightly refused
    assume(not any(is_stamp(line) for line in re.split(r"[\r\n]+", plain(text))))
    data = xlsx_bytes([SheetOut("x", ["a"], [[text]])])
    assert "<f>" not in sheet_xml(data)
    rows = open_book(data, "x.xlsx").sheets[0].rows
    back = rows[1][0] if len(rows) > 1 else None
    expected = plain(text)
    assert (back or "").replace("\r\n", "\n").replace("\r", "\n") == expected.replace("\r\n", "\n").replace("\r", "\n") or "_x" in expected


@given(st.text(max_size=40))
def test_no_text_of_a_csv_can_run(text):
    line = csv_bytes(["a"], [[text]]).decode("utf-8-sig").split("\r\n", 1)[1]
    cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=";"), [""])
    assert not cells or not is_risky(cells[0])


def test_a_csv_opens_in_vietnamese_excel():
    data = csv_bytes(["Họ và tên", "Ngày"], [["Nguyễn", date(2026, 3, 1)], ["a;b", 5]])
    assert data.startswith(b"\xef\xbb\xbf") and data.decode("utf-8-sig") == 'Họ và tên;Ngày\r\nNguyễn;01/03/2026\r\n"a;b";5\r\n'


def test_numbers_days_and_moments_keep_their_types():
    moment = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    rows = open_book(xlsx_bytes([SheetOut("x", ["a", "b", "c", "d", "e"], [[1, 2.5, date(2026, 3, 1), moment, True]])]), "x.xlsx").sheets[0].rows
    assert rows[1] == [1, 2.5, date(2026, 3, 1), datetime(2026, 3, 2, 3, 0), True]


def test_sheet_names_are_made_legal_and_unique():
    book = open_book(xlsx_bytes([SheetOut("a/b:c*?", ["x"], [["1"]]), SheetOut("a/b:c*?", ["x"], [["1"]]), SheetOut("'" * 40, ["x"], [["1"]]), SheetOut("x" * 50, ["x"], [["1"]])]), "x.xlsx")
    assert len({sheet.name for sheet in book.sheets}) == 4 and all(len(sheet.name) <= 31 for sheet in book.sheets)


def test_an_empty_export_is_still_a_file():
    assert open_book(xlsx_bytes([SheetOut("x", ["a"], [])]), "x.xlsx").sheets[0].rows == [["a"]]
