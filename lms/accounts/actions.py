"""What happens to accounts: sign in and out, invite, activate, roles, passwords."""
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from sqlalchemy import select, update

from lms import clock, flow
from lms.accounts.models import Account, Assignment, KnownDevice, LoginSession, Throttle
from lms.accounts.rules import (
    OUTSIDE_PER_HOUR,
    digest,
    new_code,
    new_token,
    password_problem,
    pause_after,
    window_over,
)
from lms.db import db
from lms.errors import NotAllowed, Problem
from lms.events import record
from lms.events.base import (
    AccountActivated,
    AccountInvited,
    AccountLeft,
    AccountResumed,
    AccountSuspended,
    PasswordChanged,
    RoleEnded,
    RoleGranted,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from lms.texts import lazy as _

hasher = PasswordHasher()
_NOBODY = hasher.hash(new_token())
CODE_HOURS = 72
SAID = {
    "short": _("Mật khẩu cần ít nhất 15 ký tự."), "long": _("Mật khẩu dài quá 128 ký tự."),
    "common": _("Mật khẩu này quá dễ đoán."), "own_name": _("Mật khẩu không được chứa tên đăng nhập hoặc họ tên."),
}

REFUSED = {
    "suspended": _("Tài khoản đang tạm khóa: mở lại tài khoản rồi mới giao vai trò."),
    "left": _("Tài khoản đã thôi sử dụng: không giao vai trò được nữa."),
}


def _bucket(name: str) -> Throttle:
    now = clock.now()
    row = db.session.execute(select(Throttle).where(Throttle.bucket == name).with_for_update()).scalar_one_or_none()
    if row is None:
        row = Throttle(bucket=name, failures=0, window_began_at=now, next_at=now)
        db.session.add(row)
    elif window_over(row.window_began_at, now) and row.next_at <= now:
        row.failures, row.window_began_at = 0, now
    return row


def buckets_for(account: Account | None, username: str, address: str, device_known: bool) -> list[Throttle]:
    """A known device of the account has a bucket of its own: others' guessing never slows its owner down."""
    if account is not None and device_known:
        return [_bucket(f"device/{account.id}/{address}")]
    return [_bucket(f"pair/{username[:60]}/{address}"), _bucket(f"outside/{username[:60]}"), _bucket(f"network/{address}")]


def must_wait(buckets: list[Throttle]) -> bool:
    """Whether this try is not even looked at. Also asked for unknown names, so that both look alike."""
    now = clock.now()
    outside = [bucket for bucket in buckets if bucket.bucket.startswith("outside/")]
    return any(bucket.next_at > now for bucket in buckets if bucket not in outside) or any(bucket.failures >= OUTSIDE_PER_HOUR for bucket in outside)


def _count_failure(buckets: list[Throttle]) -> None:
    for bucket in buckets:
        bucket.failures += 1
        if bucket.bucket.startswith("network/"):
            bucket.next_at = clock.now() + pause_after(bucket.failures // 20)
        elif not bucket.bucket.startswith("outside/"):
            bucket.next_at = clock.now() + pause_after(bucket.failures)


def password_fits(account: Account | None, password: str) -> bool:
    """Check a password; takes the same time for an unknown account. Rehashes when the parameters have changed."""
    stored = account.password_hash if account is not None and account.password_hash else _NOBODY
    try:
        hasher.verify(stored, password)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    if account is None or account.state != "active":
        return False
    if hasher.check_needs_rehash(stored):
        account.password_hash = hasher.hash(password)
    return True


def sign_in(account: Account | None, password: str, buckets: list[Throttle], seen: dict) -> str | None:
    """A new session; returns the cookie's token, or None when name and password do not fit.

    `seen` has address, agent and operation_key: the same form sent twice renews the one session instead of opening two."""
    if not password_fits(account, password):
        _count_failure(buckets)
        if account is not None:
            record(None, SignInFailed(subject_id=account.id, unit_id=account.person.unit_id, address=seen["address"]))
        return None
    for bucket in buckets:
        if not bucket.bucket.startswith(("network/", "outside/")):
            bucket.failures, bucket.next_at = 0, clock.now()
    return _open_session(account, seen)


def _open_session(account: Account, seen: dict) -> str:
    token, now = new_token(), clock.now()
    row = db.session.execute(select(LoginSession).where(
        LoginSession.account_id == account.id, LoginSession.operation_key == seen["operation_key"])).scalar_one_or_none()
    if row is not None and row.ended_at is None:
        row.token_hash = digest(token)
        return token
    row = LoginSession(token_hash=digest(token), account_id=account.id, began_at=now, seen_at=now, address=seen["address"],
                       agent=seen["agent"][:200], operation_key=seen["operation_key"] if row is None else None)
    db.session.add(row)
    db.session.flush()
    record(account, SignedIn(subject_id=account.id, unit_id=account.person.unit_id, session_id=row.id))
    return token


def know_device(account: Account, token: str | None) -> str:
    """Remember this browser for the account; returns the token its cookie keeps."""
    if token and is_known_device(account, token):
        db.session.execute(update(KnownDevice).where(KnownDevice.token_hash == digest(token)).values(seen_at=clock.now()))
        return token
    fresh = new_token()
    db.session.add(KnownDevice(account_id=account.id, token_hash=digest(fresh), seen_at=clock.now()))
    return fresh


def is_known_device(account: Account | None, token: str | None) -> bool:
    """Whether this browser has signed in to the account before."""
    if account is None or not token:
        return False
    known = select(KnownDevice.id).where(KnownDevice.account_id == account.id, KnownDevice.token_hash == digest(token))
    return db.session.execute(known).scalar_one_or_none() is not None


def sign_out(actor: Account) -> None:
    """End this session; its cookie answers 401 from now on."""
    db.session.execute(update(LoginSession).where(LoginSession.id == actor.session_id).values(ended_at=clock.now()))
    record(actor, SignedOut(subject_id=actor.id, unit_id=actor.person.unit_id, session_id=actor.session_id))


def end_sessions(account: Account, but: int | None = None) -> None:
    """End all sessions of an account, but possibly one."""
    live = update(LoginSession).where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))
    db.session.execute((live.where(LoginSession.id != but) if but else live).values(ended_at=clock.now()))


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


