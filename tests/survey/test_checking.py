"""The rules of the check and the answers to its warnings."""
import pytest

from lms.audit.models import JournalEntry
from lms.competence.models import Qualification
from lms.db import db
from lms.errors import Problem, StaleForm, WrongMove
from lms.survey import actions, queries
from lms.survey.models import CheckRule, WarningAnswer
from lms.survey.rules.check_rules import BY_KIND, FIRST, CheckRuleText, rules_in_force, switched
from lms.survey.rules.warnings import Line, stopped, unanswered, warnings_of
from tests import builders
from tests.survey.makers import army, line

ODD = Line(1, 500, "2026Q1", None, staff=3, also_asked_by="Cục Lạ", certified=2025, left_unit=True, twin_heads=4, level=1, held_level=2)


def test_every_kind_is_found_and_each_can_be_switched_off():
    every = {remark.kind for remark in warnings_of(ODD, "2026Q4")}
    assert every == set(BY_KIND) - {"below_held"}
    for kind in every:
        rules = {**BY_KIND, kind: switched(BY_KIND[kind], "off")}
        assert kind not in {remark.kind for remark in warnings_of(ODD, "2026Q4", rules)}


@pytest.mark.parametrize(("asked", "held", "said"), [(1, 0, False), (2, 1, False), (1, 1, True), (1, 3, True)])
def test_a_level_that_is_held_already_is_pointed_out(asked, held, said):
    remarks = warnings_of(Line(1, 1, "2027Q1", 7, level=asked, held_level=held), "2026Q4")
    assert bool(remarks) is said


def test_who_is_certified_is_not_told_twice_unless_the_second_rule_stops():
    held = Line(1, 1, "2027Q1", 7, level=1, held_level=1, certified=2025)
    assert [remark.kind for remark in warnings_of(held, "2026Q4")] == ["certified"]
    rules = {**BY_KIND, "below_held": switched(BY_KIND["below_held"], "stop")}
    assert [remark.kind for remark in warnings_of(held, "2026Q4", rules)] == ["certified", "below_held"]


def test_stops_and_unanswered_warnings_are_counted_apart():
    rules = {**BY_KIND, "past_quarter": switched(BY_KIND["past_quarter"], "stop")}
    remarks = {1: warnings_of(ODD, "2026Q4", rules)}
    assert [remark.kind for remark in stopped(remarks)] == ["past_quarter"]
    assert unanswered(remarks, {(1, "exceeds_staff"), (1, "past_quarter")}) == len(remarks[1]) - 2


def test_stored_rules_win_and_what_is_not_stored_keeps_its_first_values():
    stored = rules_in_force([CheckRuleText("certified", "stop", "Không được", "Not allowed"), CheckRuleText("unknown", "stop", "", "")])
    assert stored["certified"].stops and stored["certified"].text("en") == "Not allowed"
    assert list(stored) == [rule.kind for rule in FIRST]


def test_the_reference_data_brings_every_rule_once_and_leaves_what_was_switched(app):
    top = builders.ministry()
    actions.switch_rule(builders.account("committee_staff", top), "certified", "stop", "Chỉ thị 14")
    assert actions.install_check_rules() == len(FIRST) - 1
    assert actions.install_check_rules() == 0
    assert queries.check_rules()["certified"].stops


@pytest.mark.parametrize(("kind", "effect", "reason", "field"), [("nothing", "stop", "Vì", "effect"), ("certified", "warn", "Vì", "effect"), ("certified", "stop", "", "reason")])
def test_a_rule_is_switched_to_something_else_with_a_reason(app, kind, effect, reason, field):
    with pytest.raises(Problem) as refused:
        actions.switch_rule(builders.account("committee_staff", builders.ministry()), kind, effect, reason)
    assert refused.value.facts["field"] == field


def test_a_rule_that_somebody_else_switched_meanwhile_is_stale(app):
    staff = builders.account("committee_staff", builders.ministry())
    actions.switch_rule(staff, "certified", "off", "Thử")
    with pytest.raises(StaleForm):
        actions.switch_rule(staff, "certified", "stop", "Thử", seen="warn")
    row = db.session.execute(db.select(CheckRule)).scalar_one()
    assert (row.kind, row.effect, row.active) == ("certified", "warn", False)
    entry = db.session.execute(db.select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).scalar_one()
    assert (entry.fact, entry.data) == ("CheckRuleChanged", {"changes": {"effect": ["warn", "off"]}, "reason": "Thử"})


def odd_sheet(made):
    """A head count over the staff."""
    sheet = made.sheet(made.first)
    need = actions.add_group(made.clerk, sheet, builders.group().code, 500, line())
    db.session.commit()
    return sheet, need


def test_a_stop_refuses_the_sending_and_names_the_line(app):
    made = army()
    sheet, need = odd_sheet(made)
    actions.switch_rule(made.committee, "exceeds_staff", "stop", "Chỉ tiêu theo biên chế")
    with pytest.raises(Problem) as refused:
        actions.submit(made.commander, sheet)
    assert refused.value.facts["stops"] == [need.id] and sheet.state == "draft"
    actions.switch_rule(made.committee, "exceeds_staff", "off", "Bỏ")
    actions.submit(made.commander, sheet)
    assert (sheet.state, sheet.warned) == ("submitted", 0)


