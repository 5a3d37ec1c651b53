"""The pages of groups."""
import pytest

from lms.classification import actions
from lms.classification.models import Classification
from lms.db import db
from tests import builders
from tests.classification.test_actions import accepted
from tests.survey.makers import army, counted_queries, sent_sheet


@pytest.fixture
def reference(app):
    actions.load_reference()
    db.session.commit()


def one() -> Classification:
    return db.session.execute(db.select(Classification)).scalars().first()


def test_accepting_on_the_page_finds_the_groups_in_the_same_transaction(app, sign_in, reference):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    assert sign_in(made.committee).post(f"/sheets/{sheet.id}/accept", {"version": sheet.version}).status_code == 303
    db.session.expire_all()
    assert db.session.execute(db.select(db.func.count(Classification.id))).scalar_one() == 2


def test_the_sender_is_refused_as_acceptor(app, sign_in, reference):
    made = army()
    sheet = sent_sheet(made, made.child, made.commander)
    assert sign_in(made.commander).post(f"/sheets/{sheet.id}/accept", {"version": sheet.version}).status_code == 403


def test_the_card_says_why_in_both_languages(app, sign_in, reference):
    made = army()
    accepted(made, ["Kỹ sư an toàn thông tin"])
    someone = sign_in(made.committee)
    page = someone.get(f"/groups/{one().id}").get_data(as_text=True)
    for words in ("Chuyên trách CNTT, chuyển đổi số", "chức vụ có “an toàn thông tin”", "Quy tắc số 3, phiên bản 1", "Bộ quy tắc ban đầu", "Nhóm sẽ đổi nếu", "Năng lực CNTT"):
        assert words in page
    someone.client.set_cookie("lms_lang", "en")
    page = someone.get(f"/groups/{one().id}").get_data(as_text=True)
    assert "Dedicated IT and digital-transformation staff" in page and "Rule 3, version 1" in page


def test_a_stranger_gets_no_card(app, sign_in, reference):
    made = army()
    accepted(made, ["Lái xe"])
    assert sign_in(builders.account("commander", made.other)).get(f"/groups/{one().id}").status_code == 404


def test_the_own_commander_reads_the_card_but_overrides_nothing(app, sign_in, reference):
    made = army()
    accepted(made, ["Lái xe"])
    commander = sign_in(made.commander)
    assert "Đổi nhóm, nêu lý do" not in commander.get(f"/groups/{one().id}").get_data(as_text=True)
    assert commander.post(f"/groups/{one().id}/override", {"group_code": "N2", "reason": "Vì"}).status_code == 404


def test_the_reviewer_overrides_with_a_reason(app, sign_in, reference):
    made = army()
    accepted(made, ["Lái xe"])
    found, staff = one(), sign_in(made.committee)
    assert staff.post(f"/groups/{found.id}/override", {"group_code": "N2", "reason": "", "version": found.version}).status_code == 422
    assert staff.post(f"/groups/{found.id}/override", {"group_code": "N2", "reason": "Kiêm nhiệm", "version": found.version + 1}).status_code == 409
    assert staff.post(f"/groups/{found.id}/override", {"group_code": "N2", "reason": "Kiêm nhiệm", "version": found.version}).status_code == 303
    page = staff.get(f"/rounds/{made.round.id}/groups?by_hand=1").get_data(as_text=True)
    assert "1 người đặt bằng tay" in page and "bằng tay</td>" in page


def test_the_rules_stand_on_a_page(app, sign_in, reference):
    made = army()
    page = sign_in(made.commander).get("/rules").get_data(as_text=True)
    assert "Mọi người còn lại" in page and "Phiên bản 1" in page


def test_the_committee_asks_for_a_new_run(app, sign_in, reference):
    made = army()
    assert sign_in(made.committee).post(f"/rounds/{made.round.id}/classify").status_code == 303
    assert sign_in(made.commander).post(f"/rounds/{made.round.id}/classify").status_code == 403


@pytest.mark.parametrize("address", ["/rounds/{round}/groups", "/sheets/{sheet}/groups"])
def test_a_list_of_40_people_asks_as_many_questions_as_one_of_4(app, sign_in, reference, address):
    counts = []
    for number in (4, 40):
        made = army()
        sheet = accepted(made, ["Lái xe"] * number)
        staff = sign_in(made.committee)
        path = address.format(round=made.round.id, sheet=sheet.id)
        staff.get(path)
        with counted_queries() as seen:
            assert staff.get(path).get_data(as_text=True).count("theo quy tắc</td>") == number
        counts.append(len(seen))
    assert counts[0] == counts[1], counts


def test_a_person_whose_it_level_nobody_knows_has_no_gap_in_numbers(app, sign_in, reference):
    made = army()
    sheet = accepted(made, ["Kỹ sư phần mềm"])
    found = one()
    assert found.need.person.it_level is None and any(gap["kind"] == "it" for gap in found.gaps)
    staff = sign_in(made.committee)
    listed = staff.get(f"/sheets/{sheet.id}/groups").get_data(as_text=True)
    card = staff.get(f"/groups/{found.id}").get_data(as_text=True)
    assert "chưa rõ trình độ CNTT" in listed and "CNTT thiếu" not in listed
    assert "chưa rõ đang có bậc nào" in card and "chưa rõ mức đang có" in card
