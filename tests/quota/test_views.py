"""Pages of scenarios: what is refused and why, previews, reasons for lacking seats, the decision's number."""
import re
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import delete

from lms import clock
from lms.courses.models import LecturerMonth
from lms.db import db, work
from lms.documents.queries import unit_symbol
from lms.quota import actions
from lms.quota.models import Proposal
from lms.survey.models import NeedSheet
from tests import builders

SIGNED = {"signer_name": "Trung tướng Nguyễn Văn Mẫu", "signer_post": "Trưởng ban"}


def computed(app, army, name="A", kind="scenario") -> Proposal:
    with work():
        made = actions.request(army["staff"], army["round"], army["year"], name)
    builders.drain(app)
    db.session.refresh(made)
    assert made.state == kind, made.problem
    return made


def reopen(army) -> None:
    """The round is open; the sheet of the second unit waits."""
    army["round"].state = "open"
    db.session.execute(db.update(NeedSheet).where(NeedSheet.unit_id == army["units"][1].id).values(state="submitted"))
    db.session.commit()


def close(army) -> None:
    army["round"].state = "closed"
    db.session.execute(db.update(NeedSheet).values(state="accepted"))
    db.session.commit()


def texts_of(book: bytes) -> list[str]:
    """Every text in a workbook."""
    with ZipFile(BytesIO(book)) as parts:
        written = " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    return [unescape(text) for text in re.findall(r"<t[^>]*>([^<]*)</t>", written)]


def new(army, **changes) -> dict:
    return {"round_id": str(army["round"].id), "year": str(army["year"]), "name": "Phương án A", **changes}


