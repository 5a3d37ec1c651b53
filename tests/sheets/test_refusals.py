"""Secrecy stamps and old letter codes refuse the whole file; ordinary words and foreign names do not."""
import unicodedata

import pytest

from lms.sheets.guard import RefusedFile
from lms.sheets.reading import open_book
from lms.sheets.refusals import is_stamp
from tests.sheets.making import rezipped, xlsx

HEAD = [["STT", "Họ và tên", "Đơn vị"]]
PEOPLE = [[1, "Nguyễn Văn Mật", "Cục Bảo vệ bí mật nhà nước"], [2, "Trần Thị Hoà", "Phòng Bảo mật"]]


@pytest.mark.parametrize("text", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", " MẬT ", "- MẬT -", "(TUYỆT MẬT)", "Tối mật", "TUYỆT  MẬT", "M Ậ T", "Độ mật: Mật", "Độ mật: TỐI MẬT",
                                  unicodedata.normalize("NFD", "MẬT"), "[MẬT]", "* TỐI MẬT *"])
def test_a_stamp_is_seen(text):
    assert is_stamp(text)


@pytest.mark.parametrize("text", ["bảo mật", "bí mật nhà nước", "BẢO MẬT", "Mật", "mật khẩu", "MẮT", "MẤT", "Văn thư, bảo mật, lưu trữ", "", "MẬT MÃ", "Độ mật:"])
def test_words_are_no_stamp(text):
    assert not is_stamp(text)


@pytest.mark.parametrize(("rows", "cell"), [
    ([["MẬT"], *HEAD, *PEOPLE], "A1"), ([*HEAD, *PEOPLE, [None, None, "TỐI MẬT"]], "C4"), ([["BỘ MẪU\nMẬT"], *HEAD], "A1"), ([["TUYỆT MẬT"]], "A1"),
])
def test_a_stamped_file_is_refused_with_its_cell(rows, cell):
    with pytest.raises(RefusedFile) as caught:
        open_book(xlsx(rows), "x.xlsx")
    assert (caught.value.kind, caught.value.cells) == ("secret_marking", [cell])


def test_a_stamp_on_a_hidden_sheet_or_in_the_page_header_or_in_a_text_box_counts():
    def header(_book, sheet):
        sheet.set_header("&L&\"Arial,Bold\"&14MẬT&RTrang &P")

    def box(_book, sheet):
        sheet.insert_textbox("D1", "TỐI MẬT")

    def hidden(book, _sheet):
        other = book.add_worksheet("x")
        other.write("B2", "MẬT")
        other.hide()
    for more in (header, box, hidden):
        with pytest.raises(RefusedFile) as caught:
            open_book(xlsx([*HEAD, *PEOPLE], more=more), "x.xlsx")
        assert caught.value.kind == "secret_marking"


def test_secrets_as_a_subject_are_ordinary_text():
    assert open_book(xlsx([["Bảo vệ bí mật nhà nước"], *HEAD, *PEOPLE]), "x.xlsx")


TCVN3 = ["NguyÔn §×nh TuÊn", "NguyÔn V¨n Qu©n", "Ph¹m V¨n Dòng", "Lª B¸ Thµnh"]
VNI = ["Nguyeãn Vaên An", "Phaïm Vaên Ñöùc", "Traàn Thò Hoàng", "Leâ Vaên Taùm"]


@pytest.mark.parametrize(("names", "code"), [(TCVN3, "TCVN3 (ABC)"), (VNI, "VNI")])
def test_old_letters_refuse_the_file_and_name_the_cells(names, code):
    with pytest.raises(RefusedFile) as caught:
        open_book(xlsx([*HEAD, *[[number, name, "Cục Mẫu"] for number, name in enumerate(names)]]), "x.xlsx")
    assert (caught.value.kind, caught.value.detail) == ("legacy_encoding", code)
    assert caught.value.cells[:2] == ["B2", "B3"]


@pytest.mark.parametrize("names", [
    ["H'Juê Êñuôl", "Y Ñuôl Niê", "K'Brêñ", "Rơ Châm H'Yéo", "Y Moan Ênuôl", "Lò Văn Ỏm"], ["Nguyễn Xuân Hoà", "Lê Thuỳ Uý", "Trần Toà", "Quách Khoẻ", "Hoà", "Thuý Loà"],
    ["LÊ PHÉP BÉ", "HỒ TRÍ", "ĐỖ LỘC"], ["3m×4m", "Microsoft® Office", "25°C ± 2", "m²", "kW·h", "§ 3", "½ ngày", "naïve"], ["Nguyễn", "Trần"],
])
def test_good_names_and_signs_are_no_old_code(names):
    assert open_book(xlsx([*HEAD, *[[number, name, "Cục Mẫu"] for number, name in enumerate(names)]]), "x.xlsx")


def test_nothing_of_a_stamped_file_is_kept_in_the_refusal():
    data = rezipped(xlsx([["MẬT"], *HEAD, *PEOPLE]))
    with pytest.raises(RefusedFile) as caught:
        open_book(data, "x.xlsx")
    assert "Nguyễn" not in repr(vars(caught.value))
