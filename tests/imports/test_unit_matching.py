"""Finding units in every way offices write them, on an army of our own (no sample file)."""
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.sheets.reading import open_book
from lms.units.rules.matching import Succession, UnitFinder, UnitVersion
from lms.units.rules.unit_list import read_units
from tests.sheets.making import xlsx

DAY = date(2026, 3, 1)


def version(code, name, short, parent, since=date(2010, 1, 1), until=None):
    """A version in short."""
    return UnitVersion(code, name, short, parent, "", since, until)


VERSIONS = [
    version("Y00", "Bộ Thử", "BT", None), version("Y01", "Quân khu Thử 1", "QKT1", "Y00"), version("Y02", "Quân khu Thử 11", "QKT11", "Y00"),
    version("Y01.01", "Bộ Tham mưu", "BTM-QKT1", "Y01"), version("Y02.01", "Bộ Tham mưu", "BTM-QKT11", "Y02"),
    version("Y01.01.01", "Phòng Số hóa - Lưu trữ", "P.SHLT", "Y01.01"), version("Y03", "Học viện Thử A", "HVTA", "Y00"),
    version("Y03.01", "Khoa Lý luận", "K.LL-HVTA", "Y03"), version("Y04", "Sư đoàn 7x7", "f7x7", "Y01"), version("Y05", "Trung đoàn 7x71", "e7x71", "Y04"),
    version("Y06", "Cục Cũ", "CC", "Y00", until=date(2024, 12, 31)), version("Y06", "Cục Mới", "CM", "Y00", since=date(2025, 1, 1)),
    version("Y07", "Tổng cục Tan", "TCT", "Y00", until=date(2023, 12, 31)), version("Y08", "Tổng cục Giữa", "TCG", "Y00", until=date(2024, 12, 31)),
    version("Y09", "Tổng cục Còn", "TCC", "Y00"), version("Y10", "Cục Giải Thể", "CGT", "Y00", until=date(2024, 12, 31)),
    version("Y11", "Cục Tương Lai", "CTL", "Y00", since=date(2027, 1, 1)),
]
EVENTS = [Succession("merge", date(2024, 1, 1), ("Y07",), "Y08"), Succession("merge", date(2025, 1, 1), ("Y08",), "Y09", ("Tổng cục Giữa cũ hơn",)),
          Succession("dissolve", date(2025, 1, 1), ("Y10",), None)]
FINDER = UnitFinder(VERSIONS, EVENTS, DAY)


@pytest.mark.parametrize(("text", "code", "notes"), [
    ("Quân khu Thử 1", "Y01", ()), ("QUÂN KHU THỬ 1", "Y01", ("unit:case_space",)), ("quan khu thu 1", "Y01", ("unit:case_space",)), ("QKT1", "Y01", ("unit:short",)),
    ("qkt 1", "Y01", ("unit:short_variant",)), ("Y01", "Y01", ("unit:code",)), (" y01 ", "Y01", ("unit:code",)), ("QK Thử 1", "Y01", ("unit:kind_abbrev",)),
    ("QK. Thử 11", "Y02", ("unit:kind_abbrev",)), ("f 7x7", "Y04", ("unit:short_variant",)), ("F7X7", "Y04", ("unit:short_variant",)), ("e7x71", "Y05", ("unit:short",)),
    ("HV Thử A", "Y03", ("unit:kind_abbrev",)), ("K. Lý luận", "Y03.01", ("unit:kind_abbrev",)), ("Bộ Tham mưu, Quân khu Thử 1", "Y01.01", ("unit:path",)),
    ("Bộ Tham mưu,QKT11", "Y02.01", ("unit:path",)), ("Bộ Tham mưu - Quân khu Thử 11", "Y02.01", ("unit:path",)), ("Bộ Tham mưu/Quân khu Thử 1", "Y01.01", ("unit:path",)),
    ("Bộ Tham mưu thuộc Quân khu Thử 1", "Y01.01", ("unit:path",)), ("bộ tham mưu-quân khu thử 1", "Y01.01", ("unit:case_space",)),
    ("BTM, QK Thử 1", "Y01.01", ("unit:kind_abbrev",)), ("Phòng Số hóa - Lưu trữ", "Y01.01.01", ()), ("Phòng Số hoá - Lưu trữ", "Y01.01.01", ("unit:tone_placement",)),
    ("Phòng Số hóa - Lưu trữ - Bộ Tham mưu - Quân khu Thử 1", "Y01.01.01", ("unit:path",)), ("Phòng Số hóa - Lưu trữ, Quân khu Thử 1", "Y01.01.01", ("unit:path",)),
    ("Phòng Số hóa – Lưu trữ", "Y01.01.01", ("unit:case_space",)), ("Cục Cũ", "Y06", ("unit:old_name",)), ("CC", "Y06", ("unit:old_name",)),
    ("Tổng cục Tan", "Y09", ("unit:successor",)), ("TCG", "Y09", ("unit:successor",)), ("Y07", "Y09", ("unit:successor",)), ("Tổng cục Giữa cũ hơn", "Y09", ("unit:successor",)),
])
def test_a_unit_is_found(text, code, notes):
    found = FINDER.find(text)
    assert (found.code, found.error) == (code, None), found
    assert found.notes == notes


