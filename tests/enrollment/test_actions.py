"""What happens to nominations and seats, unhappy paths first."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import clock
from lms.audit.models import JournalEntry
from lms.competence.models import Qualification
from lms.courses import actions as courses
from lms.courses.models import CoursePrerequisite
from lms.db import db as database
from lms.enrollment import actions, queries
from lms.enrollment.models import Completion, Enrollment, Nomination, SeatEvent
from lms.errors import Problem, SamePerson, StaleForm, WrongMove
from lms.quota.models import Allocation, LedgerEntry
from lms.survey.models import Need, NeedSheet, SurveyRound
from tests import builders as make
from tests.enrollment.make import courses_sessions, name, open_class, run, scene, seat


def share(world, unit):
    return database.session.execute(select(Allocation.allocated, Allocation.used).where(
        Allocation.class_id == world.training_class.id, Allocation.unit_id == unit.id)).one()


def facts(name_):
    return database.session.execute(select(JournalEntry).where(JournalEntry.fact == name_)).scalars().all()


def accepted_need(world, person, course, priority=1):
    moment = clock.now()
    round_ = make.keep(SurveyRound(code=f"KS-{person.id}", title="Đợt", year=2027, scope_id=world.top.id, opens_on=clock.today(), due_at=moment, lock_at=moment, changed_at=moment))
    sheet = make.keep(NeedSheet(round_id=round_.id, unit_id=world.unit.id, review_unit_id=world.top.id, unit_name="x", state="accepted", submitted_at=moment,
                                submitted_by_id=1, reviewed_by_id=2, changed_at=moment))
    return make.keep(Need(sheet_id=sheet.id, line_no=1, unit_id=world.unit.id, person_id=person.id, topic_id=course.topic_id, level=course.level, course_id=course.id,
                          priority=priority, quarter="2027Q1"))


def test_a_person_of_another_unit_is_refused_and_nothing_is_written(app):
    world = scene()
    good, foreign = make.person(world.unit), make.person(world.other)
    with pytest.raises(Problem) as refused:
        actions.nominate(world.commander, world.training_class, world.unit, [good.id, foreign.id])
    assert foreign.name in str(refused.value.text) and good.name not in str(refused.value.text)
    database.session.rollback()
    assert database.session.execute(select(Nomination)).first() is None


def test_the_same_person_is_not_named_twice(app):
    world = scene()
    one = name(world.unit, world.training_class)[0]
    with pytest.raises(Problem, match="đã có tên trong lớp này"):
        actions.nominate(world.commander, world.training_class, world.unit, [one.person_id])


def test_a_clash_of_dates_names_the_other_class(app):
    world = scene()
    elsewhere = open_class(make.academy(world.top), {world.unit: 1})
    one = name(world.unit, elsewhere)[0]
    with pytest.raises(Problem, match=elsewhere.code):
        actions.nominate(world.commander, world.training_class, world.unit, [one.person_id])


def test_who_holds_the_certificate_or_lacks_the_course_before_is_refused(app):
    world = scene()
    before = make.course(title="Khóa nền")
    make.keep(CoursePrerequisite(course_id=world.training_class.course_id, needs_id=before.id))
    person = make.person(world.unit)
    with pytest.raises(Problem, match="Khóa nền"):
        actions.nominate(world.commander, world.training_class, world.unit, [person.id])
    make.keep(Qualification(person_id=person.id, title="x", title_key="x", course_code=before.code),
              Qualification(person_id=person.id, title="y", title_key="y", course_code=world.training_class.course.code))
    with pytest.raises(Problem, match="đã có chứng chỉ"):
        actions.nominate(world.commander, world.training_class, world.unit, [person.id])


def test_after_the_deadline_nobody_is_named(app):
    world = scene()
    person = make.person(world.unit)
    with clock.held(world.training_class.nominate_until + timedelta(minutes=1)), pytest.raises(Problem, match="quá hạn"):
        actions.nominate(world.commander, world.training_class, world.unit, [person.id])


def test_the_share_goes_first_and_the_rest_is_reserve(app):
    world = scene(seats=2)
    named = name(world.unit, world.training_class, 3)
    assert [one.reserve for one in named] == [False, False, True]
    assert queries.left_to_name(world.training_class.id, world.unit.id) == 0


def test_an_accepted_need_leads_to_the_nomination_and_is_then_taken(app):
    world = scene()
    person = make.person(world.unit)
    need = accepted_need(world, person, world.training_class.course, priority=1)
    from lms.enrollment.queries.people import proposed
    assert proposed(world.training_class, world.unit) == [(person, need)]
    need.heads_now = 0                      # struck out on the way up
    make.keep(need)
    assert proposed(world.training_class, world.unit) == []
    need.heads_now = None
    make.keep(need)
    named = actions.nominate(world.commander, world.training_class, world.unit, [person.id])[0]
    assert (named.need_id, named.priority) == (need.id, 1)
    assert proposed(world.training_class, world.unit) == []


def test_the_nominator_does_not_approve(app):
    world = scene()
    both = make.account("commander", world.unit, None, ("personnel_officer", world.unit))
    one = name(world.unit, world.training_class, by=both)[0]
    with pytest.raises(SamePerson):
        actions.approve(both, one)
    database.session.rollback()
    assert database.session.execute(select(Enrollment)).first() is None


def test_an_approval_happens_once(app):
    world = scene()
    one = name(world.unit, world.training_class)[0]
    actions.approve(world.officer, one)
    with pytest.raises(WrongMove):
        actions.approve(world.officer, one)


def test_seats_are_given_from_one_and_the_rest_waits_in_order(app):
    world = scene(seats=2)
    places = seat(world, 4)
    assert [(one.state, one.seat_no, one.waiting_no) for one in places] == [("seated", 1, None), ("seated", 2, None), ("waiting", None, 1), ("waiting", None, 2)]
    assert share(world, world.unit) == (2, 2)
    assert (world.training_class.seated, world.training_class.waiting, world.training_class.last_waiting_no) == (2, 2, 2)
    assert len(facts("SeatGiven")) == 2 and len(facts("PutOnWaitingList")) == 2


def test_a_unit_without_share_waits_though_seats_are_free(app):
    world = scene(seats=2)
    assert seat(world, 1, unit=world.other)[0].state == "waiting"


def test_refusing_gives_a_reason_and_no_seat(app):
    world = scene()
    one = name(world.unit, world.training_class)[0]
    actions.refuse(world.officer, one, "chưa đủ thời gian công tác")
    assert (one.state, one.reason) == ("refused", "chưa đủ thời gian công tác") and queries.enrollment_of(one.id) is None


def test_a_withdrawn_seat_goes_to_the_next_of_the_same_unit_with_its_number(app):
    world = scene(seats=2)
    places = seat(world, 3)
    promoted = actions.withdraw(world.commander, places[0].nomination, "đi công tác")
    assert promoted.id == places[2].id and (promoted.state, promoted.seat_no) == ("seated", 1)
    assert share(world, world.unit) == (2, 2)
    assert not database.session.execute(select(LedgerEntry).where(LedgerEntry.movement == "transfer_in")).first()
    assert (world.training_class.seated, world.training_class.waiting) == (2, 0)


def test_a_seat_that_changes_its_unit_moves_in_the_ledger(app):
    world = scene(seats=1)
    first = seat(world, 1)[0]
    waiting = seat(world, 1, unit=world.other)[0]
    promoted = actions.withdraw(world.commander, first.nomination, "đi công tác")
    assert promoted.id == waiting.id and promoted.seat_no == 1
    assert share(world, world.unit) == (0, 0) and share(world, world.other) == (1, 1)
    moves = database.session.execute(select(LedgerEntry.movement, LedgerEntry.unit_id, LedgerEntry.seats, LedgerEntry.reason)
                                     .where(LedgerEntry.movement != "allocate").order_by(LedgerEntry.id)).all()
    assert moves == [("transfer_out", world.unit.id, -1, "đi công tác"), ("transfer_in", world.other.id, 1, "đi công tác")]
    assert len(facts("SeatsMoved")) == 1 and len(facts("PromotedFromWaitingList")) == 1


def test_priority_goes_before_the_number_drawn(app):
    world = scene(seats=1)
    first = seat(world, 1)[0]
    late, urgent = (actions.approve(world.officer, name(world.other, world.training_class, priority=priority)[0]) for priority in (2, 1))
    promoted = actions.withdraw(world.commander, first.nomination, "ốm")
    assert promoted.id == urgent.id and late.state == "waiting"


def test_a_waiting_person_who_withdraws_frees_no_seat(app):
    world = scene(seats=1)
    places = seat(world, 3)
    assert actions.withdraw(world.commander, places[1].nomination, "ốm") is None
    assert (world.training_class.seated, world.training_class.waiting) == (1, 1)
    assert places[2].state == "waiting"


def test_a_withdrawn_person_may_be_named_again(app):
    world = scene(seats=1)
    place = seat(world, 1)[0]
    actions.withdraw(world.commander, place.nomination, "nhầm")
    again = actions.nominate(world.commander, world.training_class, world.unit, [place.person_id])[0]
    assert actions.approve(world.officer, again).seat_no == 1


def test_the_academy_cancels_a_seat_and_the_next_moves_up(app):
    world = scene(seats=1)
    places = seat(world, 2)
    promoted = actions.cancel_seat(world.staff, places[0], "không đủ hồ sơ")
    assert promoted.id == places[1].id and places[0].state == "cancelled" and places[0].nomination.state == "cancelled"
    history = [(one.state, one.seat_no, one.reason) for one in queries.history(places[0].id)]
    assert history == [("seated", 1, ""), ("cancelled", 1, "không đủ hồ sơ")]


def test_unused_seats_of_others_are_kept_until_the_release_date(app):
    world = scene(seats=1, other_seats=2)
    waiting = seat(world, 2)[1]
    with pytest.raises(Problem, match="hạn trả chỗ"):
        actions.promote_next(world.staff, world.training_class, "trả chỗ")
    with clock.held(world.training_class.release_at + timedelta(hours=1)):
        assert actions.promote_next(world.staff, world.training_class, "trả chỗ").id == waiting.id
    assert share(world, world.other) == (1, 0) and share(world, world.unit) == (2, 2)


def test_a_cancelled_class_gives_everybody_back(app):
    world = scene(seats=1)
    seat(world, 2)
    named = name(world.unit, world.training_class)
    assert actions.cancel_class(world.staff, world.training_class, "thiếu giảng viên") == 3
    assert share(world, world.unit) == (1, 0) and (world.training_class.seated, world.training_class.waiting) == (0, 0)
    assert named[0].state == "cancelled" and {one.state for one in database.session.execute(select(Enrollment)).scalars()} == {"cancelled"}
    assert database.session.execute(select(SeatEvent).where(SeatEvent.reason == "thiếu giảng viên")).scalars().all()


def test_attendance_marks_exceptions_and_asks_for_a_reason(app):
    world = scene(seats=3)
    places = seat(world, 3)
    run(world)
    session = courses_sessions(world)[0]
    with pytest.raises(Problem, match="lý do"):
        actions.take_attendance(world.staff, session, {places[0].id: ("excused", "")})
    database.session.rollback()
    session = courses_sessions(world)[0]
    actions.take_attendance(world.staff, session, {places[0].id: ("excused", "ốm"), places[1].id: ("late", "")})
    marks = {one.enrollment_id: (one.status, one.reason) for one in queries_attendance(session).values()}
    assert marks == {places[0].id: ("excused", "ốm"), places[1].id: ("late", ""), places[2].id: ("present", "")}
    fact = facts("AttendanceTaken")[0]
    assert fact.data["present"] == 2 and fact.data["absent"] == 1


def queries_attendance(session):
    from lms.enrollment.queries.results import attendance_of
    return attendance_of(session.id)


def test_marks_on_a_stale_sheet_are_refused(app):
    world = scene(seats=1)
    place = seat(world, 1)[0]
    run(world)
    actions.enter_grades(world.staff, world.training_class, {place.id: (80, 0)})
    with pytest.raises(StaleForm):
        actions.enter_grades(world.staff, world.training_class, {place.id: (70, 0)})
    assert actions.enter_grades(world.staff, world.training_class, {place.id: (80, 0)}) == (0, 0)
    assert actions.enter_grades(world.staff, world.training_class, {place.id: (70, 1)}) == (1, 0)
    assert actions.enter_grades(world.staff, world.training_class, {place.id: (None, 2)}) == (0, 1)


def taught(world, marks):
    """The class has been held: everybody present but those with an absence, marks entered, teaching ended."""
    run(world)
    places = queries.seated(world.training_class.id)
    for session in courses_sessions(world):
        actions.take_attendance(world.staff, session, {one.id: ("absent", "") for one, (_mark, absent) in zip(places, marks, strict=True) if session.number <= absent})
    actions.enter_grades(world.staff, world.training_class, {one.id: (mark, 0) for one, (mark, _absent) in zip(places, marks, strict=True)})
    courses.finish_class(world.staff, world.training_class)
    return places


def test_results_follow_the_rule_and_are_frozen(app):
    world = scene(seats=3, days=5)
    seat(world, 3)
    places = taught(world, [(85, 2), (49, 0), (90, 3)])
    results = actions.decide_completion(world.head, world.training_class)
    assert [(one.completed, one.attended, one.sessions, one.mark) for one in results] == [(True, 8, 10, 85), (False, 10, 10, 49), (False, 7, 10, 90)]
    assert results[0].rule == "dự ít nhất 80 % số buổi và đạt từ 5,0 điểm"
    assert [one.state for one in places] == ["completed", "not_completed", "not_completed"] and world.training_class.state == "closed"
    fact = facts("ClassClosed")[0]
    assert (fact.data["completed"], fact.data["not_completed"]) == (1, 2)
    with pytest.raises(WrongMove):
        actions.decide_completion(world.head, world.training_class)


def test_who_entered_marks_does_not_decide(app):
    world = scene(seats=1)
    seat(world, 1)
    both = make.account("academy_head", world.academy, None, ("academy_staff", world.academy))
    world.staff = both
    taught(world, [(80, 0)])
    with pytest.raises(SamePerson):
        actions.decide_completion(both, world.training_class)


def test_a_missing_mark_holds_the_decision_up(app):
    world = scene(seats=1)
    seat(world, 1)
    taught(world, [(None, 0)])
    with pytest.raises(Problem, match="chưa có điểm"):
        actions.decide_completion(world.head, world.training_class)
    database.session.rollback()
    assert database.session.execute(select(Completion)).first() is None


def test_a_persons_page_shows_nomination_place_and_result(app):
    world = scene(seats=1)
    place = seat(world, 1)[0]
    taught(world, [(80, 0)])
    actions.decide_completion(world.head, world.training_class)
    nomination, enrollment, completion = queries.of_person(place.person_id)[0]
    assert (nomination.state, enrollment.id, completion.completed) == ("approved", place.id, True)
