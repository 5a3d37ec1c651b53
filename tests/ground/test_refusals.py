"""What a person reads when a form could not be taken: labels, both versions, whose deed came before, and the way on."""
import re

import pytest

from lms.db import db
from lms.forms import (
    DayField,
    LongTextField,
    NumberField,
    PageForm,
    at_most,
    between,
    optional,
    required,
)
from lms.survey import actions, queries
from tests import builders
from tests.survey.makers import army, line


def main(answer) -> str:
    page = answer.get_data(as_text=True)
    return page[page.index("<main"):page.index("</main>")]


@pytest.fixture
def one_line(app):
    """A sheet with one line, and what a form of that line sends."""
    made = army()
    sheet = made.sheet(made.first)
    actions.add_people(made.clerk, sheet, [builders.person(made.first).id], line(reason="Cũ"))
    db.session.commit()
    need = queries.lines_of(sheet.id)[0]
    return made, f"/sheets/{sheet.id}/lines/{need.id}", {"topic_id": need.topic_id, "level": 1, "priority": 3, "quarter": "2027Q2", "reason": "Của tôi", "version": need.version}


def change(made, actor, **values) -> None:
    actions.change_line(actor, queries.lines_of(made.sheet(made.first).id)[0], values)
    db.session.commit()


def test_my_own_second_tab_is_named_as_mine_with_both_versions_side_by_side(one_line, sign_in):
    made, address, typed = one_line
    change(made, made.clerk, reason="Mới", priority=3)
    answer = sign_in(made.clerk).post(address, typed)
    shown = main(answer)
    assert answer.status_code == 409 and "chính đồng chí" in shown and "người khác" not in answer.get_data(as_text=True)
    assert ">Vừa gõ: </span>Của tôi<" in shown and ">Đang lưu: </span>Mới<" in shown
    assert f'href="{address}">Mở bản mới nhất' in shown


def test_the_page_speaks_of_labels_and_words_and_hides_what_nobody_typed(one_line, sign_in):
    made, address, typed = one_line
    change(made, made.commander, reason="Mới")
    shown = main(sign_in(made.clerk).post(address, typed))
    assert made.commander.person.addressed in shown and "chính đồng chí" not in shown
    for word in ("Nội dung", "An toàn thông tin", "Mức cần đạt", "Cơ bản", "3 thường", "Quý II/2027", "Lý do"):
        assert word in shown
    for name in ("csrf_token", "operation_key", "topic_id", "quarter", "2027Q2", ">version<", "Chưa có gì bị mất"):
        assert name not in shown
    assert shown.count("không khác") == 3


def test_the_same_page_in_english(one_line, sign_in):
    made, address, typed = one_line
    change(made, made.clerk, reason="Mới")
    someone = sign_in(made.clerk)
    someone.client.set_cookie("lms_lang", "en")
    shown = main(someone.post(address, typed))
    assert "You saved the stored version yourself" in shown and "Open the newest version" in shown and "Reason" in shown


def test_a_change_of_another_line_is_not_taken_for_one_of_this_line(one_line, sign_in):
    made, address, typed = one_line
    change(made, made.clerk, reason="Mới")
    actions.add_people(made.commander, made.sheet(made.first), [builders.person(made.first).id], line())
    db.session.commit()
    assert "chính đồng chí" in main(sign_in(made.clerk).post(address, typed))


def test_a_move_that_is_over_says_the_state_and_who_was_there_before(app, sign_in):
    made = army()
    staff = sign_in(made.committee)
    actions.lock_round(builders.account("committee_staff", made.ministry, name="Trần Văn Khóa"), made.round)
    db.session.commit()
    answer = staff.post(f"/rounds/{made.round.id}/lock", headers={"Referer": f"http://localhost/rounds/{made.round.id}?tab=late"})
    shown = main(answer)
    assert answer.status_code == 409 and "Việc này không còn làm được" in answer.get_data(as_text=True) and "đã khóa" in shown
    assert f'href="/rounds/{made.round.id}?tab=late">Mở bản mới nhất' in shown and "Những gì vừa gõ" not in shown


