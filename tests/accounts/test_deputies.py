"""Deputies: who may hand over what, for how long, and that a deputy counts as both persons."""
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms import clock
from lms.access import acts_for
from lms.accounts import actions, queries
from lms.accounts.actions import Days
from lms.accounts.models import Assignment
from lms.accounts.rules import MOST_DAYS, Wanted, delegation_problem
from lms.audit.models import JournalEntry
from lms.db import db
from lms.errors import NotAllowed, Problem, SamePerson, WrongMove
from lms.survey import actions as survey
from tests import builders
from tests.survey.makers import army, line, sent_sheet

TODAY = clock.today
DAY = timedelta(days=1)


def days(first: int = 0, last: int = 9) -> Days:
    return Days(TODAY() + first * DAY, TODAY() + last * DAY)


def held_by(account, role: str = "commander") -> Assignment:
    return db.session.execute(select(Assignment).where(Assignment.account_id == account.id, Assignment.role == role,
                                                       Assignment.delegated_from_id.is_(None))).scalar_one()


def hand_over(giver, deputy, role: str = "commander", when: Days | None = None) -> Assignment:
    row = actions.name_deputy(giver, held_by(giver, role), deputy, when or days(), "đi phép")
    db.session.commit()
    giver.grants, deputy.grants = queries.grants_of(giver), queries.grants_of(deputy)
    return row


def roles_of(account) -> set[str]:
    return {grant.role for grant in queries.grants_of(account)} - {"person"}


@pytest.fixture
def two(app):
    """A unit with its commander, and somebody without a role."""
    unit = builders.unit("Cục Thay", builders.ministry())
    return builders.account("commander", unit), builders.account(None, unit)


@given(st.integers(-5, 400), st.integers(-5, 400), st.none() | st.integers(-3, 400), st.booleans())
def test_no_delegation_begins_in_the_past_is_longer_than_the_holders_own_role_or_chained(first, last, until, chained):
    today = TODAY()
    wanted = Wanted(today, today + first * DAY, today + last * DAY, None if until is None else today + until * DAY, chained)
    good = not chained and 0 <= first <= last < first + MOST_DAYS and (until is None or last < until)
    assert (delegation_problem(wanted) is None) == good


def test_the_deputy_holds_the_role_on_the_days_given_and_not_after(two, monkeypatch):
    giver, deputy = two
    hand_over(giver, deputy, when=days(2, 4))
    seen, now = [], clock.now()
    for ahead in range(7):
        monkeypatch.setattr(clock, "now", lambda ahead=ahead: now + ahead * DAY)
        seen.append("commander" in roles_of(deputy))
    assert seen == [False, False, True, True, True, False, False]


def test_the_holder_keeps_the_role_while_away(two):
    giver, deputy = two
    hand_over(giver, deputy)
    assert roles_of(giver) == {"commander"}


@pytest.mark.parametrize("deed", ["end_role", "suspend", "leave"])
def test_a_deputy_ends_with_the_office(two, deed):
    giver, deputy = two
    hand_over(giver, deputy)
    admin = builders.account("administrator", giver.person.unit.parent if hasattr(giver.person.unit, "parent") else giver.person.unit)
    if deed == "end_role":
        actions.end_role(admin, held_by(giver))
    else:
        getattr(actions, deed)(admin, giver, "thử")
    assert roles_of(deputy) == set()


def test_the_query_alone_ends_a_deputy_whose_holder_was_shut_past_the_program(two):
    giver, deputy = two
    row = hand_over(giver, deputy)
    db.session.execute(db.text("UPDATE account SET state = 'suspended' WHERE id = :id"), {"id": giver.id})
    assert roles_of(deputy) == set() and row.until > TODAY()
    db.session.execute(db.text("UPDATE account SET state = 'active' WHERE id = :id"), {"id": giver.id})
    db.session.execute(db.text("UPDATE assignment SET until = :day WHERE id = :id"), {"id": held_by(giver).id, "day": TODAY().isoformat()})
    assert roles_of(deputy) == set()


def test_who_was_suspended_and_comes_back_has_no_deputy_any_more(two):
    giver, deputy = two
    hand_over(giver, deputy)
    admin = builders.account("administrator", giver.person.unit)
    actions.suspend(admin, giver, "thử")
    actions.resume(admin, giver)
    assert roles_of(giver) == {"commander"} and roles_of(deputy) == set()


