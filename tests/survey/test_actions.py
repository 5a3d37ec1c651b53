"""Deeds of rounds, sheets and lines; unhappy paths first."""
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.audit.models import JournalEntry
from lms.db import db
from lms.errors import Problem, SamePerson, StaleForm, WrongMove
from lms.survey import actions, queries
from lms.survey.models import Need, NeedSheet, SheetEvent
from lms.survey.rules.snapshot import fingerprint
from tests import builders
from tests.survey.makers import army, line, plan, sent_sheet


def facts() -> list[str]:
    return list(db.session.execute(db.select(JournalEntry.fact).order_by(JournalEntry.id)).scalars())


def test_a_round_that_locks_before_it_is_due_is_refused(app):
    top = builders.ministry()
    staff = builders.account("committee_staff", top)
    now = clock.now()
    with pytest.raises(Problem):
        actions.draft_round(staff, plan(top, due_at=now + timedelta(days=5), lock_at=now + timedelta(days=4)))


def test_two_rounds_have_not_one_code(app):
    made = army()
    with pytest.raises(Problem):
        actions.draft_round(made.committee, plan(made.ministry, code=made.round.code))


def test_opening_gives_each_unit_in_scope_its_sheet_down_to_the_depth(app):
    made = army(depth=1)
    sheets = db.session.execute(db.select(NeedSheet.unit_name, NeedSheet.review_unit_id)).all()
    assert sorted(sheets) == [("Cục Mẫu 2", made.ministry.id), ("Quân khu Mẫu 1", made.ministry.id)]


def test_the_sheet_of_a_deeper_unit_is_reviewed_by_its_parent(app):
    made = army()
    assert made.sheet(made.child).review_unit_id == made.first.id


def test_a_round_is_opened_once(app):
    made = army()
    with pytest.raises(WrongMove):
        actions.open_round(made.committee, made.round)


def test_a_dissolved_unit_gets_no_sheet(app):
    top = builders.ministry()
    gone, stays = builders.unit("Cục đã giải thể", top), builders.unit("Cục còn", top)
    gone.until = clock.today() - timedelta(days=1)
    staff = builders.account("committee_staff", top)
    found = actions.draft_round(staff, plan(top))
    assert actions.open_round(staff, found) == 1
    assert db.session.execute(db.select(NeedSheet.unit_id)).scalar_one() == stays.id


def test_an_empty_sheet_is_not_sent(app):
    made = army()
    with pytest.raises(Problem):
        actions.submit(made.commander, made.sheet(made.first))


def test_no_need_is_an_answer(app):
    made = army()
    sheet = made.sheet(made.first)
    actions.say_no_need(made.clerk, sheet, True)
    actions.submit(made.commander, sheet)
    assert (sheet.state, sheet.no_need, sheet.late) == ("submitted", True, False)


def test_a_sheet_with_lines_cannot_say_no_need(app):
    made = army()
    sheet = made.sheet(made.first)
    actions.add_group(made.clerk, sheet, builders.group().code, 5, line())
    with pytest.raises(Problem):
        actions.say_no_need(made.clerk, sheet, True)


def test_people_of_another_unit_are_not_asked_for(app):
    made = army()
    stranger = builders.person(made.other)
    with pytest.raises(Problem):
        actions.add_people(made.clerk, made.sheet(made.first), [stranger.id], line())


def test_several_people_are_added_at_once_and_counted(app):
    made = army()
    sheet, course = made.sheet(made.first), builders.course()
    people = [builders.person(made.child), builders.person(made.first)]
    assert actions.add_people(made.clerk, sheet, [person.id for person in people], line()) == 2
    actions.add_group(made.clerk, sheet, builders.group().code, 7, line(level=3))
    needs = queries.lines_of(sheet.id)
    assert [need.course_id for need in needs] == [course.id, course.id, None]
    assert (sheet.state, sheet.persons, sheet.heads, sheet.last_line_no) == ("draft", 2, 7, 3)
    assert sorted(need.line_no for need in needs) == [1, 2, 3]


def test_the_same_person_for_the_same_thing_is_added_once(app):
    made = army()
    sheet, who = made.sheet(made.first), builders.person(made.first)
    actions.add_people(made.clerk, sheet, [who.id], line())
    with pytest.raises(Problem):
        actions.add_people(made.clerk, sheet, [who.id], line())
    actions.add_people(made.clerk, sheet, [who.id], line(level=2))
    assert sheet.persons == 2


def test_a_line_is_not_changed_into_its_twin(app):
    made = army()
    sheet, who = made.sheet(made.first), builders.person(made.first)
    actions.add_people(made.clerk, sheet, [who.id], line())
    actions.add_people(made.clerk, sheet, [who.id], line(level=2))
    with pytest.raises(Problem):
        actions.change_lines(made.clerk, sheet, queries.lines_of(sheet.id), {"level": 1})


def test_lines_are_changed_and_removed_with_their_counts(app):
    made = army()
    sheet = made.sheet(made.first)
    need = actions.add_group(made.clerk, sheet, builders.group().code, 5, line())
    course = builders.course(level=2)
    actions.change_line(made.clerk, need, {"heads": 9, "level": 2}, need.version)
    assert (sheet.heads, need.course_id) == (9, course.id)
    assert actions.remove_lines(made.clerk, sheet, [need]) == 1
    assert sheet.heads == 0
    assert {"NeedAdded", "NeedChanged", "NeedRemoved"} <= set(facts())


def test_a_line_edited_by_somebody_else_meanwhile_is_stale(app):
    made = army()
    need = actions.add_group(made.clerk, made.sheet(made.first), builders.group().code, 5, line())
    with pytest.raises(StaleForm):
        actions.change_line(made.clerk, need, {"heads": 9}, need.version + 1)