@pytest.mark.parametrize("came", ["http://evil.example/rounds", "http://localhost/rounds/1/lock", "javascript:alert(1)", ""])
def test_the_way_back_is_a_page_of_this_house(app, sign_in, came):
    made = army()
    staff = sign_in(made.committee)
    actions.lock_round(made.committee, made.round)
    db.session.commit()
    shown = main(staff.post(f"/rounds/{made.round.id}/lock", headers={"Referer": came}))
    assert 'href="/">Mở bản mới nhất' in shown and "evil" not in shown


def test_a_refused_form_keeps_what_was_typed_also_without_a_form_that_knows_it(app, sign_in):
    made = army()
    someone = sign_in(made.commander)
    token = someone.guard()["csrf_token"]
    refused = someone.client.post(f"/sheets/{made.sheet(made.first).id}/group", data={"csrf_token": token, "operation_key": "x", "heads": "12", "reason": "Vì\nthế", "level": "1", "note_x": "hai chữ"})
    shown = main(refused)
    assert refused.status_code == 400 and "Vì\nthế" in shown and "hai chữ" in shown and "Lý do" in shown and "note_x" not in shown


def test_a_password_is_never_shown_again(app, sign_in):
    someone = sign_in(builders.account("commander", builders.unit("Cục Mẫu", builders.ministry())))
    token = someone.guard()["csrf_token"]
    refused = someone.client.post("/password", data={"csrf_token": token, "operation_key": "x", "old": "bí mật một", "password": "bí mật hai", "again": "bí mật hai", "x-password": "bí mật ba"})
    assert refused.status_code == 400 and "bí mật" not in refused.get_data(as_text=True)


class Numbers(PageForm):
    """One number, a day that may be left out, and a long text."""
    day = DayField("Ngày", [optional()])
    heads = NumberField("Số", [required(), between(1, 9)])
    reason = LongTextField("Lý do", [at_most(10)])


@pytest.mark.parametrize(("typed", "said"), [("", "Cần điền ô này."), ("x", "Cần một số nguyên."), ("1,5", "Cần một số nguyên."), ("9" * 20, "Cần một số nguyên."), ("10", "Cần một số từ 1 đến 9.")])
def test_a_number_gets_one_message(app, typed, said):
    with app.test_request_context(method="POST", data={"heads": typed}):
        form = Numbers()
        assert not form.validate() and [str(each) for each in form.heads.errors] == [said]


@pytest.mark.parametrize(("typed", "errors"), [("", 0), ("  ", 0), ("31/02/2026", 1), ("31/12/2026", 0)])
def test_a_day_that_may_be_left_out_may_be_left_out(app, typed, errors):
    with app.test_request_context(method="POST", data={"heads": "1", "day": typed}):
        form = Numbers()
        assert form.validate() is not bool(errors) and len(form.day.errors) == errors


def test_a_line_break_counts_as_one_sign(app):
    with app.test_request_context(method="POST", data={"heads": "1", "reason": "abcd\r\nefghi"}):
        form = Numbers()
        assert form.validate() and form.reason.data == "abcd\nefghi"


def test_sending_a_sheet_twice_tells_who_has_sent_it_when(app, sign_in):
    made = army()
    sheet = made.sheet(made.first)
    actions.add_people(made.clerk, sheet, [builders.person(made.first).id], line())
    db.session.commit()
    commander, version = sign_in(made.commander), made.sheet(made.first).version
    assert commander.post(f"/sheets/{sheet.id}/submit", {"version": version}).status_code == 303
    again = commander.post(f"/sheets/{sheet.id}/submit", {"version": version})
    assert again.status_code == 409 and re.search(r"Chính đồng chí đã gửi phiếu của Quân khu Mẫu 1 lúc \d\d/\d\d/\d{4}, \d\d:\d\d\.", main(again))
    assert f'href="/sheets/{sheet.id}">Mở phiếu' in main(again)
    second = sign_in(builders.account("commander", made.first))
    assert made.commander.person.addressed + " đã gửi phiếu" in main(second.post(f"/sheets/{sheet.id}/submit", {"version": version}))
