"""The pages of classes, nominations, attendance, marks and results, as their users walk them."""
import re

import pytest
from sqlalchemy import event, select

from lms import clock
from lms.db import db as database
from lms.enrollment import actions, queries
from lms.enrollment.models import Enrollment, Grade, Nomination
from tests import builders as make
from tests.enrollment.make import courses_sessions, name, open_class, run, scene, seat


@pytest.fixture
def walk(app, sign_in):
    """A door that forgets who was there before: the test's own context keeps no user between two people."""
    from flask import g

    def enter(account):
        for kept in ("_login_user", "csrf_token", "csrf_valid"):
            g.pop(kept, None)
        browser = sign_in(account)
        for deed in ("get", "post"):
            def fresh(*args, _deed=getattr(browser, deed), **options):
                for kept in ("_login_user", "csrf_valid"):
                    g.pop(kept, None)
                return _deed(*args, **options)
            setattr(browser, deed, fresh)
        return browser
    return enter


def text(answer):
    return answer.get_data(as_text=True)


def test_a_foreign_unit_sees_neither_class_nor_nomination(app, walk):
    world = scene()
    one = name(world.unit, world.training_class)[0]
    browser = walk(world.other_commander)
    assert browser.get(f"/classes/{world.training_class.id}").status_code == 404
    assert browser.get(f"/nominations/{one.id}").status_code == 404
    assert browser.post(f"/nominations/{one.id}/withdraw", {"reason": "x"}).status_code == 404
    assert world.training_class.code not in text(browser.get("/classes"))


def test_a_unit_sees_only_its_own_people_on_the_class_page(app, walk):
    world = scene(seats=1, other_seats=1)
    mine, foreign = seat(world, 1)[0], seat(world, 1, unit=world.other)[0]
    page = text(walk(world.commander).get(f"/classes/{world.training_class.id}"))
    assert mine.person.name in page and foreign.person.name not in page and world.other.name not in page
    page = text(walk(world.staff).get(f"/classes/{world.training_class.id}"))
    assert mine.person.name in page and foreign.person.name in page


def test_naming_shows_every_reason_why_not_and_keeps_the_ticks(app, walk):
    world = scene(seats=1)
    fit, busy = make.person(world.unit, "Nguyễn Văn Khỏe"), make.person(world.unit, "Nguyễn Văn Bận")
    elsewhere = open_class(make.academy(world.top), {world.unit: 1})
    actions.nominate(None, elsewhere, world.unit, [busy.id])
    database.session.commit()
    browser = walk(world.commander)
    page = text(browser.get(f"/classes/{world.training_class.id}/nominate?q=Nguyễn"))
    assert "Nguyễn Văn Khỏe" in page and f"trùng thời gian với lớp {elsewhere.code}" in page
    answer = browser.post(f"/classes/{world.training_class.id}/nominate", {"unit": world.unit.id, "persons": [fit.id, busy.id]})
    assert answer.status_code == 422 and "Nguyễn Văn Bận: trùng thời gian" in text(answer)
    assert re.search(rf'value="{fit.id}"[^>]*checked', text(answer))
    assert browser.post(f"/classes/{world.training_class.id}/nominate", {"unit": world.unit.id, "persons": [fit.id]}).status_code == 303
    database.session.rollback()
    assert [one.person_id for one in database.session.execute(select(Nomination).where(Nomination.class_id == world.training_class.id)).scalars()] == [fit.id]


def test_a_foreign_person_cannot_be_slipped_in(app, walk):
    world = scene()
    foreign = make.person(world.other, "Lạ Người")
    answer = walk(world.commander).post(f"/classes/{world.training_class.id}/nominate", {"unit": world.unit.id, "persons": [foreign.id]})
    assert answer.status_code == 422 and "Lạ Người" not in text(answer)


def test_the_officer_approves_refuses_and_the_stale_form_is_told(app, walk):
    world = scene(seats=1)
    first, second, third = name(world.unit, world.training_class, 3)
    browser = walk(world.officer)
    assert "Duyệt" in text(browser.get("/nominations?state=nominated"))
    assert browser.post(f"/nominations/{first.id}/approve", {"version": "9"}).status_code == 409
    assert browser.post(f"/nominations/{first.id}/approve", {"version": "1"}).status_code == 303
    assert browser.post(f"/nominations/{second.id}/approve").status_code == 303
    assert browser.post(f"/nominations/{third.id}/refuse", {"reason": ""}).status_code == 422
    assert browser.post(f"/nominations/{third.id}/refuse", {"reason": "chưa đủ"}).status_code == 303
    assert browser.post(f"/nominations/{third.id}/approve").status_code == 409
    page = text(browser.get(f"/nominations?class_id={world.training_class.id}"))
    assert "chỗ số 01" in page and "chờ, số 1" in page


def test_who_named_may_not_approve_even_with_both_roles(app, walk):
    world = scene()
    both = make.account("commander", world.unit, None, ("personnel_officer", world.unit))
    one = name(world.unit, world.training_class, by=both)[0]
    assert walk(both).post(f"/nominations/{one.id}/approve").status_code == 403


def test_withdrawing_tells_who_moved_up(app, walk):
    world = scene(seats=1)
    first, second = seat(world, 2)
    browser = walk(world.commander)
    assert browser.post(f"/nominations/{first.nomination_id}/withdraw", {"reason": "ốm"}).status_code == 303
    page = text(browser.get(f"/nominations/{first.nomination_id}"))
    assert f"{second.person.name} được xếp vào chỗ số 1" in page and "đơn vị rút" in page