def test_what_was_sent_is_not_edited(app):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    with pytest.raises(WrongMove):
        actions.add_group(made.clerk, sheet, builders.group().code, 5, line())


def test_nobody_accepts_what_he_sent(app):
    made = army()
    sheet = sent_sheet(made, made.child, made.commander)
    with pytest.raises(SamePerson):
        actions.accept(made.commander, sheet)


def test_the_database_refuses_that_the_sender_accepts(app):
    made = army()
    sheet = sent_sheet(made, made.child, made.commander)
    statement = db.update(NeedSheet).where(NeedSheet.id == sheet.id).values(state="accepted", reviewed_by_id=sheet.submitted_by_id)
    with pytest.raises(IntegrityError):
        db.session.execute(statement)
    db.session.rollback()


def test_a_sheet_that_changed_meanwhile_is_not_accepted(app):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    with pytest.raises(StaleForm):
        actions.accept(made.committee, sheet, sheet.version - 1)


def test_a_returned_sheet_is_sent_again_as_a_state_of_its_own_and_shows_what_changed(app):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    with pytest.raises(Problem):
        actions.send_back(made.committee, sheet, "")
    actions.send_back(made.committee, sheet, "Thiếu quý")
    first, second = queries.lines_of(sheet.id)
    actions.change_line(made.clerk, first, {"priority": 3})
    actions.remove_lines(made.clerk, sheet, [second])
    actions.submit(made.commander, sheet)
    assert (sheet.state, sheet.submission) == ("resubmitted", 2)
    assert [(change.kind, change.fields) for change in queries.what_changed(sheet)] == [("changed", {"priority": (1, 3)}), ("removed", {})]
    assert facts()[-1] == "SheetResubmitted"


def test_after_the_due_date_a_sheet_is_late_and_after_the_lock_it_is_refused(app):
    made = army()
    one, two = made.sheet(made.first), made.sheet(made.other)
    for sheet in (one, two):
        actions.say_no_need(made.committee, sheet, True)
    with clock.held(made.round.due_at + timedelta(minutes=1)):
        actions.submit(made.commander, one)
    assert one.late
    with clock.held(made.round.lock_at + timedelta(minutes=1)), pytest.raises(WrongMove):
        actions.submit(made.commander, two)


def test_who_answered_in_time_and_was_sent_back_stays_in_time(app):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    actions.send_back(made.committee, sheet, "Xem lại")
    with clock.held(made.round.due_at + timedelta(minutes=1)):
        actions.submit(made.commander, sheet)
    assert not sheet.late


def test_the_house_locks_a_round_after_its_lock_date_and_an_extension_opens_it_again(app):
    made = army()
    with clock.held(made.round.lock_at + timedelta(minutes=1)):
        actions.rounds.lock_when_due()
        assert made.round.state == "locked"
        later = clock.now() + timedelta(days=3)
        actions.extend_round(made.committee, made.round, (later, later), "Bão số 3")
        assert made.round.state == "open"
        actions.say_no_need(made.clerk, made.sheet(made.first), True)
    assert facts()[-3:] == ["RoundExtended", "SheetBegun", "NoNeedSaid"]


def test_a_form_replaces_all_lines_in_one_fact(app):
    made = army()
    sheet, topic = made.sheet(made.first), builders.topic()
    actions.add_group(made.clerk, sheet, builders.group().code, 5, line())
    fresh = [Need(unit_id=made.first.id, person_id=builders.person(made.first).id, topic_id=topic.id, level=1, priority=2, quarter="2027Q1", heads=1),
             Need(unit_id=made.first.id, group_code="N3", topic_id=topic.id, level=1, priority=2, quarter="2027Q1", heads=12)]
    actions.replace_lines(None, sheet, fresh)
    assert (sheet.persons, sheet.heads, sheet.last_line_no) == (1, 12, 2)
    actions.replace_lines(None, sheet, [], no_need=True)
    assert (sheet.persons, sheet.heads, sheet.no_need) == (0, 0, True)


def test_only_lines_whose_whole_chain_is_accepted_are_demand(app):
    made = army()
    child = sent_sheet(made, made.child, made.child_commander)
    actions.accept(made.commander, child)
    assert db.session.execute(queries.accepted_needs(made.round.id)).all() == []
    parent = sent_sheet(made, made.first, made.commander, 1)
    actions.accept(made.committee, parent)
    rows = db.session.execute(queries.accepted_needs(made.round.id)).all()
    assert [(row.unit_id, row.first_level_id) for row in rows] == [(made.child.id, made.first.id)] * 2 + [(made.first.id, made.first.id)]


def test_closing_freezes_the_accepted_lines_and_names_the_gaps(app):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    actions.accept(made.committee, sheet)
    table = actions.close_round(made.committee, made.round, signing=actions.Signing(common="Đang đi diễn tập"))
    db.session.commit()
    db.session.expire_all()
    snapshot = table.content
    assert len(snapshot["lines"]) == 2
    assert {(gap["unit"], gap["why"]) for gap in snapshot["gaps"]} == {("Lữ đoàn Mẫu 3", "silent"), ("Cục Mẫu 2", "silent")}
    assert made.round.snapshot_sha256 == fingerprint(snapshot)
    with pytest.raises(WrongMove):
        actions.send_back(made.committee, sheet, "muộn")


def test_the_history_of_a_sheet_cannot_be_rewritten(app):
    made = army()
    sent_sheet(made, made.first, made.commander)
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(db.update(SheetEvent).values(reason="khác"))
    db.session.rollback()
