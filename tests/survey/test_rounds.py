"""Ways of a scope, the copy of a round, reopening one unit, and reminding: refusals first."""
from datetime import timedelta

import pytest

from lms import clock
from lms.access import reach
from lms.db import db
from lms.deadlines.models import Task
from lms.errors import Problem, StaleForm, WrongMove
from lms.survey import actions
from lms.survey.models import NeedSheet, RoundReminder, SheetEvent, SurveyRound
from lms.survey.queries.reminding import level_of, silent_below
from lms.survey.rules.sending import Dates, why_closed
from tests import builders
from tests.survey.makers import army, counted_queries, plan, sent_sheet
from tests.survey.test_actions import facts


def asked(found: SurveyRound) -> list[tuple]:
    rows = db.session.execute(db.select(NeedSheet.unit_id, NeedSheet.review_unit_id).where(NeedSheet.round_id == found.id).order_by(NeedSheet.unit_id))
    return [tuple(row) for row in rows]


def test_a_scope_of_nobody_is_not_opened_and_stays_a_draft(app):
    made = army()
    found = actions.draft_round(made.committee, plan(made.ministry, scope_rule={"way": "units", "units": []}))
    db.session.commit()
    with pytest.raises(Problem):
        actions.open_round(made.committee, found)
    db.session.rollback()
    assert found.state == "draft" and asked(found) == []


def test_a_round_by_kind_skips_a_level_and_the_nearest_unit_above_reviews(app):
    made = army()
    found = actions.draft_round(made.committee, plan(made.ministry, depth=2, scope_rule={"way": "kinds", "kinds": [made.child.kind_id]}))
    actions.open_round(made.committee, found)
    assert asked(found) == [(made.child.id, made.ministry.id)]


def test_a_round_by_list_asks_exactly_these(app):
    made = army()
    found = actions.draft_round(made.committee, plan(made.ministry, scope_rule={"way": "units", "units": [made.child.id, made.first.id]}))
    actions.open_round(made.committee, found)
    assert asked(found) == [(made.first.id, made.ministry.id), (made.child.id, made.first.id)]


def test_the_scope_is_frozen_when_the_round_is_open(app):
    made = army()
    with pytest.raises(WrongMove):
        actions.change_round(made.committee, made.round, plan(made.ministry, scope_rule={"way": "units", "units": [made.first.id]}))


def test_the_form_refuses_a_way_without_its_field_and_unknown_codes_and_keeps_what_was_typed(app, sign_in):
    made = army()
    staff = sign_in(made.committee)
    typed = {"code": "KS-X", "title": "Đợt", "year": "2027", "scope_id": str(made.ministry.id), "depth": "1", "opens_on": "01/12/2099", "due_on": "10/12/2099", "lock_on": "20/12/2099"}
    for more, said in (({"way": "kinds"}, "Chọn ít nhất một loại"), ({"way": "last"}, "Chọn đợt mà đợt này hỏi lại"), ({"way": "units", "units": ""}, "Cần ít nhất một mã"),
                       ({"way": "units", "units": "KHONG-CO, " + made.first.code}, "mang mã: KHONG-CO")):
        answer = staff.post("/rounds/new", {**typed, **more})
        assert answer.status_code == 422 and said in answer.get_data(as_text=True)
    counted = staff.post("/rounds/new", {**typed, "way": "units", "units": f"{made.first.code.lower()}\n{made.child.code}", "deed": "count"})
    assert counted.status_code == 200 and "2 đơn vị sẽ phải gửi phiếu" in counted.get_data(as_text=True)
    assert db.session.execute(db.select(SurveyRound.id).where(SurveyRound.code == "KS-X")).first() is None
    assert staff.post("/rounds/new", {**typed, "way": "units", "units": made.first.code}).status_code == 303
    found = db.session.execute(db.select(SurveyRound).where(SurveyRound.code == "KS-X")).scalar_one()
    assert found.scope_rule == {"way": "units", "units": [made.first.id]}
    page = staff.get(f"/rounds/{found.id}").get_data(as_text=True)
    assert "Khi mở, 1 đơn vị" in page
    assert made.first.code in staff.get(f"/rounds/{found.id}/edit").get_data(as_text=True)


def test_a_draft_is_not_copied_and_a_commander_copies_nothing(app, sign_in):
    made = army()
    draft = actions.draft_round(made.committee, plan(made.ministry))
    db.session.commit()
    with pytest.raises(WrongMove):
        actions.copy_round(made.committee, draft)
    assert sign_in(made.commander).post(f"/rounds/{made.round.id}/copy", {}).status_code == 403


