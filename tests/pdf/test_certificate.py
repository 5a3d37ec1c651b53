"""The certificate: every box within 1 mm of its place, long texts fitted or refused by name, the code readable."""
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lms.certificates.rules.paper import certificate_pdf, certificate_values, course_lines
from lms.pdf.errors import SignNotInFont, TextDoesNotFit
from lms.pdf.record import facts_of, record_of
from lms.pdf.render import Enclosure
from tests.pdf import reading, samples
from tests.pdf.samples import CERTIFICATE, CONFIRMATION, LONG

# phrase: (axis in mm or None, left edge in mm or None, middle of the line in mm)
ONE_POST = {
    "BỘ MẪU": (79, None, 28.5), "HỌC VIỆN MẪU A": (79, None, 34.5), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (218, None, 28.5),
    "Độc lập - Tự do - Hạnh phúc": (218, None, 34.5), "CHỨNG CHỈ": (148.5, None, 48.5), "GIÁM ĐỐC HỌC VIỆN MẪU A": (148.5, None, 65.1),
    "cấp cho": (148.5, None, 71.3), "Nguyễn Thị Minh Hằng": (148.5, None, 81.5), "Đơn vị: Phòng Tham mưu, Quân khu Mẫu 3": (148.5, None, 98.1),
    "đã hoàn thành khóa bồi dưỡng": (148.5, None, 106.1), "Kiến trúc số và lập kế hoạch chuyển đổi số": (148.5, None, 114),
    "Quyết định công nhận kết quả số 27/QĐ-HVMA ngày 29 tháng 01 năm 2027 của Giám đốc Học viện Mẫu A": (148.5, None, 129.1),
    "Số hiệu: HVMA-0004173": (None, 28, 151.3), "Mã tra cứu: JMJJ-6569-75EQ-W0GS": (None, 46.5, 166.85),
    "Đông Mẫu, ngày 02 tháng 02 năm 2027": (218, None, 139.5), "Thiếu tướng Phạm Quang Thử": (218, None, 184)}
TWO_POSTS = {
    "Công Tằng Tôn Nữ Hoàng Thị Phương Nguyên": (148.5, None, 79.8), "đã hoàn thành khóa bồi dưỡng": (148.5, None, 102.8),
    "Đông Mẫu, ngày 02 tháng 02 năm 2027": (218, None, 137), "KT. GIÁM ĐỐC": (218, None, 142.9), "PHÓ GIÁM ĐỐC": (218, None, 148.7),
    "Đại tá Lê Văn Dụ": (218, None, 184)}


@pytest.mark.parametrize("facts, boxes", [(CERTIFICATE, ONE_POST), (LONG, TWO_POSTS)], ids=["one post", "two posts, long course"])
def test_every_box_is_within_a_millimetre_of_its_place(facts, boxes):
    made, off = certificate_pdf(facts), []
    for phrase, (axis, left, middle) in boxes.items():
        x0, x1, y = reading.line(made, phrase)
        wrong = [abs(y - middle), abs((x0 + x1) / 2 - axis) if axis else 0, abs(x0 - left) if left else 0]
        if max(wrong) > 1:
            off.append(f"{phrase}: {x0:.1f}-{x1:.1f}, {y:.1f}")
    assert not off, off


def test_a_certificate_is_one_lying_a4_page():
    for facts in (CERTIFICATE, LONG, CONFIRMATION):
        pages = reading.opened(certificate_pdf(facts)).pages
        assert len(pages) == 1
        assert [round(float(side) / reading.MM) for side in pages[0].mediabox[2:]] == [297, 210]


@pytest.mark.parametrize("dpi", [100, 150, pytest.param(300, marks=pytest.mark.long), pytest.param(600, marks=pytest.mark.long)])
def test_the_code_is_read_at(dpi):
    assert reading.codes(certificate_pdf(CERTIFICATE), dpi) == [CERTIFICATE.verify_url]


def test_the_code_stands_at_its_place_with_a_white_edge():
    grey = reading.picture(certificate_pdf(CERTIFICATE), 254).crop((250, 1600, 460, 1830)).point(lambda tone: 255 if tone < 128 else 0)
    left, top, right, bottom = grey.getbbox()
    quiet = 19.58 / 37 * 4
    for found, wanted in ((25 + left / 10, 26 + quiet), (160 + top / 10, 162 + quiet), (25 + right / 10, 45.58 - quiet), (160 + bottom / 10, 181.58 - quiet)):
        assert found == pytest.approx(wanted, abs=0.3)