def test_a_chain_written_past_the_program_gives_no_role(two):
    giver, deputy = two
    row = hand_over(giver, deputy)
    third = builders.account(None, giver.person.unit)
    builders.keep(Assignment(account_id=third.id, role="commander", unit_id=row.unit_id, since=row.since, until=row.until, delegated_from_id=row.id))
    assert roles_of(third) == set()


def test_a_row_of_another_role_or_unit_than_the_holders_gives_nothing(two):
    giver, deputy = two
    own = held_by(giver)
    for role, unit_id in (("authority", own.unit_id), ("commander", builders.ministry().id)):
        builders.keep(Assignment(account_id=deputy.id, role=role, unit_id=unit_id, since=TODAY(), until=TODAY() + DAY, delegated_from_id=own.id))
    assert roles_of(deputy) == set()


def test_a_deputy_hands_nothing_on(two):
    giver, deputy = two
    row = hand_over(giver, deputy)
    third = builders.account(None, giver.person.unit)
    with pytest.raises(Problem):
        actions.name_deputy(deputy, row, third, days(), "x")
    assert db.session.execute(queries.own_roles(deputy.id)).first() is None


def test_nobody_is_his_own_deputy_and_nobody_hands_over_what_is_not_his(two):
    giver, deputy = two
    with pytest.raises(NotAllowed):
        actions.name_deputy(giver, held_by(giver), giver, days(), "x")
    with pytest.raises(NotAllowed):
        actions.name_deputy(deputy, held_by(giver), deputy, days(), "x")


@pytest.mark.parametrize("role", ["administrator", "person"])
def test_the_rights_of_an_administrator_are_not_handed_over(two, role):
    giver, deputy = two
    row = builders.keep(Assignment(account_id=giver.id, role=role, unit_id=giver.person.unit_id, since=TODAY()))
    with pytest.raises(NotAllowed):
        actions.name_deputy(giver, row, deputy, days(), "x")


def test_the_deputy_stands_on_the_units_own_line_of_command(two):
    giver, _deputy = two
    unit = giver.person.unit
    foreign = builders.account(None, builders.unit("Cục Khác", db.session.get(type(unit), unit.parent_id)))
    with pytest.raises(NotAllowed):
        actions.name_deputy(giver, held_by(giver), foreign, days(), "x")
    above, below = builders.account(None, db.session.get(type(unit), unit.parent_id)), builders.account(None, builders.unit("Phòng", unit))
    shown = {account.id for account in db.session.execute(queries.candidates(giver, [held_by(giver)])).unique().scalars()}
    assert {above.id, below.id} <= shown and foreign.id not in shown and giver.id not in shown


def test_never_longer_than_the_holders_own_role(two):
    giver, deputy = two
    held_by(giver).until = TODAY() + 5 * DAY
    db.session.commit()
    with pytest.raises(Problem, match="chỉ đến hết ngày"):
        actions.name_deputy(giver, held_by(giver), deputy, days(0, 5), "x")
    assert actions.name_deputy(giver, held_by(giver), deputy, days(0, 4), "x").until == TODAY() + 5 * DAY


def test_one_deputy_at_a_time_and_none_for_who_holds_the_role_already(two):
    giver, deputy = two
    hand_over(giver, deputy, when=days(2, 4))
    third, twin = builders.account(None, giver.person.unit), builders.account("commander", giver.person.unit)
    with pytest.raises(Problem, match="đã có người thay"):
        actions.name_deputy(giver, held_by(giver), third, days(4, 6), "x")
    with pytest.raises(Problem, match="chính vai trò ấy"):
        actions.name_deputy(giver, held_by(giver), twin, days(6, 8), "x")
    assert actions.name_deputy(giver, held_by(giver), third, days(5, 6), "x").id


def test_the_holder_takes_it_back_at_once_and_only_once(two):
    giver, deputy = two
    row = hand_over(giver, deputy)
    actions.end_deputy(giver, row)
    assert roles_of(deputy) == set()
    with pytest.raises(WrongMove):
        actions.end_deputy(giver, row)


def test_the_deputy_of_the_sender_does_not_accept_what_the_sender_sent(app):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    hand_over(made.commander, made.committee)
    with pytest.raises(SamePerson):
        survey.accept(made.committee, sheet)
    assert survey.accept(builders.account("committee_staff", made.ministry), sheet) is None


def test_the_holder_does_not_accept_what_his_deputy_sent_even_after_the_days_are_over(app):
    made = army()
    deputy = builders.account("commander", made.first)
    row = hand_over(made.committee, deputy, "committee_staff")
    sheet = sent_sheet(made, made.first, deputy)
    actions.end_deputy(made.committee, row)
    db.session.commit()
    with pytest.raises(SamePerson):
        survey.accept(made.committee, sheet)


