"""What is read is what stands there: types, errors, both date systems, merges, encodings, hidden sheets, extension lies."""
import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from lms.sheets.book import CellError, address, letters, number_of, shown
from lms.sheets.guard import OTHER_LIMITS, RefusedFile
from lms.sheets.reading import open_book
from tests.sheets.making import ods, ods_cell, xlsx

ARMY = Path(__file__).resolve().parents[1] / "data" / "army"


def rows_of(data: bytes, name: str = "x.xlsx") -> list[list]:
    """The rows of the first sheet."""
    return open_book(data, name).sheets[0].rows


def test_numbers_stay_numbers_and_texts_stay_texts():
    assert rows_of(xlsx([["01234567", 1234567, 1.5, True, None, "x"]]))[0] == ["01234567", 1234567, 1.5, True, None, "x"]


def test_days_are_days_in_both_date_systems():
    for system in (False, True):
        book = open_book(xlsx([[date(1990, 2, 3), 31_000]], date_1904=system), "x.xlsx")
        assert book.sheets[0].rows[0][0] == date(1990, 2, 3)
        assert book.day_of_serial(31_000) == (date(1988, 11, 15) if system else date(1984, 11, 14))


def test_errors_are_found_where_the_fast_reader_loses_them():
    def errors(_book, sheet):
        sheet.write_formula("B2", "=NA()", None, "#N/A")
        sheet.write_formula("D5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A2", "=1+1", None, 2)
        sheet.write_formula("C2", '="=x"', None, "=x")
    rows = rows_of(xlsx([["a", "b", "c"], [None, None, None, "z"]], more=errors))
    assert rows[1][:3] == [2, "#N/A", "=x"] and isinstance(rows[1][1], CellError) and not isinstance(rows[1][2], CellError)
    assert rows[4][3] == "#DIV/0!" and isinstance(rows[4][3], CellError)


def test_errors_and_merges_of_an_ods_are_found():
    table = ('<table:table table:name="A"><table:table-row>' + ods_cell("Đơn vị", 'table:number-rows-spanned="3"') + ods_cell("x") + "</table:table-row>"
             '<table:table-row><table:covered-table-cell/><table:table-cell table:formula="of:=NA()" office:value-type="string" calcext:value-type="error">'
             '<text:p>#N/A</text:p></table:table-cell></table:table-row>'
             '<table:table-row table:number-rows-repeated="2"><table:covered-table-cell/>' + ods_cell("y", 'table:number-columns-repeated="2"') + "</table:table-row></table:table>")
    sheet = open_book(ods(table), "x.ods").sheets[0]
    assert isinstance(sheet.own(2, 2), CellError) and sheet.own(2, 2) == "#N/A"
    assert sheet.value(3, 1) == "Đơn vị" and sheet.own(3, 1) is None and sheet.value(4, 1) is None
    assert sheet.own(4, 3) == "y"


def test_a_comment_of_an_ods_is_no_text_of_the_cell():
    note = '<table:table-cell office:value-type="string"><office:annotation><text:p>#N/A</text:p></office:annotation><text:p>A</text:p></table:table-cell>'
    assert open_book(ods(f'<table:table table:name="A"><table:table-row>{note}</table:table-row></table:table>'), "x.ods").sheets[0].own(1, 1) == "A"


def test_an_error_of_an_old_xls_is_found():
    data = bytearray((ARMY / "needs" / "X41.xls").read_bytes())
    at = data.index(b"\x7e\x02\x0a\x00")
    row, column = int.from_bytes(data[at + 4:at + 6], "little"), int.from_bytes(data[at + 6:at + 8], "little")
    data[at:at + 2] = b"\x05\x02"
    data[at + 10:at + 12] = b"\x2a\x01"
    book = open_book(bytes(data), "x.xls")
    assert any(isinstance(sheet.own(row + 1, column + 1), CellError) for sheet in book.sheets)


def test_a_vertically_merged_cell_holds_for_its_rows_and_for_no_others():
    sheet = open_book(xlsx([["a", "b"], [None, "1"], [None, "2"], [None, "3"]], merges=[("A2:A3", "Cục X")]), "x.xlsx").sheets[0]
    assert [sheet.value(row, 1) for row in (2, 3, 4)] == ["Cục X", "Cục X", None]
    assert (3, 1) in sheet.held and (2, 1) not in sheet.held


def test_a_horizontally_merged_title_fills_no_cells():
    sheet = open_book(xlsx([[None, None, None], ["a", "b", "c"]], merges=[("A1:C1", "DANH SÁCH")]), "x.xlsx").sheets[0]
    assert sheet.value(1, 2) is None and sheet.joined[1, 3] == (1, 1)