def check_password(account: Account, password: str) -> None:
    """Raises Problem with the reason when the password is not good enough."""
    problem = password_problem(password, account.username, tuple(account.person.name.split(" ")[-1:]))
    if problem:
        raise Problem(SAID[problem], field="password")


def change_password(actor: Account, password: str) -> None:
    """A new password; all other sessions end."""
    check_password(actor, password)
    actor.password_hash, actor.must_change, actor.changed_at = hasher.hash(password), False, clock.now()
    end_sessions(actor, but=actor.session_id)
    record(actor, PasswordChanged(subject_id=actor.id, unit_id=actor.person.unit_id))


def suspend(actor: Account, account: Account, reason: str) -> None:
    """No sign-in until resumed; sessions end at once."""
    flow.move(account, "suspend", actor)
    end_sessions(account)
    record(actor, AccountSuspended(subject_id=account.id, unit_id=account.person.unit_id, reason=reason))


def resume(actor: Account, account: Account) -> None:
    """Sign-in is possible again."""
    if account.password_hash is None:
        raise Problem(_("Tài khoản chưa được kích hoạt lần nào; hãy cấp lại mã."))
    flow.move(account, "resume", actor)
    record(actor, AccountResumed(subject_id=account.id, unit_id=account.person.unit_id))


def leave(actor: Account, account: Account, reason: str) -> None:
    """The person has left: sessions and roles end in one transaction."""
    flow.move(account, "leave", actor)
    end_sessions(account)
    db.session.execute(update(Assignment).where(Assignment.account_id == account.id, Assignment.until.is_(None)).values(until=clock.today()))
    record(actor, AccountLeft(subject_id=account.id, unit_id=account.person.unit_id, reason=reason))


def grant_role(actor: Account | None, account: Account, role: str, unit, reason: str) -> Assignment:
    """Give a role at a unit from today. Nobody gives himself a role (also held by the database)."""
    if actor is not None and actor.id == account.id:
        raise NotAllowed(_("Không ai được tự giao vai trò cho mình."), field="role")
    _check_may_hold(account, role, unit)
    row = Assignment(account_id=account.id, role=role, unit_id=unit.id, since=clock.today(), reason=reason, granted_by_id=actor.id if actor else None)
    db.session.add(row)
    db.session.flush()
    record(actor, RoleGranted(subject_id=account.id, unit_id=unit.id, role=role, role_unit_id=unit.id, reason=reason))
    return row


def _check_may_hold(account: Account, role: str, unit) -> None:
    """A shut account gets no role: it would name a holder who cannot act, and the role would come alive unseen when the account is opened
    again, perhaps long after its reason has gone. Roles held before stay through a suspension and may be ended during it."""
    if account.state not in ("active", "invited"):
        raise Problem(REFUSED[account.state], field="role")
    held = select(Assignment.id).where(Assignment.account_id == account.id, Assignment.role == role, Assignment.unit_id == unit.id, Assignment.until.is_(None))
    if db.session.execute(held).first():
        raise Problem(_("Người này đang giữ vai trò ấy tại đơn vị ấy."), field="role")


def end_role(actor: Account, assignment: Assignment) -> None:
    """The role ends: it does not hold from the next request on."""
    assignment.until = clock.today()
    record(actor, RoleEnded(subject_id=assignment.account_id, unit_id=assignment.unit_id, role=assignment.role, role_unit_id=assignment.unit_id))
