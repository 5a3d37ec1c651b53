"""Invite, activate, suspend, leave; roles; nobody grants himself a role."""
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.accounts import actions, queries
from lms.accounts.models import Account, Assignment, LoginSession
from lms.db import db
from lms.errors import NotAllowed, Problem, WrongMove
from tests import builders

GOOD = "một câu dài dễ nhớ 17"


@pytest.fixture
def tree(app):
    top = builders.ministry()
    return top, builders.unit("Cục Mẫu", top)


def _invited(tree):
    account, code = actions.invite(None, builders.person(tree[1], "Lê Thị Hòa"), "Hoa.LT")
    db.session.commit()
    return account, code


def test_the_database_holds_no_code_and_no_password(tree):
    account, code = _invited(tree)
    actions.activate(code, GOOD)
    db.session.commit()
    stored = " ".join(str(value) for value in vars(db.session.get(Account, account.id)).values())
    assert code not in stored and GOOD not in stored
    assert account.password_hash.startswith("$argon2id$")


def test_a_code_works_once(tree):
    _account, code = _invited(tree)
    actions.activate(code, GOOD)
    db.session.commit()
    with pytest.raises(Problem):
        actions.activate(code, GOOD)


def test_a_code_is_over_after_three_days(tree):
    _account, code = _invited(tree)
    with clock.held(clock.now() + timedelta(hours=72)), pytest.raises(Problem):
        actions.activate(code, GOOD)


def test_a_weak_password_leaves_the_code_unused(tree):
    account, code = _invited(tree)
    with pytest.raises(Problem):
        actions.activate(code, "ngắn quá")
    assert account.state == "invited" and account.activation_hash


def test_a_new_code_ends_the_password_and_all_sessions(tree):
    account = builders.account("commander", tree[1])
    admin = builders.account("administrator", tree[0])
    builders.session_cookie(account)
    actions.invite_again(admin, account)
    db.session.commit()
    assert account.state == "invited" and account.password_hash is None
    assert db.session.execute(select(LoginSession.ended_at)).scalars().all() != [None]


def test_a_leaver_loses_sessions_and_roles_in_one_transaction(tree):
    account, admin = builders.account("commander", tree[1]), builders.account("administrator", tree[0])
    builders.session_cookie(account)
    actions.leave(admin, account, "nghỉ hưu")
    db.session.commit()
    assert {grant.role for grant in queries.grants_of(account)} == {"person"}
    assert db.session.execute(select(LoginSession).where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))).first() is None
    with pytest.raises(WrongMove):
        actions.suspend(admin, account, "x")


def test_nobody_grants_himself_a_role(tree):
    admin = builders.account("administrator", tree[0])
    with pytest.raises(NotAllowed):
        actions.grant_role(admin, admin, "authority", tree[0], "tôi muốn")
    db.session.add(Assignment(account_id=admin.id, role="authority", unit_id=tree[0].id, since=clock.today(), granted_by_id=admin.id))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_an_ended_role_does_not_hold_and_a_future_one_not_yet(tree):
    account, admin = builders.account("commander", tree[1]), builders.account("administrator", tree[0])
    held = db.session.execute(select(Assignment).where(Assignment.account_id == account.id)).scalar_one()
    actions.end_role(admin, held)
    builders.keep(Assignment(account_id=account.id, role="inspector", unit_id=tree[0].id, since=clock.today() + timedelta(days=1)))
    assert {grant.role for grant in queries.grants_of(account)} == {"person"}


@pytest.mark.parametrize("shut", ["suspend", "leave"])
def test_a_shut_account_is_given_no_role_and_keeps_or_ends_those_it_has(tree, shut):
    admin, owner = builders.account("administrator", tree[0]), builders.account("unit_clerk", tree[1])
    getattr(actions, shut)(admin, owner, "kiểm tra")
    with pytest.raises(Problem) as refusal:
        actions.grant_role(admin, owner, "commander", tree[1], "QĐ 1")
    assert refusal.value.facts["field"] == "role"
    held = db.session.execute(select(Assignment).where(Assignment.account_id == owner.id)).scalar_one()
    assert (held.until is None) == (shut == "suspend")
    actions.end_role(admin, held)
    assert held.until == clock.today()


def test_a_reopened_account_may_be_given_a_role_once(tree):
    admin, owner = builders.account("administrator", tree[0]), builders.account(None, tree[1])
    actions.suspend(admin, owner, "kiểm tra")
    actions.resume(admin, owner)
    actions.grant_role(admin, owner, "commander", tree[1], "QĐ 1")
    with pytest.raises(Problem):
        actions.grant_role(admin, owner, "commander", tree[1], "QĐ 2")


def test_a_taken_user_name_and_a_second_account_are_said_at_the_field(tree):
    owner = builders.person(tree[1])
    actions.invite(None, owner, "hoa.lt")
    for person, name in ((builders.person(tree[1]), "HOA.lt"), (owner, "khac")):
        with pytest.raises(Problem) as refusal:
            actions.invite(None, person, name)
        assert refusal.value.facts["field"] == "username"
