"""Every spelling of a rank, and what is not guessed."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.rules.words import read_certificates, read_gender, read_group, read_it_level
from lms.sheets.book import CellError
from tests.imports.sample import groups, ranks

TRUE = [
    ("Đại tá", "Đại tá", "SQ", False), ("đại tá", "Đại tá", "SQ", True), ("ĐẠI TÁ", "Đại tá", "SQ", True), ("Đ/tá", "Đại tá", "SQ", True), ("Đ/Tá", "Đại tá", "SQ", True),
    ("Đ.tá", "Đại tá", "SQ", True), ("4//", "Đại tá", "SQ", True), ("4 //", "Đại tá", "SQ", True), ("1//", "Thiếu tá", "SQ", True), ("2//", "Trung tá", "SQ", True),
    ("3//", "Thượng tá", "SQ", True), ("1/", "Thiếu úy", "SQ", True), ("2/", "Trung úy", "SQ", True), ("3/", "Thượng úy", "SQ", True), ("4/", "Đại úy", "SQ", True),
    ("Đại uý", "Đại úy", "SQ", True), ("Tr/úy", "Trung úy", "SQ", True), ("Tr.uý", "Trung úy", "SQ", True), ("Tr/tá", "Trung tá", "SQ", True), ("Thg/tá", "Thượng tá", "SQ", True),
    ("Thi/tá", "Thiếu tá", "SQ", True), ("Đại úy CN", "Đại úy", "QNCN", False), ("Đại úy  CN ", "Đại úy", "QNCN", False), ("Đại úy QNCN", "Đại úy", "QNCN", True),
    ("Đại uý CN", "Đại úy", "QNCN", True), ("4/CN", "Đại úy", "QNCN", True), ("1//CN", "Thiếu tá", "QNCN", True), ("3// QNCN", "Thượng tá", "QNCN", True),
    ("Trung úy (QNCN)", "Trung úy", "QNCN", True), ("Đ/úy CN", "Đại úy", "QNCN", True), ("Thượng úy chuyên nghiệp", "Thượng úy", "QNCN", True),
    ("Thiếu tá/CN", "Thiếu tá", "QNCN", True), ("Hạ sĩ", "Hạ sĩ", "HSQ-BS", False), ("Hạ sỹ", "Hạ sĩ", "HSQ-BS", True), ("H1", "Hạ sĩ", "HSQ-BS", True), ("h3", "Thượng sĩ", "HSQ-BS", True),
    ("B1", "Binh nhì", "HSQ-BS", True), ("B2", "Binh nhất", "HSQ-BS", True), ("Thượng sĩ", "Thượng sĩ", "HSQ-BS", False), ("Thiếu tướng", "Thiếu tướng", "SQ", False),
    ("Chuẩn Đô đốc", "Chuẩn Đô đốc", "SQ", False), ("Phó Đô đốc", "Phó Đô đốc", "SQ", False), ("Đô đốc Hải quân", "Đô đốc", "SQ", True),
    ("VCQP", None, "CNVQP", True), ("CNVQP", None, "CNVQP", True), ("Công nhân quốc phòng", None, "CNVQP", True), ("ccqp", None, "CNVQP", True), (None, None, None, False), (" ", None, None, False),
]


@pytest.mark.parametrize(("cell", "title", "category", "noted"), TRUE)
def test_a_rank_is_read(cell, title, category, noted):
    found = ranks().read(cell)
    assert (found.title, found.category, found.error) == (title, category, None)
    assert found.notes == (("rank:spelling",) if noted else ())


@pytest.mark.parametrize("cell", ["SQ", "5//", "0/", "Th/tá", "Th/úy", "T/tá", "Đại tướng bậc 3", "Đại tá CN", "4//CN", "Thiếu tướng CN", "Trung sĩ CN", "Binh", "1///", "B3", "tá", "CN",
                                  "Thiếu", "Đại", "?", 5, "1", "////", "Thượng tướng QNCN"])
def test_a_rank_is_not_guessed(cell):
    assert ranks().read(cell).error == "unknown_rank"


def test_an_error_cell_is_an_error():
    assert ranks().read(CellError("#N/A")).error == "cell_error"


@given(st.text(max_size=30))
def test_no_text_makes_the_readers_fail(text):
    ranks().read(text), read_gender(text), read_it_level(text), read_group(text, groups()), read_certificates(text, {})


@pytest.mark.parametrize(("cell", "level", "notes"), [
    ("CB1", "CB1", ()), ("cb 2", "CB2", ()), ("Cơ bản 1", "CB1", ()), ("TRUNG CẤP 2", "TC2", ()), ("nâng cao 1", "NC1", ()), ("Chuyên sâu 2", "CS2", ()), ("CS-1", "CS1", ()),
    ("Tin học B", None, ("it:unmapped",)), ("CB3", None, ("it:unmapped",)), ("Cơ bản", None, ("it:unmapped",)), ("Chưa đánh giá", None, ()), ("-", None, ()), (None, None, ()),
])
def test_it_levels(cell, level, notes):
    assert (read_it_level(cell).value, read_it_level(cell).notes, read_it_level(cell).error) == (level, notes, None)


@pytest.mark.parametrize(("cell", "value", "error"), [("Nam", "Nam", None), (" NỮ ", "Nữ", None), ("nam", "Nam", None), (None, None, None), ("N", None, "unknown_gender"), ("?", None, "unknown_gender"), ("Nu", None, "unknown_gender")])
def test_gender(cell, value, error):
    assert (read_gender(cell).value, read_gender(cell).error) == (value, error)


def test_groups_by_title_or_code():
    assert read_group("chỉ huy,  lãnh đạo", groups()).value == "N1" and read_group("N7", groups()).value == "N7"
    assert read_group("Nhóm đặc biệt", groups()).error == "unknown_group" and read_group("", groups()).value is None


def test_certificates_in_both_forms():
    known = {"khatt1": ("KH-ATT1", "An toàn thông tin cơ bản"), "antoanthongtincoban": ("KH-ATT1", "An toàn thông tin cơ bản")}
    read = read_certificates("KH-ATT1/2021; An toàn thông tin cơ bản (2023)\nChứng chỉ IC3 (2019);;Khác", known).value
    assert read == [["KH-ATT1", "An toàn thông tin cơ bản", 2021], ["KH-ATT1", "An toàn thông tin cơ bản", 2023], [None, "Chứng chỉ IC3", 2019], [None, "Khác", None]]
    assert read_certificates(None, known).value == []