def test_the_copy_is_a_year_later_and_says_what_differs(app, sign_in):
    made = army()
    made.round.questions = [{"id": "q1"}]
    fresh = builders.unit("Cục Mẫu mới", made.ministry)
    made.other.until = clock.today() - timedelta(days=1)
    db.session.commit()
    staff = sign_in(made.committee)
    answer = staff.post(f"/rounds/{made.round.id}/copy", {})
    assert answer.status_code == 303
    copy = db.session.execute(db.select(SurveyRound).where(SurveyRound.copied_from_id == made.round.id)).scalar_one()
    assert (copy.state, copy.year, copy.depth, copy.questions) == ("draft", 2028, 2, [{"id": "q1"}])
    assert copy.title == "Khảo sát nhu cầu 2028" and copy.code != made.round.code
    assert 360 <= (copy.due_at - made.round.due_at).days <= 370 and clock.local(copy.due_at).weekday() < 5 and copy.lock_at >= copy.due_at
    page = staff.get(f"/rounds/{copy.id}").get_data(as_text=True)
    assert "Khác với đợt" in page and "Thêm 1 đơn vị:" in page and fresh.name in page and "Bớt 1 đơn vị:" in page and made.other.name in page
    actions.open_round(made.committee, copy)
    assert copy.form_version == made.round.form_version and facts()[-2:] == ["RoundCopied", "RoundOpened"]


def test_other_questions_are_the_next_version_of_the_form(app):
    made = army()
    copy = actions.copy_round(made.committee, made.round)
    copy.questions = [{"id": "q9"}]
    actions.open_round(made.committee, copy)
    assert copy.form_version == made.round.form_version + 1


def test_a_reopened_sheet_is_open_until_its_date_and_never_in_a_closed_round():
    now = clock.now()
    day = timedelta(days=1)
    dates = {"due_at": now - 3 * day, "lock_at": now - 2 * day}
    assert why_closed(Dates("locked", **dates), now) == "locked"
    assert why_closed(Dates("locked", **dates, reopened_until=now + day), now) is None
    assert why_closed(Dates("locked", **dates, reopened_until=now - day), now) == "locked"
    assert why_closed(Dates("closed", **dates, reopened_until=now + day), now) == "not_open"


def locked(made):
    made.round.due_at, made.round.lock_at = clock.now() - timedelta(days=9), clock.now() - timedelta(days=1)
    db.session.commit()
    actions.lock_round(None, made.round)
    db.session.commit()


def test_what_needs_no_reopening_or_has_no_reason_or_a_day_gone_by_is_refused(app):
    made = army()
    sheet, later = made.sheet(made.first), clock.now() + timedelta(days=3)
    with pytest.raises(WrongMove):
        actions.reopen_sheet(made.committee, sheet, later, "Bão")
    locked(made)
    sheet = made.sheet(made.first)
    for until, reason in ((clock.now() - timedelta(hours=1), "Bão"), (later, "")):
        with pytest.raises(Problem):
            actions.reopen_sheet(made.committee, sheet, until, reason)
    with pytest.raises(StaleForm):
        actions.reopen_sheet(made.committee, sheet, later, "Bão", sheet.version + 1)


def test_one_unit_sends_after_the_lock_and_no_other(app, sign_in):
    made = army()
    locked(made)
    sheet, staff, commander = made.sheet(made.first), sign_in(made.committee), sign_in(made.commander)
    assert commander.post(f"/sheets/{sheet.id}/reopen", {"until_on": "01/12/2099", "reason": "x"}).status_code == 403
    assert "Mở lại phiếu…" in staff.get(f"/sheets/{sheet.id}").get_data(as_text=True)
    assert "Mở lại phiếu…" not in commander.get(f"/sheets/{sheet.id}").get_data(as_text=True)
    assert staff.post(f"/sheets/{sheet.id}/reopen", {"version": sheet.version, "until_on": "", "reason": ""}).status_code == 422
    day = clock.today() + timedelta(days=3)
    assert staff.post(f"/sheets/{sheet.id}/reopen", {"version": sheet.version, "until_on": f"{day:%d/%m/%Y}", "reason": "Bão số 3"}).status_code == 303
    db.session.expire_all()
    sheet = made.sheet(made.first)
    assert "nhận đến" in commander.get(f"/sheets/{sheet.id}").get_data(as_text=True)
    assert "1 phiếu được mở lại sau khi khóa: Quân khu Mẫu 1" in staff.get(f"/rounds/{made.round.id}").get_data(as_text=True)
    actions.say_no_need(made.clerk, sheet, True)
    actions.submit(made.commander, sheet)
    assert (sheet.state, sheet.late) == ("submitted", True)
    with pytest.raises(WrongMove):
        actions.say_no_need(made.clerk, made.sheet(made.other), True)
    assert db.session.execute(db.select(SheetEvent.move).where(SheetEvent.sheet_id == sheet.id).order_by(SheetEvent.id)).scalars().all()[0] == "reopen"
    assert "SheetReopened" in facts()


def test_what_is_sent_is_returned_before_it_is_reopened(app):
    made = army()
    sent_sheet(made, made.first, made.commander)
    locked(made)
    with pytest.raises(WrongMove):
        actions.reopen_sheet(made.committee, made.sheet(made.first), clock.now() + timedelta(days=2), "Bão")


