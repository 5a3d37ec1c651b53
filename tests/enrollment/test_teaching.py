"""Attendance, marks and results as staff, lecturers and readers see them: nothing is offered that would be refused, and counts are those of the rows."""
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from lms import clock
from lms.courses import actions as courses
from lms.courses.models import ClassSession, TrainingClass
from lms.courses.queries import opens_at
from lms.db import db as database
from lms.deadlines import listeners
from lms.deadlines import queries as tasks
from lms.deadlines.models import Task
from lms.enrollment import actions, queries
from lms.enrollment.queries.classes import listed
from lms.errors import Problem
from tests import builders as make
from tests.enrollment.make import courses_sessions, open_class, run, scene, seat
from tests.enrollment.test_views import text, walk

__all__ = ["walk"]


def ahead(session: ClassSession) -> None:
    """The session is tomorrow."""
    session.day = clock.today() + timedelta(days=1)
    database.session.commit()


def test_attendance_is_refused_until_the_session_begins(app):
    world = scene(seats=1)
    seat(world, 1)
    run(world)
    session = courses_sessions(world)[0]
    ahead(session)
    with clock.held(opens_at(session) - timedelta(seconds=1)):
        with pytest.raises(Problem, match="Buổi học chưa bắt đầu"):
            actions.take_attendance(world.staff, session, {})
    with clock.held(opens_at(session)):
        actions.take_attendance(world.staff, session, {})


def test_a_session_to_come_shows_when_it_opens_and_no_form(app, walk):
    world = scene(seats=1, days=1)
    place = seat(world, 1)[0]
    run(world)
    first, second = courses_sessions(world)
    ahead(first)
    browser = walk(world.staff)
    page = text(browser.get(f"/sessions/{first.id}/attendance"))
    assert place.person.name in page and "Điểm danh được từ" in page and "Lưu điểm danh" not in page and "<select" not in page
    answer = browser.post(f"/sessions/{first.id}/attendance", {f"status-{place.id}": "present"})
    assert answer.status_code == 422 and "Buổi học chưa bắt đầu" in text(answer)
    page = text(browser.get(f"/classes/{world.training_class.id}"))
    assert f"/sessions/{first.id}/attendance" not in page and "Điểm danh được từ" in page
    page = text(browser.get(f"/classes/{world.training_class.id}/sessions"))
    assert "mở lúc" in page and f"/sessions/{second.id}/attendance" in page


def test_sessions_to_come_do_not_fill_the_home_page(app):
    world = scene(seats=1, days=2)
    seat(world, 1)
    actions.lock_class(world.staff, world.training_class, "gấp")
    starts = clock.at(world.training_class.starts_on, 8)
    with clock.held(starts):
        courses.start_class(world.staff, world.training_class)
        database.session.commit()
        due = [task.words["number"] for task in tasks.waiting_for(world.staff) if task.kind == "take_attendance"]
        assert sorted(due) == [1, 2]
    last = max(one.day for one in courses_sessions(world))
    with clock.held(clock.at(last, 23, 59)):
        assert len([task for task in tasks.waiting_for(world.staff) if task.kind == "take_attendance"]) == 4


def test_an_afternoon_session_taken_when_it_ends_is_not_late(app):
    world = scene(seats=1, days=1)
    seat(world, 1)
    actions.lock_class(world.staff, world.training_class, "gấp")
    with clock.held(clock.at(world.training_class.starts_on, 8)):
        courses.start_class(world.staff, world.training_class)
    afternoon = courses_sessions(world)[1]
    with clock.held(clock.at(afternoon.day, 17, 10)):
        actions.take_attendance(world.staff, afternoon, {})
    done = database.session.execute(select(Task).where(Task.kind == "take_attendance", Task.subject_id == afternoon.id)).scalar_one()
    assert afternoon.ends.hour == 17 and done.done_at is not None and not done.late


def test_new_dates_of_a_class_move_what_is_owed(app):
    world = scene(seats=1)
    listeners.class_opened(world.staff, SimpleNamespace(subject_id=world.training_class.id))
    first, later = clock.today() + timedelta(days=20), clock.today() + timedelta(days=30)
    courses.change_dates(world.staff, world.training_class, first, later, later)
    database.session.commit()
    due = dict(database.session.execute(select(Task.kind, Task.due_at).where(Task.done_at.is_(None))).all())
    assert (due["nominate"], due["lock_class"]) == (world.training_class.nominate_until, world.training_class.lock_at)


def test_a_class_is_not_offered_to_start_before_its_day(app, walk):
    world = scene(seats=1)
    seat(world, 1)
    actions.lock_class(world.staff, world.training_class, "gấp")
    database.session.commit()
    path = f"/classes/{world.training_class.id}"
    assert f'{path}/start"' not in text(walk(world.staff).get(path))
    with clock.held(clock.at(world.training_class.starts_on, 7)):
        assert f'{path}/start"' in text(walk(world.staff).get(path))


def test_marks_are_not_offered_before_the_class_runs(app, walk):
    world = scene(seats=1)
    seat(world, 1)
    browser = walk(world.staff)
    page = text(browser.get(f"/classes/{world.training_class.id}/grades"))
    assert "Nhập điểm được từ khi khai giảng" in page and "Lưu điểm" not in page
    assert browser.post(f"/classes/{world.training_class.id}/grades", {}).status_code == 422


