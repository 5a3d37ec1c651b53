"""The life of a class and its sessions; clashes are refused with a text and by the database."""
import threading
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.audit.models import JournalEntry
from lms.courses import actions, queries
from lms.courses.models import ClassSession, Room
from lms.db import db as database
from lms.db import work
from lms.errors import Problem, WrongMove
from tests import builders as make


def academy_with_room(seats=30):
    top = make.ministry()
    academy = make.academy(top)
    return academy, make.keep(Room(academy_id=academy.id, name="Phòng 1", seats=seats)), make.account("academy_staff", academy)


def opened(academy, course=None, days_ahead=60, **values):
    made = actions.open_class(None, course=course or make.course(days=2), academy=academy, decision=None,
                              **{"starts_on": clock.today() + timedelta(days=days_ahead), "capacity": 20, "year": 2027, **values})
    database.session.commit()
    return made


def at(day, begins=time(7, 30), ends=time(11), room=None, lecturer=None):
    return {"day": day, "begins": begins, "ends": ends, "room_id": room.id if room else None, "lecturer_id": lecturer.id if lecturer else None, "topic": ""}


def test_an_approval_opens_a_class_with_code_dates_room_and_sessions(app):
    academy, room, _staff = academy_with_room()
    course = make.course("ATT2", days=3)
    first, second = opened(academy, course), opened(academy, course)
    assert (first.code, second.code) == ("ATT2-27-01", "ATT2-27-02")
    assert first.state == "planned" and first.nominate_until < first.release_at < first.lock_at
    assert clock.local(first.lock_at).time() == time(16, 30)
    sessions = queries.sessions(first.id)
    assert len(sessions) == 6 and {one.room_id for one in sessions} == {room.id} and sessions[-1].day == first.ends_on
    assert {one.room_id for one in queries.sessions(second.id)} == {None}
    assert database.session.execute(select(func.count(JournalEntry.id)).where(JournalEntry.fact == "ClassPlanned")).scalar_one() == 2


def test_a_room_that_is_too_small_is_not_proposed(app):
    academy, _room, _staff = academy_with_room(seats=10)
    assert opened(academy).room_id is None


def test_an_overlap_of_a_room_or_a_lecturer_names_the_other_class(app):
    academy, room, staff = academy_with_room()
    one, other = opened(academy), opened(academy)
    lecturer, session = make.person(academy), queries.sessions(other.id)[0]
    with pytest.raises(Problem, match=one.code):
        actions.change_session(staff, session, at(session.day, time(9), time(12), room))
    actions.change_session(staff, queries.sessions(one.id)[0], at(session.day, room=room, lecturer=lecturer))
    with pytest.raises(Problem, match="Giảng viên"):
        actions.change_session(staff, session, at(session.day, time(10, 30), time(11, 30), lecturer=lecturer))
    actions.change_session(staff, session, at(session.day, time(11), time(12), room, lecturer))


def test_the_database_refuses_the_same_room_at_the_same_time(app):
    academy, room, _staff = academy_with_room()
    one, other = opened(academy), opened(academy)
    taken = queries.sessions(one.id)[0]
    with pytest.raises(IntegrityError):
        database.session.execute(ClassSession.__table__.insert().values(class_id=other.id, number=99, day=taken.day, begins=taken.begins, ends=taken.ends,
                                                                        room_id=room.id, topic="", version=1))
    database.session.rollback()


def test_two_who_plan_the_same_room_at_once_cannot_both_win(app):
    academy, room, _staff = academy_with_room()
    classes = [opened(academy, starts_on=date(2027, 9, 6)).id for _ in range(2)]
    start, said = threading.Barrier(2), []

    def plan(class_id, begins):
        with app.app_context():
            start.wait()
            try:
                with work():
                    actions.plan_session(None, database.session.get(queries.TrainingClass, class_id), at(date(2027, 9, 8), begins, time(12), room))
                said.append("kept")
            except Problem as problem:
                said.append(problem.facts["field"])
    threads = [threading.Thread(target=plan, args=pair) for pair in zip(classes, (time(11, 10), time(11, 20)), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["kept", "room_id"]


def test_a_session_outside_the_class_or_backwards_is_refused(app):
    academy, room, staff = academy_with_room()
    made = opened(academy)
    with pytest.raises(Problem, match="thời gian của lớp"):
        actions.plan_session(staff, made, at(made.starts_on - timedelta(days=1), room=room))
    with pytest.raises(Problem, match="sau giờ bắt đầu"):
        actions.plan_session(staff, made, at(made.starts_on, time(11), time(11)))
    assert actions.plan_session(staff, made, at(made.starts_on, time(18), time(20), room)).number == 5


def test_a_class_goes_through_its_states_in_order_only(app):
    academy, _room, staff = academy_with_room()
    made = opened(academy)
    with pytest.raises(WrongMove):
        actions.lock_class(staff, made)
    actions.open_nomination(staff, made)
    actions.lock_class(staff, made)
    with pytest.raises(Problem, match="chưa có người"):
        actions.start_class(staff, made)
    actions.cancel_class(staff, made, "thiếu giảng viên")
    with pytest.raises(WrongMove):
        actions.open_nomination(staff, made)


def test_a_class_whose_deadline_is_over_opens_only_with_new_dates(app):
    academy, _room, staff = academy_with_room()
    made = opened(academy)
    with clock.held(made.nominate_until + timedelta(hours=1)):
        with pytest.raises(Problem, match="sửa các mốc"):
            actions.open_nomination(staff, made)
        day = clock.today() + timedelta(days=3)
        with pytest.raises(Problem, match="thứ tự"):
            actions.change_dates(staff, made, day, day, made.starts_on + timedelta(days=1))
        actions.change_dates(staff, made, day, day, day)
        actions.open_nomination(staff, made)
    assert made.state == "open"


def test_numbers_of_capacity_are_saved_with_a_fact(app):
    academy, room, staff = academy_with_room()
    topic = make.topic()
    actions.save_room(staff, academy, room, {"seats": 44})
    actions.save_licence(staff, academy, None, {"name": "Máy ảo", "quantity": 20, "valid_until": None})
    for quarters in (4, 6):
        actions.save_lecturer_time(staff, academy, {"topic_id": topic.id, "month": date(2027, 3, 15), "quarters": quarters})
    months, table = queries.lecturer_table(academy.id)
    assert months == [date(2027, 3, 1)] and table[0][1][months[0]].quarters == 6 and room.seats == 44
    assert database.session.execute(select(func.count(JournalEntry.id)).where(JournalEntry.fact == "CapacityChanged")).scalar_one() == 4