def test_a_clerk_and_a_stranger_remind_nobody(app, sign_in):
    made = army()
    assert sign_in(made.clerk).get(f"/rounds/{made.round.id}/remind").status_code == 403
    assert sign_in(made.child_commander).get(f"/rounds/{made.round.id}/remind").status_code == 404
    stranger = builders.account("commander", builders.unit("Tổng cục Lạ", builders.ministry()))
    assert sign_in(stranger).get(f"/rounds/{made.round.id}/remind").status_code == 404


def test_a_reminder_says_whom_it_reaches_is_one_act_and_stands_at_the_task(app, sign_in):
    made = army()
    sent_sheet(made, made.child, made.child_commander)
    staff, commander = sign_in(made.committee), sign_in(made.commander)
    page = staff.get(f"/rounds/{made.round.id}/remind").get_data(as_text=True)
    assert "Lời nhắc tới 2 đơn vị chưa gửi phiếu" in page and "2 người giữ việc" in page and "Cục Mẫu 2" in page.split("chưa có ai giữ tài khoản")[1]
    assert db.session.execute(db.select(RoundReminder)).first() is None
    for _twice in range(2):
        assert staff.post(f"/rounds/{made.round.id}/remind", {"text": "Gửi trước thứ Sáu"}).status_code == 303
    rows = db.session.execute(db.select(RoundReminder)).scalars().all()
    assert [sorted(row.unit_ids) for row in rows] == [sorted([made.first.id, made.other.id])] and facts().count("RoundReminded") == 1
    assert f"đã nhắc 1 lần, gần nhất {clock.today():%d/%m}" in commander.get("/").get_data(as_text=True)
    page = staff.get(f"/rounds/{made.round.id}").get_data(as_text=True)
    assert "Đã đôn đốc" in page and "Gửi trước thứ Sáu" in page
    with clock.held(clock.now() + timedelta(minutes=2)):
        assert staff.post(f"/rounds/{made.round.id}/remind", {}).status_code == 303
        assert "đã nhắc 2 lần" in commander.get("/").get_data(as_text=True)


def test_a_middle_level_reminds_its_own_children_only(app, sign_in):
    made = army()
    silent = silent_below(made.commander, made.round)
    assert (silent.level_id, [sheet.unit_id for sheet in silent.sheets], silent.holders) == (made.first.id, [made.child.id], 1)
    assert level_of(made.committee, made.round) == made.ministry.id and reach(made.commander, "sheet.review").paths
    assert sign_in(made.commander).post(f"/rounds/{made.round.id}/remind", {}).status_code == 303
    told = {task.unit_id for task in db.session.execute(db.select(Task)).unique().scalars() if task.words.get("reminded")}
    assert told == {made.child.id}


def test_nobody_is_reminded_who_cannot_send(app):
    made = army()
    locked(made)
    with pytest.raises(Problem):
        actions.remind_all(made.committee, made.round, silent_below(made.committee, made.round))
    actions.reopen_sheet(made.committee, made.sheet(made.other), clock.now() + timedelta(days=2), "Bão")
    assert [sheet.unit_id for sheet in silent_below(made.committee, made.round).sheets] == [made.other.id]


def test_a_closed_round_reminds_nobody(app):
    made = army()
    silent = silent_below(made.committee, made.round)
    made.round.state = "closed"
    db.session.flush()
    with pytest.raises(WrongMove):
        actions.remind_all(made.committee, made.round, silent)


def test_reminding_asks_as_many_questions_for_48_units_as_for_5(app, sign_in):
    counts = []
    for number in (5, 48):
        top = builders.ministry()
        for _each in range(number):
            builders.unit(None, top)
        staff = builders.account("committee_staff", top)
        found = actions.draft_round(staff, plan(top, depth=1))
        actions.open_round(staff, found)
        db.session.commit()
        someone = sign_in(staff)
        for address in (f"/rounds/{found.id}/remind", f"/rounds/{found.id}?sort=-sum"):
            with counted_queries() as seen:
                assert someone.get(address).status_code == 200
            counts.append(len(seen))
        with counted_queries() as seen:
            assert someone.post(f"/rounds/{found.id}/remind", {}).status_code == 303
        counts.append(len(seen))
    assert counts[:3] == counts[3:], counts


@pytest.mark.parametrize("sort", ["name", "-name", "state", "-complete", "in_time", "-persons", "sent_at", "nonsense"])
def test_the_page_is_sorted_by_a_link(app, sign_in, sort):
    made = army()
    sent_sheet(made, made.first, made.commander)
    page = sign_in(made.committee).get(f"/rounds/{made.round.id}?sort={sort}").get_data(as_text=True)
    first, other = page.index(">Quân khu Mẫu 1</a></th>"), page.index(">Cục Mẫu 2</a></th>")
    if sort in ("name", "-name"):
        assert (other < first) == (sort == "name") and f'aria-sort="{"ascending" if sort == "name" else "descending"}"' in page
    if sort == "-persons":
        assert first < other