@pytest.mark.parametrize(("before", "after", "said"), [
    (None, "8", "Đã lưu 1 điểm."), (80, "", "Đã xóa 1 điểm."), (80, "8,0", "Không có điểm nào thay đổi.")])
def test_the_answer_says_what_was_done_with_the_marks(app, walk, before, after, said):
    world = scene(seats=1)
    place = seat(world, 1)[0]
    run(world)
    if before is not None:
        actions.enter_grades(world.head, world.training_class, {place.id: (before, 0)})
        database.session.commit()
    browser, path = walk(world.staff), f"/classes/{world.training_class.id}/grades"
    assert browser.post(path, {f"mark-{place.id}": after, f"version-{place.id}": "0" if before is None else "1"}).status_code == 303
    assert said in text(browser.get(path))


def test_saving_one_and_clearing_one_says_both(app, walk):
    world = scene(seats=2)
    first, second = seat(world, 2)
    run(world)
    actions.enter_grades(world.head, world.training_class, {first.id: (80, 0)})
    database.session.commit()
    browser, path = walk(world.staff), f"/classes/{world.training_class.id}/grades"
    browser.post(path, {f"mark-{first.id}": "", f"version-{first.id}": "1", f"mark-{second.id}": "9", f"version-{second.id}": "0"})
    assert "Đã lưu 1 điểm, xóa 1 điểm." in text(browser.get(path))


def test_the_inspector_reads_attendance_and_marks_and_writes_nothing(app, walk):
    world = scene(seats=1, days=1)
    place = seat(world, 1)[0]
    run(world)
    session = courses_sessions(world)[0]
    actions.take_attendance(world.staff, session, {place.id: ("excused", "đi viện")})
    actions.enter_grades(world.staff, world.training_class, {place.id: (85, 0)})
    database.session.commit()
    browser = walk(make.account("inspector", world.top))
    page = text(browser.get(f"/sessions/{session.id}/attendance"))
    assert "đi viện" in page and "vắng có lý do" in page and "Trang chỉ để xem" in page and "Lưu điểm danh" not in page
    page = text(browser.get(f"/classes/{world.training_class.id}/grades"))
    assert "8,5" in page and "Lưu điểm" not in page
    assert "Bảng điểm" in text(browser.get(f"/classes/{world.training_class.id}"))
    assert browser.get(f"/sessions/{session.id}/sign-in-sheet.pdf").status_code == 200
    for path in (f"/sessions/{session.id}/attendance", f"/classes/{world.training_class.id}/grades"):
        assert browser.post(path, {}).status_code == 403
    assert walk(world.commander).get(f"/classes/{world.training_class.id}/grades").status_code == 403


def test_a_closed_class_still_shows_its_marks(app, walk):
    world = scene(seats=1, days=1)
    place = seat(world, 1)[0]
    run(world)
    for session in courses_sessions(world):
        actions.take_attendance(world.staff, session, {})
    actions.enter_grades(world.staff, world.training_class, {place.id: (85, 0)})
    courses.finish_class(world.staff, world.training_class)
    actions.decide_completion(world.head, world.training_class)
    database.session.commit()
    page = text(walk(world.staff).get(f"/classes/{world.training_class.id}/grades"))
    assert place.person.name in page and "8,5" in page and "Lưu điểm" not in page


def test_the_warning_counts_the_rows_that_the_table_marks(app, walk):
    world = scene(seats=3, days=1)
    places = seat(world, 3)
    run(world)
    for session in courses_sessions(world):
        actions.take_attendance(world.staff, session, {places[2].id: ("absent", "")})
    actions.enter_grades(world.staff, world.training_class, {places[0].id: (85, 0)})
    courses.finish_class(world.staff, world.training_class)
    database.session.commit()
    assert [line.lacks_mark for line in queries.preview(world.training_class)] == [False, True, False]
    page = text(walk(world.head).get(f"/classes/{world.training_class.id}/results"))
    assert "Còn 1 người dự đủ buổi mà chưa có điểm." in page and page.count("chưa có điểm") == 2
    assert "Nhập điểm, còn 1 người" in text(walk(world.staff).get(f"/classes/{world.training_class.id}"))
    actions.enter_grades(world.staff, world.training_class, {places[1].id: (60, 0)})
    database.session.commit()
    assert "Xem và công nhận" in text(walk(world.head).get(f"/classes/{world.training_class.id}"))


def test_classes_run_first_then_come_then_are_over(app):
    world = scene()
    rows = {}
    for state, days in (("closed", -300), ("closed", -30), ("cancelled", 5), ("running", -2), ("finished", -9), ("open", 40), ("planned", 90)):
        found = open_class(world.academy, {world.unit: 1}, days_ahead=120)
        rows[found.id] = (state, days)
        database.session.execute(update(TrainingClass).where(TrainingClass.id == found.id).values(state=state, starts_on=clock.today() + timedelta(days=days)))
    database.session.commit()
    order = [rows[one.id] for one in database.session.execute(listed(world.staff, {})).scalars() if one.id in rows]
    assert order == [("running", -2), ("open", 40), ("planned", 90), ("finished", -9), ("cancelled", 5), ("closed", -30), ("closed", -300)]
