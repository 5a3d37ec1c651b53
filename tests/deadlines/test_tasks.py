"""Tasks: opened and closed by facts, seen by who owes them, late for ever."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import clock
from lms.calendar import CalendarDay
from lms.db import db
from lms.deadlines import actions, queries, rules
from lms.deadlines.models import Task
from tests import builders


@pytest.fixture
def tree(app):
    top = builders.ministry()
    region = builders.unit("Quân khu Mẫu 1", top, "Quân khu")
    return top, region, builders.unit("Lữ đoàn Mẫu", region, "Lữ đoàn")


def _task(unit, due, kind="fill_sheet", verb="sheet.submit", subject_id=1):
    actions.open_task(kind, "sheet", verb, subject_id=subject_id, unit_id=unit.id, due_at=due, round="KS-1")
    db.session.commit()


def test_a_task_waits_for_the_holder_at_its_own_unit_only(tree):
    _top, region, brigade = tree
    _task(brigade, clock.now() + timedelta(days=3))
    assert queries.count_for(builders.account("commander", brigade)) == 1
    assert queries.count_for(builders.account("commander", region)) == 0


def test_who_fills_in_a_sheet_sees_its_task_and_who_sends_it_is_named_for_the_delay(tree):
    _top, region, brigade = tree
    clerk, commander = builders.account("unit_clerk", brigade), builders.account("commander", brigade)
    _task(brigade, clock.now() - timedelta(days=3))
    assert [queries.count_for(clerk), queries.count_for(builders.account("unit_clerk", region))] == [1, 0]
    task = db.session.execute(select(Task)).scalar_one()
    assert queries.holders_of([task]) == {task.id: [commander.person]}


@pytest.mark.parametrize(("answered", "sends", "kind"), [(False, True, "fill_sheet"), (True, True, "send_sheet"), (False, False, "enter_sheet"), (True, False, "enter_sheet")])
def test_the_task_of_a_sheet_is_said_to_whoever_reads_it(answered, sends, kind):
    assert rules.shown_kind("fill_sheet", answered, sends) == kind
    assert rules.shown_kind("fix_sheet", answered, sends) == "fix_sheet"


def test_a_personnel_office_sees_the_nominations_of_units_below_it(tree):
    _top, region, brigade = tree
    _task(brigade, clock.now() + timedelta(days=3), "approve_nominations", "nomination.approve")
    assert queries.count_for(builders.account("personnel_officer", region)) == 1
    assert queries.count_for(builders.account("personnel_officer", builders.unit("Quân khu Mẫu 2", tree[0], "Quân khu"))) == 0


def test_the_same_task_is_not_opened_twice(tree):
    for _ in range(2):
        _task(tree[2], clock.now() + timedelta(days=3))
    assert len(db.session.execute(select(Task)).scalars().all()) == 1


def test_a_task_done_late_stays_late_in_history(tree):
    _task(tree[2], clock.now() - timedelta(days=3))
    _task(tree[1], clock.now() + timedelta(days=3), subject_id=2)
    actions.close_tasks(None, ("fill_sheet",), [1, 2])
    db.session.commit()
    assert sorted((task.subject_id, task.late, task.done_at is not None) for task in db.session.execute(select(Task)).scalars()) == [(1, True, True), (2, False, True)]
    watcher = builders.account("inspector", tree[0])
    assert [task.subject_id for task in db.session.execute(queries.late_tasks(watcher)).scalars()] == [1]


def test_the_delay_names_who_holds_it(tree):
    commander = builders.account("commander", tree[2])
    _task(tree[2], clock.now() - timedelta(days=3))
    (task,) = db.session.execute(select(Task)).scalars()
    assert [person.id for person in queries.holders_of([task])[task.id]] == [commander.person_id]


@pytest.mark.parametrize(("left", "late", "said"), [(0, 0, "hôm nay"), (1, 0, "còn 1 ngày"), (4, 0, "còn 4 ngày"), (0, 2, "quá hạn 2 ngày")])
def test_days_are_said_as_working_days(app, left, late, said):
    now = clock.now()
    with app.test_request_context("/"):
        assert rules.urgency(now + timedelta(days=2), now, late, left)[1] == said


def test_the_home_page_groups_by_urgency_and_counts(sign_in, tree):
    commander = builders.account("commander", tree[2])
    builders.keep(CalendarDay(day=clock.today() + timedelta(days=1), kind="off", name="Nghỉ mẫu"))
    _task(tree[2], clock.now() - timedelta(days=9))
    _task(tree[2], clock.now() + timedelta(days=30), subject_id=2)
    someone = sign_in(commander)
    page = someone.get("/").get_data(as_text=True)
    assert "Quá hạn" in page and "Sau đó" in page and "2 việc" in page