def test_an_answer_lowers_the_count_travels_with_the_sheet_and_goes_with_the_number(app):
    made = army()
    sheet, need = odd_sheet(made)
    key = (need.id, "exceeds_staff")
    assert actions.answer_warnings(made.clerk, sheet, {key: "Tuyển thêm 490", (need.id, "certified"): "không có", (99, "exceeds_staff"): "lạ"}) == 1
    assert actions.answer_warnings(made.clerk, sheet, {key: "Tuyển thêm 490"}) == 0
    actions.submit(made.commander, sheet)
    assert sheet.warned == 0
    with pytest.raises(WrongMove):
        actions.answer_warnings(made.clerk, sheet, {key: "khác"})
    actions.send_back(made.committee, sheet, "Xem lại")
    actions.change_line(made.clerk, need, {"reason": "Như trên"})
    assert key in queries.answers_of(sheet.id)
    actions.change_line(made.clerk, need, {"heads": 700})
    assert queries.answers_of(sheet.id) == {}
    actions.submit(made.commander, sheet)
    assert sheet.warned == 1


def test_an_answer_is_taken_back_and_a_long_one_is_refused(app):
    made = army()
    sheet, need = odd_sheet(made)
    key = (need.id, "exceeds_staff")
    with pytest.raises(Problem):
        actions.answer_warnings(made.clerk, sheet, {key: "x" * 501})
    actions.answer_warnings(made.clerk, sheet, {key: "Tuyển thêm"})
    actions.answer_warnings(made.clerk, sheet, {key: ""})
    assert db.session.execute(db.select(WarningAnswer)).first() is None


def test_a_person_assessed_at_the_level_is_pointed_out_on_the_sheet(app):
    made = army()
    sheet, who, topic = made.sheet(made.first), builders.person(made.first), builders.topic()
    db.session.add(Qualification(person_id=who.id, title="Đánh giá", title_key="danhgia", topic_key=topic.name_squeezed, level=2, year=2026, source="assessment"))
    actions.add_people(made.clerk, sheet, [who.id], line())
    remarks = queries.warnings_by_line(made.clerk, sheet, queries.lines_of(sheet.id))
    assert [[remark.kind for remark in each] for each in remarks.values()] == [["below_held"]]


# pages


def test_the_rules_are_for_the_committee_at_the_top(app, sign_in):
    made = army()
    below = builders.account("committee_staff", made.first)
    for account, code in ((made.commander, 403), (builders.account("inspector", made.ministry), 403), (below, 404), (made.committee, 200)):
        someone = sign_in(account)
        assert someone.get("/check-rules").status_code == code
        assert someone.get("/check-rules/change?kind=certified").status_code == code
        assert someone.post("/check-rules/change?kind=certified", {"effect": "warn", "reason": "x", "seen": "warn"}).status_code == (422 if code == 200 else code)
    assert sign_in(made.committee).get("/check-rules/change?kind=none").status_code == 404
    assert "Quy tắc kiểm tra" in sign_in(made.committee).get("/rounds").get_data(as_text=True)
    assert "Quy tắc kiểm tra" not in sign_in(below).get("/rounds").get_data(as_text=True)


def test_switching_a_rule_on_the_page_and_sending_into_its_stop(app, sign_in):
    made = army()
    sheet, need = odd_sheet(made)
    staff, commander, sheet_id, need_id = sign_in(made.committee), sign_in(made.commander), sheet.id, need.id
    change = "/check-rules/change?kind=exceeds_staff"
    assert "Cần điền ô này." in staff.post(change, {"effect": "stop", "reason": "", "seen": "warn"}).get_data(as_text=True)
    assert staff.post(change, {"effect": "stop", "reason": "Theo biên chế", "seen": "warn"}).status_code == 303
    assert staff.post(change, {"effect": "off", "reason": "Bỏ", "seen": "warn"}).status_code == 409
    page = commander.get(f"/sheets/{sheet_id}/check").get_data(as_text=True)
    assert "chặn gửi" in page and f'id="answer-{need_id}-exceeds_staff"' in page
    refused = commander.post(f"/sheets/{sheet_id}/submit")
    assert refused.status_code == 422 and f'href="#answer-{need_id}-exceeds_staff"' in refused.get_data(as_text=True)


def test_answers_are_typed_on_the_check_page_saved_by_the_clerk_and_sent_by_the_commander(app, sign_in):
    made = army()
    sheet, need = odd_sheet(made)
    sheet_id, name = sheet.id, f"answer-{need.id}-exceeds_staff"
    clerk, commander = sign_in(made.clerk), sign_in(made.commander)
    long = clerk.post(f"/sheets/{sheet_id}/answers", {name: "x" * 501, "version": sheet.version})
    assert long.status_code == 422 and "x" * 501 in long.get_data(as_text=True) and f'href="#{name}"' in long.get_data(as_text=True)
    stale = clerk.post(f"/sheets/{sheet_id}/answers", {name: "Tuyển thêm", "version": 1})
    assert stale.status_code == 409
    assert clerk.post(f"/sheets/{sheet_id}/answers", {name: "Tuyển thêm"}).status_code == 303
    page = commander.get(f"/sheets/{sheet_id}/check").get_data(as_text=True)
    assert "Tuyển thêm" in page
    assert commander.post(f"/sheets/{sheet_id}/submit", {name: "Tuyển thêm 490 người"}).status_code == 303
    db.session.expire_all()
    assert (made.sheet(made.first).state, made.sheet(made.first).warned) == ("submitted", 0)
    shown = sign_in(made.committee).get(f"/sheets/{sheet_id}").get_data(as_text=True)
    assert "Tuyển thêm 490 người" in shown and made.commander.person.name in shown
    assert sign_in(made.committee).post(f"/sheets/{sheet_id}/answers", {name: "khác"}).status_code == 403
