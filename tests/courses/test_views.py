"""Pages of the catalogue, of capacity and of planning."""
from datetime import timedelta

import pytest

from lms import clock
from lms.courses import actions, queries
from lms.courses.models import Course, CoursePrerequisite, Room
from lms.db import db as database
from lms.errors import Problem
from tests import builders as make


def text(answer):
    return answer.get_data(as_text=True)


def test_the_catalogue_is_read_by_everybody_and_searched(app, sign_in):
    make.course("ATT2", title="An toàn thông tin nâng cao")
    make.course("KNS1", title="Kỹ năng số cơ bản")
    browser = sign_in(make.account(None, make.ministry()))
    assert "Kỹ năng số cơ bản" in text(browser.get("/courses"))
    page = text(browser.get("/courses?q=an toan"))
    assert "An toàn thông tin nâng cao" in page and "Kỹ năng số cơ bản" not in page


def test_a_course_says_its_rule_and_what_comes_before(app, sign_in):
    first, second = make.course(title="Khóa nền"), make.course(min_attendance=75, pass_grade=65)
    make.keep(CoursePrerequisite(course_id=second.id, needs_id=first.id))
    page = text(sign_in(make.account(None, make.ministry())).get(f"/courses/{second.id}"))
    assert "Hoàn thành khi dự ít nhất 75 % số buổi và đạt từ 6,5 điểm." in page and "Khóa nền" in page


def test_the_rule_of_a_course_is_changed_by_the_centre_only(app, sign_in):
    top, found = make.ministry(), make.course()
    values = {"min_size": 5, "max_size": 20, "min_attendance": 90, "pass_grade": 60, "version": 1}
    staff = sign_in(make.account("committee_staff", top))
    assert staff.post(f"/courses/{found.id}/edit", {**values, "max_size": 2}).status_code == 422
    assert staff.post(f"/courses/{found.id}/edit", values).status_code == 303
    assert staff.post(f"/courses/{found.id}/edit", values).status_code == 409
    database.session.rollback()
    assert database.session.get(Course, found.id, populate_existing=True).min_attendance == 90


def test_others_may_not_change_a_course(app, sign_in):
    found = make.course()
    assert sign_in(make.account("commander", make.ministry())).get(f"/courses/{found.id}/edit").status_code == 403


def test_an_academy_edits_its_own_capacity_and_sees_no_other(app, sign_in):
    top = make.ministry()
    mine, other = make.academy(top), make.academy(top)
    browser = sign_in(make.account("academy_staff", mine))
    assert browser.get("/capacity").status_code == 302
    page = text(browser.get(f"/academies/{mine.id}/capacity"))
    assert "Chưa có phòng nào." in page
    assert browser.post(f"/academies/{mine.id}/rooms", {"room-name": "Phòng 1", "room-seats": "x", "room-computers": "0"}).status_code == 422
    for seats in ("30", "32"):
        assert browser.post(f"/academies/{mine.id}/rooms", {"room-name": "Phòng 1", "room-seats": seats, "room-computers": "30"}).status_code == 303
    assert browser.post(f"/academies/{mine.id}/licences", {"licence-name": "Máy ảo", "licence-quantity": "20", "licence-valid_until": "31/12/2027"}).status_code == 303
    topic = make.topic()
    assert browser.post(f"/academies/{mine.id}/lecturers", {"lecturer-topic_id": topic.id, "lecturer-month": "03/2027", "lecturer-quarters": "6"}).status_code == 303
    page = text(browser.get(f"/academies/{mine.id}/capacity"))
    assert "32" in page and "31/12/2027" in page and "03/2027" in page
    assert browser.get(f"/academies/{other.id}/capacity").status_code == 404
    assert browser.post(f"/academies/{other.id}/rooms", {"room-name": "P", "room-seats": "1", "room-computers": "0"}).status_code == 404


def test_a_clash_stands_at_its_field_and_the_typed_values_stay(app, sign_in):
    academy = make.academy(make.ministry())
    room = make.keep(Room(academy_id=academy.id, name="Phòng 1", seats=30))
    classes = [actions.open_class(None, course=make.course(), academy=academy, decision=None, starts_on=clock.today() + timedelta(days=60), capacity=20, year=2027)
               for _ in range(2)]
    database.session.commit()
    browser = sign_in(make.account("academy_staff", academy))
    session = queries.sessions(classes[1].id)[0]
    assert browser.get(f"/sessions/{session.id}/edit").status_code == 200
    typed = {"day": session.day.strftime("%d/%m/%Y"), "begins": "8:00", "ends": "10:00", "room_id": room.id, "lecturer_id": "", "topic": "Mở đầu"}
    answer = browser.post(f"/sessions/{session.id}/edit", typed)
    assert answer.status_code == 422 and classes[0].code in text(answer) and 'value="Mở đầu"' in text(answer)
    assert browser.post(f"/sessions/{session.id}/edit", {**typed, "begins": "17:30", "ends": "19:00"}).status_code == 303
    page = text(browser.get(f"/classes/{classes[1].id}/sessions"))
    assert "17:30" in page and "Mở đầu" in page
    assert browser.post(f"/classes/{classes[1].id}/sessions", {**typed, "begins": "khuya"}).status_code == 422
    assert browser.post(f"/classes/{classes[1].id}/sessions", {**typed, "begins": "19:00", "ends": "20:00"}).status_code == 303


