"""Opinion, accountable head, and wishes for courses that the catalogue lacks."""
import pytest
from sqlalchemy import select

from lms.db import db
from lms.errors import Problem, StaleForm, WrongMove
from lms.sheets.reading import open_book
from lms.survey import actions
from lms.survey.actions import wishes as deeds
from lms.survey.actions.signing import SignOff
from lms.survey.models import CourseWish
from lms.survey.queries.wishes import wishes_in, wishes_of
from tests import builders
from tests.survey.makers import army, counted_queries, line


def filled(made, unit=None):
    """A sheet with a line."""
    sheet = made.sheet(unit or made.first)
    actions.add_people(made.clerk, sheet, [builders.person(unit or made.first).id], line())
    db.session.commit()
    return sheet


def test_the_commander_who_sends_is_the_accountable_head_when_nobody_is_named(app):
    made = army()
    sheet = filled(made)
    actions.submit(made.commander, sheet)
    assert sheet.head_id == made.commander.person_id and sheet.opinion == ""


def test_only_who_holds_the_command_may_be_named(app):
    made = army()
    sheet, twin = filled(made), builders.account("commander", made.first)
    with pytest.raises(Problem, match="chịu trách nhiệm"):
        actions.submit(made.commander, sheet, None, SignOff("", made.clerk.person_id))
    actions.submit(made.commander, sheet, None, SignOff("Nhất trí", twin.person_id))
    assert (sheet.head_id, sheet.opinion) == (twin.person_id, "Nhất trí")


def test_opinion_and_head_are_typed_on_the_check_page_and_read_by_the_reviewer(app, sign_in):
    made = army()
    sheet, browser = filled(made), sign_in(made.commander)
    page = browser.get(f"/sheets/{sheet.id}/check").text
    assert "Ý kiến của cấp ủy" in page and made.commander.person.addressed in page
    refused = browser.post(f"/sheets/{sheet.id}/submit", {"opinion": "x" * 2001, "head_id": made.commander.person_id})
    assert refused.status_code == 422 and "x" * 2001 in refused.text
    assert browser.post(f"/sheets/{sheet.id}/submit", {"opinion": "Nhất trí", "head_id": made.clerk.person_id}).status_code == 422
    assert browser.post(f"/sheets/{sheet.id}/submit", {"opinion": "Cấp ủy nhất trí", "head_id": made.commander.person_id}).status_code == 303
    assert "Cấp ủy nhất trí" in sign_in(made.committee).get(f"/sheets/{sheet.id}").text


def test_what_the_commander_typed_is_kept_when_only_the_answers_are_saved(app, sign_in):
    made = army()
    sheet, browser = filled(made), sign_in(made.commander)
    browser.get(f"/sheets/{sheet.id}/check")
    assert browser.post(f"/sheets/{sheet.id}/answers", {"opinion": "x" * 2001, "head_id": made.commander.person_id}).status_code == 422
    assert browser.post(f"/sheets/{sheet.id}/answers", {"opinion": "Cấp ủy nhất trí", "head_id": made.commander.person_id}).status_code == 303
    assert "Cấp ủy nhất trí</textarea>" in browser.get(f"/sheets/{sheet.id}/check").text
    other = sign_in(made.clerk)
    other.get(f"/sheets/{sheet.id}/check")
    assert other.post(f"/sheets/{sheet.id}/answers", {"opinion": "Của trợ lý", "head_id": made.commander.person_id}).status_code == 303
    db.session.refresh(sheet)
    assert sheet.opinion == "Cấp ủy nhất trí"


def test_the_clerk_types_no_opinion(app, sign_in):
    made = army()
    assert "Ý kiến của cấp ủy" not in sign_in(made.clerk).get(f"/sheets/{filled(made).id}/check").text


