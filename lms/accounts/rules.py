"""Passwords, one-time codes, user names and the pace of guessing: decisions on plain values.

Password rules follow NIST SP 800-63B-4: length instead of composition, a blocklist, no forced change.
"""
import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.spelling import squeeze

LEAST_LENGTH, MOST_LENGTH = 15, 128
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
COMMON = ("password", "matkhau", "123456789", "qwertyuiop", "abcdefgh", "daotaoso", "chuyendoiso", "quandoinhandan", "111111111", "000000000")
FREE_FAILURES = 5
DELEGABLE = ("commander", "unit_clerk", "academy_staff", "academy_head", "lecturer", "committee_staff", "authority", "personnel_officer", "registrar", "inspector")
MOST_DAYS = 180
OUTSIDE_PER_HOUR = 60


def digest(token: str) -> str:
    """What the database keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A one-time activation code: 26 letters of Crockford's base 32 (130 bits), shown in groups."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(26))


def read_code(typed: str) -> str:
    """What a person typed for a code: case, spaces, dashes and the look-alikes O I L do not matter."""
    return squeeze(typed).upper().replace("O", "0").replace("I", "1").replace("L", "1")


def password_problem(password: str, username: str, words: tuple[str, ...] = ()) -> str | None:
    """Why a password is refused: `short`, `long`, `common`, `own_name`; None when it is good."""
    if len(password) < LEAST_LENGTH:
        return "short"
    if len(password) > MOST_LENGTH:
        return "long"
    bare = squeeze(password)
    if len(set(bare)) < 5 or any(bare.replace(common, "") == "" or len(bare.replace(common, "")) < 8 for common in COMMON):
        return "common"
    if any(squeeze(word) and squeeze(word) in bare for word in (username, *words) if len(word) > 3):
        return "own_name"
    return None


def pause_after(failures: int) -> timedelta:
    """How long the next try waits: none for the first few, then doubling up to five minutes. Never a lock."""
    if failures <= FREE_FAILURES:
        return timedelta(0)
    return timedelta(seconds=min(300, 2 ** (failures - FREE_FAILURES)))


def window_over(began: datetime, now: datetime) -> bool:
    """A bucket forgets after an hour."""
    return now - began > timedelta(hours=1)


def session_alive(began: datetime, seen: datetime, now: datetime, idle_minutes: int, hours: int) -> bool:
    """Idle and absolute limits of a session; at the very instant of the limit it is over."""
    return now - seen < timedelta(minutes=idle_minutes) and now - began < timedelta(hours=hours)


@dataclass(frozen=True)
class Wanted:
    """What a holder asks for: his own row of the role (`until` is the first day without it), the last day of the deputy, and whose deputy he is himself."""
    today: date
    since: date
    last: date
    until: date | None = None
    is_deputy: bool = False


def delegation_problem(wanted: Wanted) -> str | None:
    """Why a role is not handed over for these days: `chained`, `past`, `backwards`, `long`, `beyond`; None when it may be."""
    if wanted.is_deputy:
        return "chained"
    if wanted.since < wanted.today:
        return "past"
    if wanted.last < wanted.since:
        return "backwards"
    if (wanted.last - wanted.since).days >= MOST_DAYS:
        return "long"
    return "beyond" if wanted.until is not None and wanted.last >= wanted.until else None


def on_one_line(unit_path: str, other_path: str) -> bool:
    """Whether one unit is the other, lies below it or above it."""
    return unit_path.startswith(other_path) or other_path.startswith(unit_path)
