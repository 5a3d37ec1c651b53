"""Invite, activate, suspend and close accounts."""
from datetime import timedelta

from sqlalchemy import or_, select, update

from lms import clock, flow
from lms.accounts.actions.deputies import end_deputies_of
from lms.accounts.actions.signing import check_password, end_sessions, hasher
from lms.accounts.models import Account, Assignment
from lms.accounts.rules import digest, new_code
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.base import (
    AccountActivated,
    AccountInvited,
    AccountLeft,
    AccountResumed,
    AccountSuspended,
)
from lms.texts import lazy as _

CODE_HOURS = 72


def invite(actor: Account | None, person, username: str) -> tuple[Account, str]:
    """A new account that waits for its owner; returns it and the one-time code (kept only as a hash)."""
    if db.session.execute(select(Account.id).where(Account.username == username.lower())).first():
        raise Problem(_("Tên đăng nhập này đã có người dùng."), field="username")
    if db.session.execute(select(Account.id).where(Account.person_id == person.id)).first():
        raise Problem(_("Người này đã có tài khoản."), field="username")
    code = new_code()
    account = Account(person_id=person.id, username=username.lower(), state="invited", activation_hash=digest(code),
                      activation_until=clock.now() + timedelta(hours=CODE_HOURS), changed_at=clock.now())
    db.session.add(account)
    db.session.flush()
    record(actor, AccountInvited(subject_id=account.id, unit_id=person.unit_id, person_id=person.id))
    return account, code


def invite_again(actor: Account, account: Account) -> str:
    """A new one-time code; the password and all sessions end."""
    code = new_code()
    flow.move(account, "invite_again", actor, activation_hash=digest(code), activation_until=clock.now() + timedelta(hours=CODE_HOURS), password_hash=None)
    end_sessions(account)
    record(actor, AccountInvited(subject_id=account.id, unit_id=account.person.unit_id, person_id=account.person_id))
    return code


def activate(code: str, password: str) -> Account:
    """The owner uses the one-time code and chooses a password. Raises Problem when the code is unknown, used or over."""
    account = db.session.execute(select(Account).where(Account.activation_hash == digest(code))).scalar_one_or_none()
    if account is None or account.state != "invited" or account.activation_until <= clock.now():
        raise Problem(_("Mã kích hoạt không đúng, đã dùng hoặc đã hết hạn."), field="code")
    check_password(account, password)
    flow.move(account, "activate", account, password_hash=hasher.hash(password), activation_hash=None, must_change=False)
    record(account, AccountActivated(subject_id=account.id, unit_id=account.person.unit_id))
    return account


def suspend(actor: Account, account: Account, reason: str) -> None:
    """No sign-in until resumed; sessions end at once, and so do his deputies: they do not come back unseen when the account is opened again."""
    flow.move(account, "suspend", actor)
    end_sessions(account)
    end_deputies_of(actor, select(Assignment.id).where(Assignment.account_id == account.id))
    record(actor, AccountSuspended(subject_id=account.id, unit_id=account.person.unit_id, reason=reason))


def resume(actor: Account, account: Account) -> None:
    """Sign-in is possible again."""
    if account.password_hash is None:
        raise Problem(_("Tài khoản chưa được kích hoạt lần nào; hãy cấp lại mã."))
    flow.move(account, "resume", actor)
    record(actor, AccountResumed(subject_id=account.id, unit_id=account.person.unit_id))


def leave(actor: Account, account: Account, reason: str) -> None:
    """The person has left: sessions, roles and deputies end in one transaction."""
    flow.move(account, "leave", actor)
    end_sessions(account)
    today, held = clock.today(), Assignment.account_id == account.id
    end_deputies_of(actor, select(Assignment.id).where(held))
    still = update(Assignment).where(held, or_(Assignment.until.is_(None), Assignment.until > today)).values(until=today)
    db.session.execute(still.execution_options(synchronize_session="fetch"))
    record(actor, AccountLeft(subject_id=account.id, unit_id=account.person.unit_id, reason=reason))
