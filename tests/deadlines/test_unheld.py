"""A unit that owes something while nobody holds the role raises an alarm on the overseer's page."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import clock
from lms.accounts import actions as accounts
from lms.accounts.actions import Days
from lms.accounts.models import Assignment
from lms.db import db
from lms.deadlines.actions import open_task
from lms.deadlines.queries import unheld, unheld_units
from tests import builders
from tests.survey.makers import army, counted_queries


def names(account) -> list[str]:
    """Units with an alarm."""
    return [one.unit for one in unheld(account)[0]]


@pytest.fixture
def made(app):
    return army()


def test_a_unit_without_a_commander_raises_an_alarm_and_one_with_a_commander_does_not(made):
    assert names(made.committee) == [made.other.name] and unheld_units(made.committee) == 1
    assert [str(role) for role in unheld(made.committee)[0][0].roles] == ["Chỉ huy đơn vị"]
    builders.account("unit_clerk", made.other)
    assert names(made.committee) == [made.other.name]
    builders.account("commander", made.other)
    assert names(made.committee) == [] and unheld_units(made.committee) == 0


def test_a_suspended_holder_is_no_holder_and_a_deputy_of_a_suspended_one_neither(made):
    admin, deputy = builders.account("administrator", made.ministry), builders.account(None, made.first)
    held = db.session.execute(select(Assignment).where(Assignment.account_id == made.commander.id)).scalar_one()
    accounts.name_deputy(made.commander, held, deputy, Days(clock.today(), clock.today() + timedelta(days=3)), "phép")
    accounts.suspend(admin, made.commander, "thử")
    db.session.commit()
    assert set(names(made.committee)) == {made.other.name, made.first.name}


def test_an_alarm_stays_within_reach(made):
    assert names(made.commander) == [] and names(builders.account("inspector", made.other)) == [made.other.name]


def test_personnel_offices_hold_for_the_units_below(made):
    open_task("approve_nominations", "class", "nomination.approve", subject_id=1, unit_id=made.child.id, due_at=clock.now())
    db.session.commit()
    assert made.child.name in names(made.committee)
    builders.account("personnel_officer", made.first)
    assert made.child.name not in names(made.committee)


def test_the_pages_say_it_in_few_statements_however_many_units(made, sign_in):
    for _number in range(60):
        open_task("fill_sheet", "sheet", "sheet.submit", subject_id=1000 + _number, unit_id=builders.unit(None, made.ministry).id, due_at=clock.now())
    db.session.commit()
    browser = sign_in(made.committee)
    with counted_queries() as seen:
        home = browser.get("/").text
    assert "61 đơn vị có việc chưa có người giữ" in home and len(seen) <= 16
    with counted_queries() as seen:
        page = browser.get("/late").text
    assert page.count("chưa có người giữ<") >= 50 and "Còn 11 dòng nữa" in page and len(seen) <= 12
    assert "có việc chưa có người giữ" not in sign_in(made.commander).get("/").text
