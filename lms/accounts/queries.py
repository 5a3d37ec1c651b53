"""Who is asking, with which grants; accounts for the administrator's pages."""
from datetime import date, timedelta
from functools import lru_cache

from flask import current_app, g
from sqlalchemy import bindparam, case, false, func, literal, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import aliased, joinedload

from lms import clock
from lms.access import Grant, reach
from lms.accounts.models import Account, Assignment, LoginSession, in_force
from lms.accounts.rules import DELEGABLE, digest, session_alive
from lms.db import Instant, aside, db
from lms.people.models import Person
from lms.spelling import fold
from lms.units.models import Unit

SEEN_WAIT_MS = 200


def cookie_name(plain: bool) -> str:
    """The session cookie; `__Host-` pins it to this host and path over TLS."""
    return "lms" if plain else "__Host-lms"


def account_of_request(request) -> Account | None:
    """Flask-Login's loader: the account behind the cookie, or None. Reads only, but for `seen_at` once a minute."""
    token = request.cookies.get(cookie_name(current_app.config["PLAIN_HTTP"]))
    if not token or len(token) > 100:
        return None
    row = db.session.execute(select(LoginSession).where(LoginSession.token_hash == digest(token))).scalar_one_or_none()
    now, settings = clock.now(), current_app.config["LMS"]
    if row is None or row.ended_at is not None or row.account.state != "active":
        return None
    if not session_alive(row.began_at, row.seen_at, now, int(settings["LMS_IDLE_MINUTES"]), int(settings["LMS_SESSION_HOURS"])):
        return None
    account = row.account
    account.grants, account.session_id = grants_of(account), row.id
    if now - row.seen_at > timedelta(minutes=1):
        g.seen_session_id = row.id
    return account


def note_seen() -> None:
    """After the page: the session was used (at most once a minute, on a connection of its own). While somebody writes a long list nobody
    waits for this: the next page notes it."""
    if (session_id := g.pop("seen_session_id", None)) is None:
        return
    try:
        with aside(SEEN_WAIT_MS) as connection:
            connection.execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=clock.now()))
    except OperationalError:
        return


def grants_of(account: Account) -> tuple[Grant, ...]:
    """Roles held today, read anew with every request."""
    grants = [Grant(*row) for row in db.session.execute(_held_on(clock.today()), {"account": account.id})]
    return (*grants, Grant("person", account.person.unit.path, account.person.unit_id))


@lru_cache(maxsize=4)
def _held_on(day: date):
    """SQL of one day's roles, built once, since every request asks it; a deputy's with the account of the holder."""
    giver = aliased(Assignment)
    return (select(Assignment.role, Unit.path, Unit.id, giver.account_id).join(Unit, Assignment.unit_id == Unit.id)
            .outerjoin(giver, Assignment.delegated_from_id == giver.id).where(Assignment.account_id == bindparam("account"), in_force(day)).order_by(Assignment.id))


def account_for_job(account_id: int) -> Account | None:
    """Who asked for a job, with the grants of today: a job runs with its asker's rights, read anew."""
    account = db.session.get(Account, account_id)
    if account is None or account.state != "active":
        return None
    account.grants = grants_of(account)
    return account


def by_username(username: str) -> Account | None:
    """The account of that user name (case does not matter)."""
    return db.session.execute(select(Account).where(Account.username == username.strip().lower())).scalar_one_or_none()


def visible(user: Account, verb: str):
    """Accounts whose person's unit the user reaches with the verb."""
    return (select(Account).join(Person, Account.person_id == Person.id).join(Unit, Person.unit_id == Unit.id)
            .where(reach(user, verb).covers(Unit.path)))


def assignments_of(account_id: int):
    """All roles of an account, also ended ones."""
    return select(Assignment).where(Assignment.account_id == account_id).order_by(Assignment.since.desc(), Assignment.id.desc())


def holders(role: str, unit_id: int):
    """Accounts that hold a role at exactly this unit today."""
    today = clock.today()
    return (select(Account).join(Assignment, Assignment.account_id == Account.id)
            .where(Assignment.role == role, Assignment.unit_id == unit_id, in_force(today), Account.state == "active"))