def test_a_wish_is_added_changed_and_taken_back_while_the_sheet_may_be_edited(app, sign_in):
    made = army()
    sheet, browser = made.sheet(made.first), sign_in(made.clerk)
    typed = {"title": "Điều khiển máy bay không người lái", "outcome": "Lái và bảo quản", "heads": "4"}
    assert browser.get(f"/sheets/{sheet.id}/wishes/new").status_code == 200
    for wrong in ({"title": ""}, {"outcome": ""}, {"heads": "0"}, {"heads": "x"}, {"title": "x" * 201}):
        assert browser.post(f"/sheets/{sheet.id}/wishes/new", {**typed, **wrong}).status_code == 422
    assert browser.post(f"/sheets/{sheet.id}/wishes/new", typed).status_code == 303
    wish = wishes_of(sheet.id)[0]
    assert "Lái và bảo quản" in browser.get(f"/sheets/{sheet.id}").text
    browser.get(f"/sheets/{sheet.id}/wishes/{wish.id}")
    assert browser.post(f"/sheets/{sheet.id}/wishes/{wish.id}", {**typed, "heads": "6"}).status_code == 303
    assert wishes_of(sheet.id)[0].heads == 6
    assert sign_in(made.child_commander).get(f"/sheets/{made.sheet(made.child).id}/wishes/{wish.id}").status_code == 404
    assert browser.post(f"/sheets/{sheet.id}/wishes/{wish.id}/remove", {}).status_code == 303 and not wishes_of(sheet.id)


def test_a_wish_alone_is_a_need_and_can_be_sent_but_not_beside_no_need(app):
    made = army()
    sheet = made.sheet(made.first)
    actions.say_no_need(made.clerk, sheet, True)
    deeds.add_wish(made.clerk, sheet, "Khóa mới", "Biết làm", 3)
    assert sheet.no_need is False
    with pytest.raises(Problem):
        actions.say_no_need(made.clerk, sheet, True)
    actions.submit(made.commander, sheet)
    assert sheet.state == "submitted"


def test_a_wish_of_a_sent_sheet_or_a_stale_one_is_not_changed(app):
    made = army()
    sheet = filled(made)
    wish = deeds.add_wish(made.clerk, sheet, "Khóa mới", "Biết làm", 3)
    db.session.commit()
    with pytest.raises(StaleForm):
        deeds.change_wish(made.clerk, sheet, wish, {"heads": 4}, wish.version - 1)
    actions.submit(made.commander, sheet)
    for deed in (lambda: deeds.add_wish(made.clerk, sheet, "Hai", "x", 1), lambda: deeds.change_wish(made.clerk, sheet, wish, {"heads": 4}), lambda: deeds.remove_wish(made.clerk, sheet, wish)):
        with pytest.raises(WrongMove):
            deed()


def test_wishes_of_sent_sheets_are_summed_by_title_within_reach(app, sign_in):
    made = army()
    for unit, sender, title, heads in ((made.first, made.commander, "Lái máy bay", 4), (made.child, made.child_commander, "lái MÁY bay", 5)):
        sheet = made.sheet(unit)
        deeds.add_wish(sender, sheet, title, "Biết lái", heads)
        actions.submit(sender, sheet)
    deeds.add_wish(builders.account("commander", made.other), made.sheet(made.other), "Chưa gửi", "x", 9)
    db.session.commit()
    assert [(one.heads, len(one.wishes)) for one in wishes_in(made.committee, made.round)] == [(9, 2)]
    assert [one.heads for one in wishes_in(made.child_commander, made.round)] == [5]
    browser = sign_in(made.committee)
    with counted_queries() as seen:
        page = browser.get(f"/rounds/{made.round.id}/wishes").text
    assert len(seen) <= 12 and "Lái máy bay" in page and "Chưa gửi" not in page
    book = open_book(browser.get(f"/rounds/{made.round.id}/wishes.xlsx").data, "x.xlsx")
    assert [cell for row in book.sheets[0].rows for cell in row if cell in (4, 5, 9)] == [4, 5, 9]
    assert db.session.execute(select(CourseWish)).scalars().first()
