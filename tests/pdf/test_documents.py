"""Decision, proposal and lists: the decree's form, true sums, page numbers that count anew behind an annex."""
from dataclasses import replace
from datetime import date

import pytest

from lms.certificates.rules.register import register_pdf
from lms.documents.rules.annex import quota_values
from lms.documents.rules.lists import (
    roll_up_pdf,
    roll_up_values,
    sign_in_pdf,
    sign_in_values,
)
from lms.documents.rules.paper import (
    decision_pdf,
    decision_values,
    form_faults,
    proposal_pdf,
    proposal_values,
)
from lms.documents.rules.wording import date_words, number_text, roman
from lms.pdf.errors import PaperProblem
from lms.pdf.record import facts_of, record_of
from lms.pdf.slips import slip_sheet_pdf
from tests.pdf import reading
from tests.pdf.samples import (
    DECISION,
    NAMES,
    PROPOSAL,
    QUOTA,
    REGISTER,
    ROLL_UP,
    SIGN_IN,
    SIGNING,
    SLIPS,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("day, words", [
    (date(2027, 1, 5), "ngày 05 tháng 01 năm 2027"), (date(2027, 2, 28), "ngày 28 tháng 02 năm 2027"),
    (date(2026, 6, 5), "ngày 05 tháng 6 năm 2026"), (date(2026, 10, 10), "ngày 10 tháng 10 năm 2026")])
def test_days_below_ten_and_months_one_and_two_take_a_zero(day, words):
    assert date_words(day) == words


def test_numbers_below_ten_take_a_zero_and_unknown_ones_leave_room():
    assert number_text(5, "QĐ-BM") == "05/QĐ-BM" and number_text(86, "QĐ-BM") == "86/QĐ-BM" and number_text(120, "TTr-BCĐ") == "120/TTr-BCĐ"
    assert number_text(None, "QĐ-BM").strip() == "/QĐ-BM"
    assert date_words(None, 2026).split() == ["ngày", "tháng", "năm", "2026"]


def test_roman_numbers():
    assert [roman(number) for number in (1, 4, 7, 9, 14, 40)] == ["I", "IV", "VII", "IX", "XIV", "XL"]


BOXES = {"BỘ MẪU": (63, 22.6), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (143, 22.6), "Độc lập - Tự do - Hạnh phúc": (143, 28.1),
         "Số: 86/QĐ-BM": (63, 37.2), "Đông Mẫu, ngày 20 tháng 10 năm 2026": (143, 37.2), "QUYẾT ĐỊNH": (110, 49.6),
         "Giao chỉ tiêu đào tạo, bồi dưỡng nguồn nhân lực": (110, 55.9), "BỘ TRƯỞNG BỘ MẪU": (110, 74.1)}


def test_the_boxes_of_a_decision_are_within_a_millimetre_of_their_places():
    made, off = decision_pdf(DECISION, safely=False), []
    for phrase, (axis, middle) in BOXES.items():
        x0, x1, y = reading.line(made, phrase)
        if abs((x0 + x1) / 2 - axis) > 1 or abs(y - middle) > 1:
            off.append(f"{phrase}: axis {(x0 + x1) / 2:.1f}, {y:.1f}")
    assert not off, off
    assert reading.line(made, "Nơi nhận:")[0] == pytest.approx(30, abs=0.5)


def test_grounds_recipients_and_the_end_get_their_signs():
    said = reading.text(decision_pdf(DECISION, safely=False))
    assert "của Bộ Mẫu;" in said and "ngày 05 tháng 6 năm 2026. QUYẾT ĐỊNH:" in said
    assert "thi hành Quyết định này./." in said and "- Thanh tra Bộ Mẫu; - Lưu: VT, BCĐ. 62." in said
    assert "Kính gửi: Bộ trưởng Bộ Mẫu." in reading.text(proposal_pdf(PROPOSAL, safely=False))


def test_the_sums_of_an_annex_are_made_of_its_rows():
    values = quota_values(QUOTA, "(Kèm theo)")
    assert values["total"] == {"classes": "4", "seats": "1.038", "cells": ["16", "6", "7", "1.009"]}
    assert [group["seats"] for group in values["groups"]] == ["1.027", "11"]
    assert values["groups"][0]["rows"][1]["cells"] == ["1", "-", "6", "1.000"]
    with pytest.raises(PaperProblem):
        quota_values(replace(QUOTA, blocks=QUOTA.blocks[:2]), "(Kèm theo)")


def test_the_share_of_a_proposal_is_rounded_half_up_and_a_folded_group_still_counts():
    annex = proposal_values(PROPOSAL)["annex"]
    assert annex["groups"][0]["share"] == "98" and annex["groups"][1]["rows"] == [] and annex["groups"][1]["need"] == "18"
    assert annex["total"]["need"] == "212" and annex["total"]["share"] == "90"


def test_an_electronic_original_leaves_number_and_day_of_the_annex_empty():
    paper, electronic = decision_values(DECISION), decision_values(replace(DECISION, electronic=True))
    assert paper["annex"]["belongs"] == ["(Kèm theo Quyết định số 86/QĐ-BM ngày 20 tháng 10 năm 2026 của Bộ trưởng Bộ Mẫu)"]
    assert "86" not in " ".join(electronic["annex"]["belongs"]) and electronic["head"]["number"] == "Số: 86/QĐ-BM"


def test_page_numbers_start_on_page_two_and_count_anew_in_the_annex():
    long = replace(DECISION, articles=DECISION.articles[:1] * 12, annex=replace(QUOTA, groups=QUOTA.groups * 8))
    made = decision_pdf(long, safely=False)
    pages = reading.opened(made).pages
    annex = next(number for number, page in enumerate(pages, 1) if page.mediabox.width > page.mediabox.height)
    tops = {}
    for word in reading.words(made):
        if word.middle < 15:
            tops.setdefault(word.page, []).append(word.text)
    assert annex > 2 and len(pages) > annex
    assert tops == {**{number: [str(number)] for number in range(2, annex)},
                    **{number: [str(number - annex + 1)] for number in range(annex + 1, len(pages) + 1)}}


def test_numbers_of_documents_never_break_at_their_hyphen():
    for width in range(0, 60, 3):
        text = "x" * width + " theo Tờ trình số 05/TTr-BCĐ-BTTTM ngày 05 tháng 6 năm 2026 và Nghị định số 01/2025/NĐ-CP"
        made = decision_pdf(replace(DECISION, grounds=(f"Căn cứ {text}",), annex=None), safely=False)
        there = [word.text for word in reading.words(made)]
        assert "05/TTr-BCĐ-BTTTM" in there and any(word.startswith("01/2025/NĐ-CP") for word in there)


def test_what_forbids_signing_is_named():
    assert form_faults(DECISION) == [] and form_faults(PROPOSAL) == []
    assert form_faults(replace(DECISION, grounds=())) == ["Quyết định thiếu căn cứ ban hành."]
    assert form_faults(replace(PROPOSAL, addressee=" ")) == ["Tờ trình thiếu nơi kính gửi."]
    assert len(form_faults(replace(DECISION, signing=replace(SIGNING, recipients=("Như trên",), name="")))) == 2


def test_facts_of_documents_survive_their_record():
    for facts in (DECISION, PROPOSAL, SIGN_IN, ROLL_UP, REGISTER, SLIPS):
        assert facts_of(type(facts), record_of(facts)) == facts


def test_a_draft_without_number_and_day_can_be_printed():
    draft = replace(DECISION, letterhead=replace(DECISION.letterhead, number=None, signed_on=None, year=2026))
    assert "/QĐ-BM" in reading.text(decision_pdf(draft, safely=False))


def test_people_sign_in_the_order_of_their_given_names():
    once = replace(SIGN_IN, attendees=SIGN_IN.attendees[:6])
    assert [row["name"] for row in sign_in_values(once)["rows"]] == list(NAMES[:1] + NAMES[1:2] + NAMES[2:3] + NAMES[3:])


def test_the_sheet_names_itself_by_its_code_and_its_head_goes_on():
    made = sign_in_pdf(SIGN_IN)
    assert reading.codes(made, 200) == ["LM2:HVMA-KTS1-27.01/B03"]
    assert "Lớp HVMA-KTS1-27.01, buổi 03 ngày 19/01/2027" in reading.text(made) and len(reading.opened(made).pages) == 2


def test_a_unit_that_sent_nothing_is_no_row_of_zeros():
    values = roll_up_values(ROLL_UP)
    assert values["total"] == {"label": "TỔNG CỘNG (2 đơn vị)", "cells": ["1.000", "5"], "sent": "1.009", "kept": "1.005"}
    assert values["units"][0]["kept"] == "1.005 *" and values["units"][1]["gap"] and values["units"][2]["kept"] == "0"
    said = reading.text(roll_up_pdf(ROLL_UP))
    assert "không có số liệu" in said and "KHUYẾT" in said and "với 2/3 đơn vị" in said


def test_the_register_tells_states_spoilt_blanks_and_where_a_class_goes_on():
    said = reading.text(register_pdf(REGISTER))
    assert "ĐÃ THU HỒI" in said and "Phôi hỏng khi in" in said and "Lớp HVMA-KTS1-27.01 (tiếp)" in said
    assert "từ số 0412/2027/CC-HVMA đến số 0435/2027/CC-HVMA" in said


def test_a_slip_shows_the_code_in_groups_and_its_own_square():
    made = slip_sheet_pdf(SLIPS)
    assert "AKWBR-XJ9K-F7C6 82PRA-B6RY-FK62" in reading.text(made)
    assert set(reading.codes(made, 200)) == {SLIPS.slips[0].url}
    x0, _, y = reading.line(made, "Nguyễn Thị Minh Hằng")
    assert (x0, y) == (pytest.approx(114, abs=1), pytest.approx(148.5 + 24.6, abs=1))
