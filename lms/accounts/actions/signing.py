"""Sign in and out, passwords, and what slows guessing down."""
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from sqlalchemy import select, update

from lms import clock
from lms.accounts.models import Account, KnownDevice, LoginSession, Throttle
from lms.accounts.rules import (
    OUTSIDE_PER_HOUR,
    digest,
    new_token,
    password_problem,
    pause_after,
    window_over,
)
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.base import PasswordChanged, SignedIn, SignedOut, SignInFailed
from lms.texts import lazy as _

hasher = PasswordHasher()
_NOBODY = hasher.hash(new_token())
SAID = {
    "short": _("Mật khẩu cần ít nhất 15 ký tự."), "long": _("Mật khẩu dài quá 128 ký tự."),
    "common": _("Mật khẩu này quá dễ đoán."), "own_name": _("Mật khẩu không được chứa tên đăng nhập hoặc họ tên."),
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
