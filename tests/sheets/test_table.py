"""The table is found by its words wherever it stands, and every row that is no data is named."""
from datetime import date

import pytest

from lms.people.rules.roster import PEOPLE
from lms.sheets.guard import RefusedFile
from lms.sheets.headings import key_of
from lms.sheets.reading import open_book
from lms.sheets.table import find_table
from lms.survey.rules.need_lines import NEEDS
from tests.sheets.making import xlsx

HEAD = ["STT", "Số hiệu quân nhân", "Họ và tên", "Ngày sinh", "Cấp bậc", "Đơn vị"]


def person(number: int, name: str = "Nguyễn Văn Mẫu") -> list:
    """A plain data row."""
    return [number, f"{number:08d}", name, date(1990, 1, 1), "Đại úy", "Cục Mẫu"]


def table_of(rows, shape=PEOPLE, **options):
    """The table of a made file."""
    return find_table(open_book(xlsx(rows, **options), "x.xlsx"), shape)


def numbers(table) -> list[int]:
    """Row numbers of the data."""
    return [row.number for row in table.rows]


def test_the_header_may_stand_anywhere():
    table = table_of([["BỘ MẪU"], [], ["DANH SÁCH CÁN BỘ"], [None, None, None, *HEAD], [None, None, None, *person(1)]])
    assert table.header_rows == [4] and table.columns["sn"] == 5 and numbers(table) == [5]
    assert table.rows[0].cell("birth") == "G5"


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named():
    table = table_of([["Đơn vị", "Ghi chú", "Họ tên", "Sở thích", "SHQN", "Ng. sinh"], ["Cục Mẫu", "", "A B", "x", "00000001", date(1990, 1, 1)]])
    assert table.columns == {"unit": 1, "name": 3, "sn": 5, "birth": 6}
    assert table.ignored_columns == [("B", "Ghi chú"), ("D", "Sở thích")]


@pytest.mark.parametrize("text", ["Số hiệu QN", "SỐ HIỆU QUÂN NHÂN", "số  hiệu quân nhân (*)", "So hieu quan nhan", "Số hiệu\nquân nhân", "Số hiệu quân nhân:"])
def test_header_words_vary(text):
    assert key_of(PEOPLE, text) == "sn"


def test_a_header_word_is_a_whole_header_not_a_piece_of_one():
    assert key_of(PEOPLE, "Họ và tên người kiểm tra") is None and key_of(PEOPLE, "Đơn vị tính") is None


def test_a_header_of_two_lines_is_read_as_one():
    head = ["STT", "Số hiệu quân nhân", "Họ và tên", "Ngày sinh", None, None, "Đơn vị"]
    rows = [head, [None, None, None, None, "Cấp bậc", "Chức vụ", None], [1, "00000001", "A B", date(1990, 1, 1), "Đại úy", "Trợ lý", "Cục Mẫu"]]
    table = table_of(rows, merges=[("A1:A2", "STT"), ("B1:B2", "Số hiệu quân nhân"), ("C1:C2", "Họ và tên"), ("D1:D2", "Ngày sinh"), ("E1:F1", "Cấp bậc, chức vụ"),
                                   ("G1:G2", "Đơn vị")])
    assert table.header_rows == [1, 2] and numbers(table) == [3]
    assert {key: table.columns[key] for key in ("sn", "rank", "post", "unit")} == {"sn": 2, "rank": 5, "post": 6, "unit": 7}


def test_two_lines_without_merges_and_words_cut_between_the_lines():
    rows = [["Số hiệu", "Họ và tên", "Ngày, tháng,", "Đơn vị"], ["quân nhân", None, "năm sinh", "công tác"], ["00000001", "A B", "1/2/1990", "Cục Mẫu"]]
    table = table_of(rows)
    assert table.columns == {"sn": 1, "name": 2, "birth": 3, "unit": 4} and numbers(table) == [3]


def test_rows_that_are_no_data_are_named():
    rows = [HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], ["I. CỤC MẪU"], person(1), [], ["PHÒNG MẪU"], person(2), HEAD, person(3, "Tống Văn Cộng"),
            ["Tổng cộng:", None, "3 đồng chí"], [], ["Ghi chú: danh sách mẫu"], [None, None, "NGƯỜI LẬP", None, "THỦ TRƯỞNG ĐƠN VỊ"], [None, None, "Đại úy A"]]
    table = table_of(rows)
    assert numbers(table) == [4, 7, 9]
    assert table.ignored_rows == [(2, "column_numbers"), (3, "section"), (5, "blank"), (6, "section"), (8, "repeated_header"), (10, "total"), (11, "blank"),
                                  (12, "footnote"), (13, "signature"), (14, "signature")]


@pytest.mark.parametrize("total", [["Cộng", None, None, None, None, None, 12], ["TỔNG SỐ", None, 12], [None, "Tổng cộng", 5], ["Danh sách có 12 đồng chí./."], ["TONG CONG", None, 3]])
def test_totals_in_their_forms(total):
    assert table_of([HEAD, person(1), total]).ignored_rows == [(3, "total")]