def test_the_extracted_name_is_the_stored_name():
    assert CERTIFICATE.person_name in reading.text(certificate_pdf(CERTIFICATE))


def test_decomposed_input_comes_out_composed():
    name = "Đặng Thị Hiền Ưởng"
    made = certificate_pdf(replace(CERTIFICATE, person_name=unicodedata.normalize("NFD", name)))
    assert name in reading.text(made)
    assert made == certificate_pdf(replace(CERTIFICATE, person_name=name))


def test_the_longest_texts_get_smaller_before_they_break():
    values = certificate_values(LONG)
    assert values["name"]["size"] == 30 and values["person"][0]["size"] == 13 and values["course"]["size"] == 15
    assert values["course"]["lines"] == ["Vận hành trung tâm dữ liệu, điện toán đám mây nội bộ",
                                         "và bảo đảm an toàn thông tin cho hệ thống chỉ huy, điều hành"]


def test_a_no_break_space_keeps_two_syllables_together():
    words = " ".join(["chuyển\u00a0đổi"] * 14)
    assert all(not line.startswith("đổi") for line in course_lines(words)["lines"])


@pytest.mark.parametrize("field, text", [
    ("person_name", "Nguyễn " * 40), ("course", "chuyển đổi số " * 40), ("unit", "Quân khu Mẫu " * 20), ("post", "Trợ lý " * 40),
    ("signer_post", ("PHÓ GIÁM ĐỐC PHỤ TRÁCH " * 4,)), ("signer_post", ("A", "B", "C", "D")), ("issuer_name", "Học viện Mẫu " * 10),
    ("decision_by", "Giám đốc " * 30), ("register_text", "0417/2027/CC-HVMA" * 4), ("place", "Đông Mẫu " * 12)])
def test_a_text_that_does_not_fit_is_refused_with_its_field(field, text):
    with pytest.raises(TextDoesNotFit) as refused:
        certificate_pdf(replace(CERTIFICATE, **{field: text}))
    assert refused.value.field == field


@pytest.mark.parametrize("sign", ["✓", "字", "🙂", "\u202e", "\u200b"])
def test_a_sign_outside_the_font_is_refused_and_not_replaced(sign):
    with pytest.raises(SignNotInFont):
        certificate_pdf(replace(CERTIFICATE, person_name=f"Trần {sign} An"))


def test_what_is_not_known_is_left_out():
    said = reading.text(certificate_pdf(replace(CERTIFICATE, rank="", post="", unit="", grade_word="", parent_name="")))
    assert "Cấp bậc" not in said and "Chức vụ" not in said and "Đơn vị:" not in said and "xếp loại" not in said


def test_facts_become_a_record_and_the_record_the_same_facts():
    record = record_of(CERTIFICATE)
    assert record["birth"] == "1991-03-08" and record["signer_post"] == ["GIÁM ĐỐC"]
    assert facts_of(type(CERTIFICATE), record) == CERTIFICATE


def test_an_enclosed_record_keeps_the_time_of_issue_and_not_the_clock():
    enclosure = Enclosure("record.json", b'{"serial": "HVMA-0004173"}', "Bản ghi", datetime(2027, 2, 2, 8, tzinfo=UTC))
    made = certificate_pdf(CERTIFICATE, (enclosure,))
    assert made == certificate_pdf(CERTIFICATE, (enclosure,))
    assert reading.opened(made).attachments == {"record.json": [b'{"serial": "HVMA-0004173"}']}


def test_markup_in_a_name_is_a_name():
    made = certificate_pdf(replace(CERTIFICATE, person_name="<b>An</b> & {{ 7*7 }}", birth=date(2000, 1, 1)))
    assert "<b>An</b> & {{ 7*7 }}" in reading.text(made)


def test_samples_differ_in_kind_only_where_they_should():
    assert "GIẤY CHỨNG NHẬN" in reading.text(certificate_pdf(samples.CONFIRMATION))
    assert "Số vào sổ cấp giấy chứng nhận: 0086/2027/CN-HVMA" in reading.text(certificate_pdf(samples.CONFIRMATION))