@pytest.mark.parametrize(("field", "typed", "told"), [
    ("name", "x" * 61, "Dài quá 60 ký tự: đang có 61, bớt 1."), ("name", "", "Cần điền ô này."), ("year", "1999", "Cần một số từ 2000 đến 2100."),
    ("round_id", "999999", "Lựa chọn này không có trong danh sách."),
])
def test_what_cannot_be_computed_is_told_at_its_field_and_nothing_typed_is_lost(app, army, sign_in, field, typed, told):
    answer = sign_in(army["staff"]).post("/quota/", new(army, **{field: typed}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and told in page
    assert field == "round_id" or f'value="{typed}"' in page
    assert db.session.query(Proposal).count() == 0


def test_a_round_without_accepted_needs_is_refused_at_the_round(app, army, sign_in):
    db.session.execute(db.update(NeedSheet).values(state="submitted"))
    db.session.commit()
    answer = sign_in(army["staff"]).post("/quota/", new(army))
    assert answer.status_code == 422 and 'id="round_id-error"' in answer.get_data(as_text=True)


def test_the_page_says_how_far_each_round_is(app, army, sign_in):
    reopen(army)
    page = sign_in(army["staff"]).get("/quota/").get_data(as_text=True)
    assert "KS-1 · Đợt mẫu (đang mở)" in page
    assert "tiếp nhận 1 trên 2 phiếu" in page and "còn 1 phiếu chưa tiếp nhận" in page


def test_a_scenario_of_an_open_round_is_a_draft_that_cannot_be_submitted(app, army, sign_in):
    reopen(army)
    made, staff = computed(app, army), sign_in(army["staff"])
    page = staff.get(f"/quota/{made.id}").get_data(as_text=True)
    assert "nháp: đợt chưa chốt, thiếu 1 phiếu" in page and "Chốt đợt rồi tính lại mới trình được" in page
    assert f"/quota/{made.id}/submit" not in page
    assert "nháp, thiếu 1 phiếu" in staff.get("/quota/").get_data(as_text=True)
    assert staff.post(f"/quota/{made.id}/submit", {"version": str(made.version)}).status_code == 422
    close(army)
    assert staff.post(f"/quota/{made.id}/submit", {"version": str(made.version)}).status_code == 422
    page = staff.get(f"/quota/{made.id}").get_data(as_text=True)
    assert "Đợt nay đã chốt: tính lại rồi trình bản mới." in page and f"/quota/?round={army['round'].id}&amp;name=A#new" in page


def test_computed_again_after_the_round_is_closed_it_is_an_ordinary_one(app, army, sign_in):
    reopen(army)
    computed(app, army)
    close(army)
    made, staff = computed(app, army, "B"), sign_in(army["staff"])
    page = staff.get(f"/quota/{made.id}").get_data(as_text=True)
    assert "nháp" not in page and f"/quota/{made.id}/submit" in page
    assert "moved" not in made.figures
    assert staff.post(f"/quota/{made.id}/submit", {"version": str(made.version)}).status_code == 303


def test_a_second_run_says_that_nothing_moved(app, army, sign_in):
    first, second = computed(app, army, "A"), computed(app, army, "B")
    assert second.figures["moved"] == {"sections_added": 0, "sections_removed": 0, "sections_before": 1, "seats_added": 0, "seats_removed": 0, "cells_changed": 0,
                                       "units_touched": 0, "proposal_id": first.id, "name": "A"}
    assert "không lớp nào và không chỗ nào thay đổi" in sign_in(army["staff"]).get(f"/quota/{second.id}").get_data(as_text=True)


def test_a_preview_starts_from_the_preview_before_and_says_what_moved(app, army, sign_in):
    reopen(army)
    first = computed(app, army, "A")
    db.session.execute(db.update(NeedSheet).values(state="accepted"))
    db.session.commit()
    second = computed(app, army, "B")
    assert second.open_sheets == 0 and second.figures["moved"]["proposal_id"] == first.id
    assert (second.figures["moved"]["seats_added"], second.figures["moved"]["seats_removed"]) == (5, 0)
    assert "thêm 0 lớp, bớt 0 lớp; thêm 5 chỗ, bớt 0 chỗ, ở 1 đơn vị" in sign_in(army["staff"]).get(f"/quota/{second.id}").get_data(as_text=True)


def test_a_short_course_says_why_on_the_board_for_its_units_and_in_the_sheet(app, army, sign_in):
    db.session.execute(db.update(LecturerMonth).values(quarters=0))
    db.session.execute(db.update(LecturerMonth).where(LecturerMonth.month == date(army["year"], 5, 1)).values(quarters=1))
    army["course"].days, army["course"].max_size, army["course"].min_size = 5, 8, 2
    db.session.commit()
    made, staff = computed(app, army), sign_in(army["staff"])
    page = staff.get(f"/quota/{made.id}").get_data(as_text=True)
    assert f"Hạn hết Quý IV/{army['year']}: thiếu 4." in page and "Các lớp kết thúc kịp hạn đã kín chỗ." in page
    assert f"giảng viên nội dung “{army['course'].topic.name}” không còn giờ tháng 1–12" in page
    units = staff.get(f"/quota/{made.id}?course={army['course'].id}").get_data(as_text=True)
    assert f"Bắt buộc, hạn hết Quý IV/{army['year']}: thiếu" in units
    assert "thiếu, xem vì sao" in staff.get(f"/quota/{made.id}?view=units").get_data(as_text=True)
    told = texts_of(staff.get(f"/quota/{made.id}.xlsx").data)
    assert any(text.startswith("Bắt buộc, hạn hết Quý IV") and "không còn giờ tháng 1–12" in text for text in told)


def test_without_any_lecturer_the_board_says_so(app, army, sign_in):
    db.session.execute(delete(LecturerMonth))
    db.session.commit()
    made = computed(app, army)
    assert "Không học viện nào có giảng viên nội dung" in sign_in(army["staff"]).get(f"/quota/{made.id}").get_data(as_text=True)


def submitted(app, army) -> Proposal:
    made = computed(app, army)
    with work():
        actions.submit(army["staff"], made)
    db.session.refresh(made)
    return made


@pytest.mark.parametrize(("typed", "told"), [("mười hai", "không phải số của văn bản"), ("0", "không phải số của văn bản"), ("123456", "không phải số của văn bản"),
                                             ("12/QĐ-KHAC", "có ký hiệu QĐ-"), ("12/TTr-BM", "có ký hiệu QĐ-"), ("x" * 61, "Dài quá 60 ký tự")])
def test_a_number_that_is_none_is_told_at_its_field_and_nothing_is_granted(app, army, sign_in, typed, told):
    made = submitted(app, army)
    answer = sign_in(army["chief"]).post(f"/quota/{made.id}/approve", {**SIGNED, "number": typed, "dated": f"{clock.today():%d/%m/%Y}", "version": str(made.version)})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and told in page and 'id="number-error"' in page and f'value="{typed}"' in page
    db.session.refresh(made)
    assert made.state == "submitted"


def test_a_whole_reference_is_taken_as_it_stands_on_the_paper(app, army, sign_in):
    made = submitted(app, army)
    typed = f"Số 12/QĐ-{unit_symbol(army['top'])}"
    answer = sign_in(army["chief"]).post(f"/quota/{made.id}/approve", {**SIGNED, "number": typed, "dated": f"{clock.today():%d/%m/%Y}", "version": str(made.version)})
    assert answer.status_code == 303
    db.session.refresh(made)
    assert (made.decision.number, made.decision.number_text) == (12, typed.removeprefix("Số "))


def test_two_scenarios_before_the_authority_are_told_apart_on_its_home_page(app, army, sign_in):
    for name in ("Phương án A", "Phương án B"):
        made = computed(app, army, name)
        with work():
            actions.submit(army["staff"], made)
    page = sign_in(army["chief"]).get("/").get_data(as_text=True)
    for name in ("Phương án A", "Phương án B"):
        assert f"Chỉ tiêu năm {army['year']}: {name} của đợt KS-1 chờ phê duyệt" in page