def test_the_academy_runs_a_class_to_its_results(app, walk):
    world = scene(seats=2, days=1)
    first, second = seat(world, 2)
    class_id = world.training_class.id
    run(world)
    sessions = courses_sessions(world)
    browser = walk(world.staff)
    for session in sessions:
        page = text(browser.get(f"/sessions/{session.id}/attendance"))
        assert first.person.name in page
        answer = browser.post(f"/sessions/{session.id}/attendance", {f"status-{first.id}": "present", f"status-{second.id}": "excused", f"reason-{second.id}": ""})
        assert answer.status_code == 422 and "ghi lý do" in text(answer)
        answer = browser.post(f"/sessions/{session.id}/attendance", {f"status-{first.id}": "present", f"status-{second.id}": "excused", f"reason-{second.id}": "ốm"})
        assert answer.status_code == 303
    assert browser.get(f"/sessions/{sessions[0].id}/sign-in-sheet.pdf").data[:5] == b"%PDF-"
    assert second.person.name in text(browser.get(f"/classes/{class_id}/grades"))
    answer = browser.post(f"/classes/{class_id}/grades", {f"mark-{first.id}": "10,5", f"version-{first.id}": "0", f"mark-{second.id}": "", f"version-{second.id}": "0"})
    assert answer.status_code == 422 and 'value="10,5"' in text(answer)
    marks = {f"mark-{first.id}": "8,5", f"version-{first.id}": "0", f"mark-{second.id}": "7.0", f"version-{second.id}": "0"}
    assert browser.post(f"/classes/{class_id}/grades", marks).status_code == 303
    assert browser.post(f"/classes/{class_id}/grades", {**marks, f"mark-{first.id}": "9"}).status_code == 409
    assert browser.post(f"/classes/{class_id}/finish").status_code == 303
    head = walk(world.head)
    page = text(head.get(f"/classes/{class_id}/results"))
    assert "Hoàn thành khi dự ít nhất 80 % số buổi và đạt từ 5,0 điểm." in page and "dự chưa đủ" in page
    assert head.post(f"/classes/{class_id}/results").status_code == 422
    decision = {"dated": f"{clock.today():%d/%m/%Y}", "signer_post": "GIÁM ĐỐC", "signer_rank": "Đại tá", "signer_name": "Trần Quốc Vinh"}
    assert head.post(f"/classes/{class_id}/results", decision).status_code == 303
    page = text(head.get(f"/classes/{class_id}/results"))
    assert "1 trên 2 người hoàn thành" in page and "đã công nhận" in page
    assert head.get(f"/classes/{class_id}").status_code == 200
    database.session.rollback()
    assert {one.state for one in database.session.execute(select(Enrollment)).scalars()} == {"completed", "not_completed"}


def test_two_graders_at_once_do_not_overwrite_each_other(app, walk):
    world = scene(seats=1)
    place = seat(world, 1)[0]
    run(world)
    lecturer = make.account("lecturer", world.academy)
    one, other = walk(world.staff), walk(lecturer)
    path, sheet = f"/classes/{world.training_class.id}/grades", {f"version-{place.id}": "0"}
    assert one.post(path, {**sheet, f"mark-{place.id}": "8"}).status_code == 303
    answer = other.post(path, {**sheet, f"mark-{place.id}": "6"})
    assert answer.status_code == 409
    database.session.rollback()
    assert database.session.execute(select(Grade.mark)).scalar_one() == 80


def test_a_class_is_cancelled_with_a_reason(app, walk):
    world = scene(seats=1)
    seat(world, 1)
    browser = walk(world.staff)
    assert browser.post(f"/classes/{world.training_class.id}/cancel", {"reason": " "}).status_code == 422
    assert browser.post(f"/classes/{world.training_class.id}/cancel", {"reason": "thiếu giảng viên"}).status_code == 303
    assert "thiếu giảng viên" in text(browser.get(f"/classes/{world.training_class.id}"))


def test_the_academy_cancels_a_seat_and_promotes_the_next(app, walk):
    world = scene(seats=1)
    first, second = seat(world, 2)
    browser = walk(world.staff)
    assert browser.post(f"/enrollments/{first.id}/cancel", {"reason": "hồ sơ"}).status_code == 303
    database.session.rollback()
    assert database.session.get(Enrollment, second.id).seat_no == 1
    assert browser.post(f"/classes/{world.training_class.id}/promote").status_code == 422


class Counted:
    """Counts statements of the block."""

    def __enter__(self):
        self.statements = []
        event.listen(database.engine, "before_cursor_execute", self._note)
        return self

    def _note(self, _connection, _cursor, statement, *_rest):
        self.statements.append(statement)

    def __exit__(self, *_):
        event.remove(database.engine, "before_cursor_execute", self._note)


def test_lists_and_the_class_page_need_no_more_queries_for_more_rows(app, walk):
    world = scene(seats=30, capacity=30)
    browser = walk(world.staff)
    officer = walk(world.officer)
    paths = [(browser, f"/classes/{world.training_class.id}"), (browser, "/classes"), (officer, "/nominations"), (officer, "/classes")]

    def cost():
        counts = []
        for who, path in paths:
            database.session.rollback()
            database.session.expire_all()
            with Counted() as counted:
                assert who.get(path).status_code == 200
            counts.append(len(counted.statements))
        return counts
    seat(world, 2)
    few = cost()
    for number in range(6):
        seat(world, 3, unit=make.unit(parent=world.unit) if number % 2 else world.unit)
        open_class(world.academy, {world.unit: 3})
    many = cost()
    assert many == few and max(many) <= 45, (few, many)


def test_a_person_of_a_closed_class_finds_everything_on_one_query(app):
    world = scene(seats=1)
    place = seat(world, 1)[0]
    assert queries.of_person(place.person_id)[0][1].id == place.id