def test_two_deputies_of_one_holder_count_as_one(app):
    made = army()
    both = builders.account("commander", made.first, None, ("committee_staff", made.ministry))
    one, two = builders.account(None, made.first), builders.account(None, made.ministry)
    hand_over(both, one, "commander")
    sheet = sent_sheet(made, made.first, one)
    hand_over(both, two, "committee_staff")
    with pytest.raises(SamePerson):
        survey.accept(two, sheet)


def test_what_a_deputy_sent_long_before_or_after_his_days_is_not_the_holders(app):
    made = army()
    deputy = builders.account("commander", made.first)
    sheet = sent_sheet(made, made.first, deputy)
    row = hand_over(made.committee, deputy, "committee_staff", days(1, 3))
    actions.end_deputy(made.committee, row)
    db.session.commit()
    assert survey.accept(made.committee, sheet) is None and sheet.state == "accepted"


def test_an_administrators_deputy_by_another_role_gives_him_no_role(two):
    giver, admin = two[0], builders.account("administrator", two[0].person.unit)
    hand_over(giver, admin)
    with pytest.raises(NotAllowed):
        actions.grant_role(admin, giver, "authority", giver.person.unit, "x")


def test_a_role_of_ones_own_comes_before_the_holders_name(two):
    giver, deputy = two
    builders.keep(Assignment(account_id=deputy.id, role="unit_clerk", unit_id=giver.person.unit_id, since=TODAY()))
    hand_over(giver, deputy)
    path = giver.person.unit.path
    assert acts_for(deputy, "sheet.edit", path) is None and acts_for(deputy, "sheet.submit", path) == giver.id
    assert acts_for(deputy, "home.read", path) is None


def test_both_names_stand_in_the_journal_and_on_the_sheet(app, sign_in):
    made = army()
    deputy = builders.account(None, made.first, "Trần Thay Mặt")
    hand_over(made.commander, deputy)
    sheet = made.sheet(made.first)
    survey.add_people(made.clerk, sheet, [builders.person(made.first).id], line())
    db.session.commit()
    browser = sign_in(deputy)
    browser.get(f"/sheets/{sheet.id}/check")
    assert browser.post(f"/sheets/{sheet.id}/submit", {}).status_code == 303
    entry = db.session.execute(select(JournalEntry).where(JournalEntry.fact == "SheetSubmitted")).scalar_one()
    assert (entry.actor_id, entry.data["acting_for_id"]) == (deputy.id, made.commander.id)
    assert f"thay mặt {made.commander.person.addressed}" in sign_in(made.committee).get(f"/sheets/{sheet.id}").text
    assert "thay mặt" in sign_in(builders.account("inspector", made.ministry)).get("/journal").text


def test_the_page_hands_over_shows_and_ends(app, sign_in, two):
    giver, deputy = two
    browser = sign_in(giver)
    page = browser.get("/deputies").text
    assert deputy.person.name in page
    typed = {"assignment_id": held_by(giver).id, "deputy_id": deputy.id, "since": f"{TODAY():%d/%m/%Y}", "last": f"{TODAY() + 3 * DAY:%d/%m/%Y}", "reason": "đi phép"}
    assert "Ngày cuối phải bằng" in browser.post("/deputies", {**typed, "last": "01/01/2020"}).text
    browser.get("/deputies")
    assert browser.post("/deputies", typed).status_code == 303
    assert "đang thay" in browser.get("/deputies").text
    row = queries.deputies_of(giver.id)[0]
    assert sign_in(deputy).get("/deputies").text.count(giver.person.name) and sign_in(deputy).post(f"/deputies/{row.id}/end", {}).status_code == 404
    assert browser.post(f"/deputies/{row.id}/end", {}).status_code == 303 and roles_of(deputy) == set()


def test_the_administrator_sees_a_deputy_on_both_accounts_and_may_end_him(app, sign_in, two):
    giver, deputy = two
    row = hand_over(giver, deputy)
    browser = sign_in(builders.account("administrator", giver.person.unit))
    assert "Đã ủy quyền" in browser.get(f"/accounts/{giver.id}").text
    assert f"thay mặt {giver.person.addressed}" in browser.get(f"/accounts/{deputy.id}").text
    assert browser.post(f"/accounts/{deputy.id}/roles/{row.id}/end", {}).status_code == 303 and roles_of(deputy) == set()