def found(user: Account, text: str, limit: int = 100) -> list[Account]:
    """Accounts in reach whose owner's name, service number or user name matches."""
    rows = visible(user, "accounts.read")
    for word in fold(text).split()[:6]:
        rows = rows.where(or_(Person.name_fold.contains(word, autoescape=True), Account.username.contains(word, autoescape=True),
                              Person.service_no.startswith(word, autoescape=True)))
    return list(db.session.execute(rows.order_by(Person.sort_key).limit(limit)).scalars())


def people_in_reach(user: Account):
    """Persons for whom the user may make an account."""
    return select(Person).join(Unit, Person.unit_id == Unit.id).where(reach(user, "accounts.manage").covers(Unit.path), Person.active)


def without_account(user: Account, text: str) -> list[Person]:
    """Persons without an account who match; nothing without a search text."""
    if not text:
        return []
    rows = people_in_reach(user).outerjoin(Account, Account.person_id == Person.id).where(Account.id.is_(None))
    for word in fold(text).split()[:6]:
        rows = rows.where(or_(Person.name_fold.contains(word, autoescape=True), Person.service_no.startswith(word, autoescape=True)))
    return list(db.session.execute(rows.order_by(Person.sort_key).limit(20)).scalars())


def is_same_person(actor: Account, account_id: int | None, at=None) -> bool:
    """Whether that account counts as the actor for separation of duties (`Account.same_as`)."""
    if account_id is None or account_id == actor.id:
        return account_id is not None
    asked = actor.same_as(literal(account_id), None if at is None else literal(at, Instant))
    return bool(db.session.execute(select(case((asked, 1), else_=0))).scalar_one())


def own_roles(account_id: int):
    """What an account may hand over to a deputy: its own roles of today, not those it holds as a deputy."""
    return (select(Assignment).where(Assignment.account_id == account_id, Assignment.delegated_from_id.is_(None), Assignment.role.in_(DELEGABLE),
                                     in_force(clock.today())).order_by(Assignment.id))


def candidates(account: Account, roles: list[Assignment], text: str = ""):
    """Active accounts that may act for the holder of these roles: persons of those units, of units below them and of the units above."""
    lines = [or_(Unit.path.startswith(held.unit.path, autoescape=True), literal(held.unit.path).startswith(Unit.path)) for held in roles]
    rows = (select(Account).join(Person, Account.person_id == Person.id).join(Unit, Person.unit_id == Unit.id)
            .where(Account.state == "active", Account.id != account.id, Person.active, or_(false(), *lines)))
    for word in fold(text).split()[:6]:
        rows = rows.where(or_(Person.name_fold.contains(word, autoescape=True), Account.username.contains(word, autoescape=True),
                              Person.service_no.startswith(word, autoescape=True)))
    near = case((Unit.id.in_({held.unit_id for held in roles}), 0), else_=1)
    return rows.order_by(near, func.length(Unit.path), Person.sort_key, Account.id)


def given_by(account_id: int):
    """SQL: the deputies' rows that this account gave."""
    giver = aliased(Assignment)
    return select(Assignment).join(giver, Assignment.delegated_from_id == giver.id).where(giver.account_id == account_id)


def deputies_of(account_id: int, limit: int = 50) -> list[Assignment]:
    """Who acts, acted or will act for this account, newest first."""
    rows = given_by(account_id).options(joinedload(Assignment.account)).order_by(Assignment.since.desc(), Assignment.id.desc())
    return list(db.session.execute(rows.limit(limit)).unique().scalars())


def acting_as(account_id: int, limit: int = 50) -> list[tuple[Assignment, Account]]:
    """For whom this account acts, acted or will act: (the row, the holder)."""
    giver = aliased(Assignment)
    rows = (select(Assignment, Account).join(giver, Assignment.delegated_from_id == giver.id).join(Account, giver.account_id == Account.id)
            .where(Assignment.account_id == account_id).order_by(Assignment.since.desc(), Assignment.id.desc()))
    return [tuple(row) for row in db.session.execute(rows.limit(limit)).unique()]