@pytest.mark.parametrize(("text", "error"), [
    ("Bộ Tham mưu", "ambiguous_unit"), ("Quân khu Thử 2", "unknown_unit"), ("Phòng Không có, Quân khu Thử 1", "unknown_unit"), ("Khoa Lý luận, Quân khu Thử 1", "unknown_unit"),
    ("Quân khu Thử 1, Bộ Tham mưu", "unknown_unit"), ("Cục Giải Thể", "unknown_unit"), ("Cục Tương Lai", "unknown_unit"), ("", "unknown_unit"), (",", "unknown_unit"),
    ("- - - - - - - - - - - -", "unknown_unit"), ("x" * 5000, "unknown_unit"), ("a,b,c,d,e,f,g,h,i,j,k,l", "unknown_unit"),
])
def test_a_unit_is_not_guessed(text, error):
    assert FINDER.find(text).error == error and FINDER.find(text).code is None


@given(st.text(max_size=60))
def test_no_text_makes_the_finder_fail(text):
    found = FINDER.find(text)
    assert (found.code is None) == (found.error is not None)


def test_the_first_level_and_the_chain():
    assert FINDER.first_level("Y01.01.01") == "Y01" and FINDER.first_level("Y00") is None and FINDER.chain("Y05") == ["Y05", "Y04", "Y01", "Y00"]


def test_marks_decide_before_squeezing():
    finder = UnitFinder([version("A", "Cục Tổ", "C1", None), version("B", "Cục Tơ", "C2", None)], [], DAY)
    assert (finder.find("cục tơ").code, finder.find("cục tổ").code) == ("B", "A")
    assert finder.find("cuc to").error == "ambiguous_unit"


HEAD = ["Mã đơn vị", "Tên đơn vị", "Tên viết tắt", "Mã đơn vị cấp trên", "Loại đơn vị", "Có hiệu lực từ", "Đến", "Địa bàn"]


def issues(rows):
    """(cell, kind) of every refused row of a unit list."""
    units = read_units(open_book(xlsx([HEAD, *rows]), "u.xlsx"))
    return [[(issue.cell, issue.kind) for issue in row.issues] for row in units.report.rows]


def test_every_fault_of_a_unit_list_is_found_with_its_cell():
    found = issues([
        ["A", "Bộ", "B", None, "Bộ", "01/01/2000"], ["B", None, "x", "Q", "Cục", "31/02/2000"], ["C", "Cục C", "c", "D", "Cục", "01/01/2010"],
        ["D", "Cục D", "d", "C", "Cục", "01/01/2010"], ["E", "Cục E", "e", "A", "Cục", "01/01/2010", "01/01/2005"], ["F", "Cục F", "f", "A", "Cục", "01/01/2010", "31/12/2015"],
        ["F", "Cục F mới", "f", "A", "Cục", "01/01/2016"], ["F", "Cục F trùng", "f", "A", "Cục", "01/06/2020"], ["G", "=HYPERLINK(1)", "g", "A", "Cục", "01/01/2010"],
        ["H", "Cục H", "h", "H", "Cục", "01/01/2010"]])
    assert found == [[], [("B3", "missing_required"), ("D3", "unknown_parent"), ("F3", "bad_date")], [("D4", "parent_cycle")], [("D5", "parent_cycle")],
                     [("G6", "ends_before_start")], [], [], [("A9", "duplicate_code")], [("B10", "formula_text")], [("D11", "parent_cycle")]]