def test_hidden_sheets_are_left_out_but_named():
    book = open_book(xlsx([["a"]], hidden=["Ẩn"]), "x.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["Sheet1"] and book.hidden_sheets == ["Ẩn"]


def test_a_hidden_table_of_an_ods_is_left_out():
    one = f'<table:table table:name="A"><table:table-row>{ods_cell("a")}</table:table-row></table:table>'
    two = f'<table:table table:name="B" table:style-name="away"><table:table-row>{ods_cell("b")}</table:table-row></table:table>'
    assert [sheet.name for sheet in open_book(ods(one + two), "x.ods").sheets] == ["A"]


TEXT = "Họ và tên;Số hiệu\nNguyễn Thị Hòa;01234567\n"


@pytest.mark.parametrize(("data", "encoding"), [
    (TEXT.encode("utf-8"), "UTF-8"), (TEXT.encode("utf-8-sig"), "UTF-8 BOM"), (TEXT.encode("utf-16"), "UTF-16LE BOM"),
    (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16BE BOM"), (TEXT.encode("utf-16-le"), "UTF-16-LE"), (TEXT.encode("utf-16-be"), "UTF-16-BE"),
])
def test_text_files_are_read_in_every_accepted_encoding(data, encoding):
    book = open_book(data, "x.csv")
    assert book.encoding == encoding
    assert book.sheets[0].rows == [["Họ và tên", "Số hiệu"], ["Nguyễn Thị Hòa", "01234567"]]


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_is_found(sign):
    lines = [["Họ và tên", "Đơn vị", "Ghi chú"], ["Nguyễn Văn A", '"Phòng X, Cục Y; Bộ"', ""], ["Trần B", "Z", "c"]]
    rows = rows_of("\n".join(sign.join(line) for line in lines).encode(), "x.csv")
    assert [len(row) for row in rows] == [3, 3, 3] and rows[1][1] == "Phòng X, Cục Y; Bộ"


def test_a_line_break_in_quotes_stays_in_its_record():
    rows = rows_of(b'a;b\r\n"x\ny";2\r\n\r\n3;4\r\n', "x.csv")
    assert rows == [["a", "b"], ["x\ny", "2"], [], ["3", "4"]]


def test_bytes_in_an_old_code_page_are_refused_not_guessed():
    with pytest.raises(RefusedFile) as caught:
        open_book("Họ tên\nNguyễn\n".encode("cp1258", "replace").replace(b"?", b"\xd4"), "x.csv")
    assert caught.value.kind == "legacy_encoding"


@pytest.mark.parametrize(("data", "name", "kind"), [
    ((ARMY / "needs" / "X41.xls").read_bytes(), "X41.xlsx", "xls"), ((ARMY / "needs" / "X01.ods").read_bytes(), "X01.xlsx", "ods"),
    (TEXT.encode(), "x.xlsx", "csv"), (xlsx([["a"]]), "x.csv", "xlsx"), (xlsx([["a"]]), "noname", "xlsx"),
])
def test_the_content_decides_and_a_lie_of_the_name_is_told(data, name, kind):
    book = open_book(data, name)
    assert book.kind == kind and book.wrong_extension


def test_a_huge_cell_is_refused_and_a_long_one_is_kept():
    assert len(rows_of(xlsx([["x" * 32_000]]))[0][0]) == 32_000
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet().write_string(0, 0, "x" * 32_767)
    book.close()
    assert open_book(target.getvalue(), "x.xlsx")
    with pytest.raises(RefusedFile):
        open_book(b'a;b\n"' + b"x" * 200_000 + b'";1\n', "x.csv")


def test_too_many_rows_and_columns_are_refused():
    with pytest.raises(RefusedFile) as caught:
        open_book(b"a;b\n" * (OTHER_LIMITS.rows + 2_000), "x.csv")
    assert caught.value.kind == "too_many_rows"
    with pytest.raises(RefusedFile) as caught:
        open_book(b";".join([b"a"] * 400), "x.csv")
    assert caught.value.kind == "too_many_columns"


def test_addresses_are_the_spreadsheets_own():
    assert [letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert all(number_of(letters(number)) == number for number in range(1, 2000))
    assert address(28, 4) == "D28"


def test_values_are_shown_as_the_report_writes_them():
    assert [shown(value) for value in (12.0, 2.5, date(2021, 5, 12), CellError("#N/A"), None, True)] == [12, 2.5, "2021-05-12", "#N/A", None, True]
