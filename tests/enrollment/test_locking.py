"""Fixing the list of a class: early only with a reason, nobody new after it, and who is closed out can read why."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import clock
from lms.audit.models import JournalEntry
from lms.courses import actions as courses
from lms.db import db as database
from lms.deadlines.models import Task
from lms.enrollment import actions
from lms.enrollment.models import Enrollment, Nomination
from lms.errors import Problem, WrongMove
from tests import builders as make
from tests.enrollment.make import name, scene, seat
from tests.enrollment.test_views import text, walk

__all__ = ["walk"]


def facts(fact):
    return database.session.execute(select(JournalEntry).where(JournalEntry.fact == fact).order_by(JournalEntry.id)).scalars().all()


def test_a_list_is_not_locked_while_names_may_come(app):
    world = scene()
    seat(world, 1)
    with pytest.raises(Problem, match="Hạn đề cử còn đến") as refused:
        actions.lock_class(world.staff, world.training_class)
    assert refused.value.facts["field"] == "reason" and "chờ duyệt" not in str(refused.value)
    assert world.training_class.state == "open" and not facts("ClassLocked")


def test_after_the_deadline_a_waiting_nomination_still_holds_the_lock_up(app):
    world = scene(seats=3)
    name(world.unit, world.training_class, 2)
    with clock.held(world.training_class.nominate_until + timedelta(minutes=1)):
        with pytest.raises(Problem, match="Còn 2 đề cử chờ duyệt nhân sự"):
            actions.lock_class(world.staff, world.training_class)


def test_after_the_deadline_with_nobody_waiting_no_reason_is_asked(app):
    world = scene()
    seat(world, 1)
    with clock.held(world.training_class.nominate_until):
        assert actions.lock_class(world.staff, world.training_class, "thừa") == 0
    assert facts("ClassLocked")[0].data == {"reason": "", "closed": 0}


def test_who_was_not_shown_all_that_wait_is_asked_again(app):
    world = scene(seats=3)
    name(world.unit, world.training_class, 2)
    with pytest.raises(Problem, match="nay có 2 đề cử sẽ bị đóng"):
        actions.lock_class(world.staff, world.training_class, "gấp", 1)
    assert world.training_class.state == "open"


def test_an_early_lock_closes_who_waits_with_the_reason_in_the_same_deed(app):
    world = scene(seats=3)
    kept, closed = seat(world, 1)[0], name(world.unit, world.training_class, 2)
    assert actions.lock_class(world.staff, world.training_class, "lớp cần danh sách sớm", 2) == 2
    database.session.commit()
    assert world.training_class.state == "locked" and kept.state == "seated" and kept.nomination.closed_by_lock is False
    assert {(one.state, one.reason, one.closed_by_lock) for one in closed} == {("cancelled", "lớp cần danh sách sớm", True)}
    assert facts("ClassLocked")[0].data == {"reason": "lớp cần danh sách sớm", "closed": 2}
    assert [one.unit_id for one in facts("NominationClosed")] == [world.unit.id] * 2
    waits = database.session.execute(select(Task.kind).where(Task.done_at.is_(None))).scalars().all()
    assert waits == ["start_class"]


def test_nobody_gets_a_seat_after_the_lock(app):
    world = scene(seats=3)
    one = name(world.unit, world.training_class)[0]
    actions.lock_class(world.staff, world.training_class, "gấp", 1)
    with pytest.raises(Problem, match="đã khóa danh sách"):
        actions.approve(world.officer, one)
    with pytest.raises(WrongMove):
        actions.refuse(world.officer, one, "x")
    with pytest.raises(WrongMove):
        actions.lock_class(world.staff, world.training_class, "lại", 0)
    assert database.session.execute(select(Enrollment)).first() is None


def test_a_seat_that_is_freed_after_the_lock_goes_to_who_was_approved_before(app):
    world = scene(seats=1)
    first, second = seat(world, 2)
    actions.lock_class(world.staff, world.training_class, "gấp")
    promoted = actions.withdraw(world.commander, first.nomination, "ốm")
    assert promoted.id == second.id and promoted.seat_no == 1


def test_a_class_is_locked_and_started_from_its_page_only_by_its_academy(app, walk):
    world = scene(seats=1)
    seat(world, 1)
    path = f"/classes/{world.training_class.id}"
    stranger = make.account("academy_staff", make.academy(world.top))
    assert walk(stranger).get(f"{path}/lock").status_code == 404
    assert walk(stranger).post(f"{path}/lock").status_code == 404
    assert walk(world.commander).post(f"{path}/lock").status_code == 403
    browser = walk(world.staff)
    assert "Khóa sớm…" in text(browser.get(path))
    with clock.held(world.training_class.nominate_until + timedelta(hours=1)):
        browser = walk(world.staff)
        assert "Khóa sớm" not in text(browser.get(path))
        assert browser.post(f"{path}/lock").status_code == 303
        assert browser.post(f"{path}/lock").status_code == 409
    assert walk(world.staff).post(f"{path}/start").status_code == 422
    assert courses.hold(world.training_class.id).state == "locked"


def test_the_page_of_an_early_lock_says_what_ends_and_wants_a_reason(app, walk):
    world = scene(seats=3)
    one = name(world.unit, world.training_class)[0]
    path = f"/classes/{world.training_class.id}/lock"
    browser = walk(world.staff)
    page = text(browser.get(path))
    assert "khóa sớm" in page and "còn 1 đề cử chờ duyệt" in page and world.unit.name in page and 'name="shown" type="hidden" value="1"' in page
    answer = browser.post(path, {"reason": " ", "shown": "1"})
    assert answer.status_code == 422 and "Muốn khóa sớm thì ghi lý do" in text(answer)
    late = name(world.unit, world.training_class)[0]
    answer = browser.post(path, {"reason": "lớp gấp", "shown": "1"})
    assert answer.status_code == 422 and "nay có 2 đề cử" in text(answer) and "lớp gấp" in text(answer) and 'value="2"' in text(answer)
    assert browser.post(path, {"reason": "lớp gấp", "shown": "x"}).status_code == 422
    assert browser.post(path, {"reason": "lớp gấp", "shown": "2"}).status_code == 303
    assert browser.get(path).status_code == 303
    database.session.rollback()
    assert {row.state for row in database.session.execute(select(Nomination)).scalars()} == {"cancelled"}
    commander = walk(world.commander)
    page = text(commander.get(f"/nominations/{one.id}"))
    assert "Lớp đã khóa danh sách khi đề cử này còn chờ duyệt" in page and "lớp gấp" in page
    page = text(commander.get(f"/classes/{world.training_class.id}"))
    assert one.person.name in page and late.person.name in page and "lớp gấp" in page
    assert "lớp đã khóa danh sách" in text(commander.get("/nominations"))
    assert one.person.name not in text(walk(world.other_commander).get("/nominations"))
    assert walk(world.officer).post(f"/nominations/{one.id}/approve").status_code == 422