def test_the_dates_of_a_class_are_set_and_it_opens(app, sign_in):
    academy = make.academy(make.ministry())
    found = actions.open_class(None, course=make.course(), academy=academy, decision=None, starts_on=clock.today() + timedelta(days=60), capacity=20, year=2027)
    database.session.commit()
    browser = sign_in(make.account("academy_staff", academy))
    days = [(clock.today() + timedelta(days=number)).strftime("%d/%m/%Y") for number in (10, 20, 30)]
    assert browser.get(f"/classes/{found.id}/dates").status_code == 200
    wrong = {"nominate_on": days[2], "release_on": days[1], "lock_on": days[0]}
    assert browser.post(f"/classes/{found.id}/dates", wrong).status_code == 422
    assert browser.post(f"/classes/{found.id}/dates", dict(zip(("nominate_on", "release_on", "lock_on"), days, strict=True))).status_code == 303
    assert browser.post(f"/classes/{found.id}/open").status_code == 303
    assert "đang nhận đề cử" in text(browser.get(f"/classes/{found.id}"))


def test_a_lecturer_is_assigned_to_all_sessions_at_once_unless_one_clashes(app, sign_in):
    academy = make.academy(make.ministry())
    lecturer = make.account("lecturer", academy, "Đoàn Quốc Đạt").person
    one, other = [actions.open_class(None, course=make.course(), academy=academy, decision=None, starts_on=clock.today() + timedelta(days=60), capacity=20, year=2027)
                  for _ in range(2)]
    database.session.commit()
    browser = sign_in(make.account("academy_staff", academy))
    assert browser.get(f"/classes/{one.id}/sessions").status_code == 200
    answer = browser.post(f"/classes/{one.id}/sessions/assign", {"all-room_id": "", "all-lecturer_id": ""})
    assert answer.status_code == 422 and "Chưa chọn phòng hoặc giảng viên" in text(answer)
    assert browser.post(f"/classes/{one.id}/sessions/assign", {"all-room_id": "", "all-lecturer_id": lecturer.id}).status_code == 303
    answer = browser.post(f"/classes/{other.id}/sessions/assign", {"all-room_id": "", "all-lecturer_id": lecturer.id})
    assert answer.status_code == 422 and one.code in text(answer)
    database.session.rollback()
    assert {session.lecturer_id for session in queries.sessions(one.id)} == {lecturer.id}
    assert {session.lecturer_id for session in queries.sessions(other.id)} == {None}


def test_only_who_can_teach_is_offered_as_a_lecturer(app):
    academy = make.academy(make.ministry())
    faculty = make.unit(parent=academy)
    teacher, clerk, guest = make.person(faculty, "Đoàn Quốc Đạt"), make.person(faculty, "Lê Thị Nhàn"), make.person(make.unit(parent=academy.parent), "Vũ Khách Mời")
    teacher.post = "Giảng viên chính"
    holder, elsewhere = make.account("lecturer", academy, "Ngô Giảng Bài").person, make.account("lecturer", make.academy(academy.parent), "Phan Nơi Khác").person
    found = actions.open_class(None, course=make.course(), academy=academy, decision=None, starts_on=clock.today() + timedelta(days=60), capacity=20, year=2027)
    queries.sessions(found.id)[0].lecturer_id = guest.id
    database.session.commit()
    offered = {person.id for person in queries.lecturers(academy)}
    assert offered == {teacher.id, holder.id, guest.id} and not offered & {clerk.id, elsewhere.id}
    teacher.active = False
    database.session.commit()
    assert teacher.id not in {person.id for person in queries.lecturers(academy)}


def test_the_sessions_are_read_by_the_inspector_who_plans_nothing(app, sign_in):
    top = make.ministry()
    academy = make.academy(top)
    found = actions.open_class(None, course=make.course(), academy=academy, decision=None, starts_on=clock.today() + timedelta(days=60), capacity=20, year=2027)
    database.session.commit()
    browser = sign_in(make.account("inspector", top))
    page = text(browser.get(f"/classes/{found.id}/sessions"))
    assert "Buổi học của lớp" in page and "Thêm buổi học" not in page and "Phân công" not in page
    assert browser.post(f"/classes/{found.id}/sessions", {}).status_code == 403


def test_nominations_cannot_be_closed_in_the_past(app):
    academy = make.academy(make.ministry())
    found = actions.open_class(None, course=make.course(), academy=academy, decision=None, starts_on=clock.today() + timedelta(days=60), capacity=20, year=2027)
    kept, day = found.nominate_until, clock.today() - timedelta(days=1)
    with pytest.raises(Problem, match="trong quá khứ"):
        actions.change_dates(None, found, day, found.starts_on, found.starts_on)
    assert found.nominate_until == kept