def test_three_signatures_beside_each_other_are_no_person():
    rows = [HEAD, person(1), [None, None, "NGƯỜI LẬP BIỂU", "CÁN BỘ QUÂN LỰC", "THỦ TRƯỞNG ĐƠN VỊ"], [None, None, "Đại úy A", "Thiếu tá B", "Đại tá C"]]
    assert table_of(rows).ignored_rows[0] == (3, "signature") and numbers(table_of(rows)) [0] == 2


def test_a_row_with_hardly_anything_is_still_data_when_it_names_somebody():
    table = table_of([HEAD, [1, "00000001"], [2, None, "Nguyễn Văn A"], [3, None, None, date(1990, 1, 1)], person(4)])
    assert numbers(table) == [2, 3, 4, 5]


def test_a_row_with_only_a_running_number_is_blank():
    assert table_of([HEAD, person(1), [2]]).ignored_rows == [(3, "blank")]


def test_words_right_of_the_table_change_nothing():
    table = table_of([HEAD, [*person(1), None, None, "đã rà soát"], [*[None] * 8, "xem lại"]])
    assert numbers(table) == [2] and table.ignored_rows == [(3, "blank")]


def test_the_sheet_with_the_table_is_taken_and_one_with_some_header_words_is_not():
    def more(book, _sheet):
        other = book.add_worksheet("Danh sách")
        for row, values in enumerate([HEAD, person(1)]):
            for column, value in enumerate(values):
                other.write(row, column, value if not isinstance(value, date) else "1/1/1990")
    table = table_of([["Cấp bậc", "Họ và tên người kiểm tra", "Đơn vị", "Số lượng"], ["Đại tá", "x", "y", 4]], more=more)
    assert table.sheet.name == "Danh sách"


def test_a_file_without_a_table_is_refused():
    for rows in ([["a", "b"], ["c", "d"]], [], [["Họ và tên"], ["A"]]):
        with pytest.raises(RefusedFile) as caught:
            table_of(rows)
        assert caught.value.kind == "no_table"


def test_a_second_table_below_with_fewer_columns_continues_the_first():
    head = ["STT", "Số hiệu QN", "Họ tên", "Ngày sinh", "Đơn vị", "Nhóm đối tượng", None, "Chủ đề", "Mức"]
    below = ["STT", None, None, None, "Đơn vị", "Nhóm đối tượng", "Số lượng", "Chủ đề", "Mức"]
    rows = [["A. THEO DANH SÁCH"], head, [1, "00000001", "A B", "1/2/1990", "Cục", None, None, "Kỹ năng số", "CB"], [], ["B. THEO SỐ LƯỢNG"], below,
            ["(1)", None, None, None, "(2)", "(3)", "(4)", "(5)", "(6)"], [1, None, None, None, "Cục", "N1", 3, "Kỹ năng số", "CB"]]
    table = table_of(rows, NEEDS)
    assert table.header_rows == [2, 6] and numbers(table) == [3, 8]
    assert table.ignored_rows == [(1, "section"), (4, "blank"), (5, "section"), (7, "column_numbers")]
    assert table.rows[1].raw("number") == 3 and table.rows[1].cell("number") == "G8" and table.rows[1].cell("sn") == "B8"


def test_a_second_table_with_other_places_is_read_at_its_places():
    rows = [["Họ tên", "Số hiệu QN", "Đơn vị", "Chủ đề"], ["A B", "00000001", "Cục", "Kỹ năng số"], ["II. Bổ sung"], ["Đơn vị", "Chủ đề", "Họ tên", "Số hiệu QN"],
            ["Cục", "Họp trực tuyến", "C D", "00000002"]]
    table = table_of(rows, NEEDS)
    assert [(row.raw("name"), row.raw("topic"), row.cell("sn")) for row in table.rows] == [("A B", "Kỹ năng số", "B2"), ("C D", "Họp trực tuyến", "D5")]


def test_no_need_said_in_the_table_is_heard():
    table = table_of([["STT", "Số hiệu QN", "Họ tên", "Đơn vị", "Chủ đề"], ["Đơn vị không có nhu cầu trong đợt này."], [None, None, None, "THỦ TRƯỞNG"]], NEEDS)
    assert table.said_no_need and table.rows == [] and table.ignored_rows == [(2, "no_need_statement"), (3, "signature")]


def test_a_merged_cell_is_no_row_of_its_own():
    rows = [HEAD, *[[*person(number)[:5], None] for number in (1, 2)], [], person(3)]
    table = table_of(rows, merges=[("F2:F4", "Cục Mẫu")])
    assert numbers(table) == [2, 3, 5] and table.rows[1].raw("unit") == "Cục Mẫu" and table.rows[1].held("unit") and not table.rows[0].held("unit")
