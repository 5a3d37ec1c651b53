"""Accounts and roles in bulk, and the passwords of the few that somebody may use."""
import secrets

from argon2.exceptions import VerificationError
from sqlalchemy import func, insert, select, update

from lms import clock
from lms.accounts.actions import hasher
from lms.accounts.models import Account, Assignment
from lms.accounts.queries import grants_of
from lms.accounts.rules import CROCKFORD, new_token
from lms.certificates.models import Certificate
from lms.db import db
from lms.deadlines.queries import count_for
from lms.demo.actions.ground import Actor, World, tell_all
from lms.demo.rules.staff import ROLE_NAMES, Holder, holders
from lms.demo.rules.tree import UnitSeed
from lms.errors import Problem
from lms.events.base import AccountActivated, AccountInvited, PasswordChanged, RoleGranted
from lms.people.models import Person
from lms.texts import lazy as _

PLAIN = "canhan"
REASON = "Phân công ban đầu (dữ liệu mẫu)"


def new_password() -> str:
    """100 random bits, easy to type: ABCD-EFGH-…"""
    return "-".join("".join(secrets.choice(CROCKFORD) for _ in range(4)) for _ in range(5))


def appoint(world: World, tree: list[UnitSeed]) -> None:
    """Everybody who acts has an active account; its password is thrown away."""
    made = holders(tree)
    open_accounts(world, [(one.username, world.people[one.unit][one.place]) for one in made])
    ids = dict(db.session.execute(select(Account.username, Account.id)).all())
    chief = Actor(ids["quantri"])
    for one in made:
        for role, code in one.roles:
            world.actors.setdefault((role, code), Actor(ids[one.username]))
    _grant(world, made, ids, chief)


def open_accounts(world: World, wanted: list[tuple[str, int]]) -> None:
    """Active accounts of these persons, with a password that nobody knows."""
    unknown, now = hasher.hash(new_token()), clock.now()
    db.session.execute(insert(Account), [{"person_id": person, "username": username, "password_hash": unknown, "state": "active", "must_change": False,
                                          "changed_at": now, "version": 1} for username, person in wanted])
    rows = db.session.execute(select(Account.id, Account.person_id, Person.unit_id).join(Person, Account.person_id == Person.id)
                              .where(Account.username.in_([username for username, _person in wanted])).order_by(Account.id)).all()
    tell_all(None, [AccountInvited(subject_id=row.id, unit_id=row.unit_id, person_id=row.person_id) for row in rows])
    for row in rows:
        tell_all(Actor(row.id), [AccountActivated(subject_id=row.id, unit_id=row.unit_id)])


def _grant(world: World, made: list[Holder], ids: dict, chief: Actor) -> None:
    today = clock.today()
    roles = [(ids[one.username], role, world.units[code]) for one in made for role, code in one.roles]
    db.session.execute(insert(Assignment), [{"account_id": account, "role": role, "unit_id": unit, "since": today, "reason": REASON,
                                             "granted_by_id": chief.id if account != chief.id else None} for account, role, unit in roles])
    tell_all(chief, [RoleGranted(subject_id=account, unit_id=unit, role=role, role_unit_id=unit, reason=REASON) for account, role, unit in roles if account != chief.id])
    tell_all(None, [RoleGranted(subject_id=account, unit_id=unit, role=role, role_unit_id=unit, reason=REASON) for account, role, unit in roles if account == chief.id])


def plain_persons(world: World) -> None:
    """Somebody who holds a certificate and has nothing but his own page, and three invited persons who have not come yet."""
    taken = select(Account.person_id)
    holder = db.session.execute(select(Certificate.person_id).where(Certificate.state == "issued", Certificate.person_id.not_in(taken))
                                .group_by(Certificate.person_id).order_by(func.count(Certificate.id).desc(), Certificate.person_id).limit(1)).scalar_one_or_none()
    open_accounts(world, [(PLAIN, holder or world.people["M10"][7])])
    others = world.people["M11"][4:7]
    db.session.execute(insert(Account), [{"person_id": person, "username": f"{PLAIN}{number}", "state": "invited", "must_change": False, "changed_at": clock.now(), "version": 1}
                                         for number, person in enumerate(others, start=1)])
    rows = db.session.execute(select(Account.id, Account.person_id).where(Account.person_id.in_(others)).order_by(Account.id)).all()
    tell_all(None, [AccountInvited(subject_id=row.id, unit_id=world.units["M11"], person_id=row.person_id) for row in rows])


def names_to_show() -> list[tuple[str, str]]:
    """(username, role) of the logins that are written down: one for each role, where most waits for it, and the inspector who also commands a unit."""
    school = _busiest_school([pattern[:-1] for _role, pattern in ROLE_NAMES if pattern.endswith("*")])
    return [(pattern[:-1] + school if pattern.endswith("*") else pattern, role) for role, pattern in ROLE_NAMES]


def _busiest_school(starts: list[str]) -> str:
    """The academy (end of the user names) where something waits for most of these accounts, then most in all; its name decides between equals."""
    waiting: dict[str, list[int]] = {}
    for start in starts:
        for account in db.session.execute(select(Account).where(Account.username.startswith(start)).order_by(Account.username)).unique().scalars():
            account.grants = grants_of(account)
            waiting.setdefault(account.username.removeprefix(start), []).append(count_for(account))
    return min((-sum(count > 0 for count in counts), -sum(counts), school) for school, counts in waiting.items() if len(counts) == len(starts))[2]


def write_passwords() -> list[dict]:
    """New passwords for the logins that are written down; what is needed to sign in with each."""
    found = []
    for username, role in names_to_show():
        account = db.session.execute(select(Account).where(Account.username == username)).unique().scalar_one_or_none()
        if account is None:
            raise Problem(_("Thiếu tài khoản mẫu %(name)s.", name=username))
        password = new_password()
        db.session.execute(update(Account).where(Account.id == account.id).values(password_hash=hasher.hash(password)))
        tell_all(Actor(account.id), [PasswordChanged(subject_id=account.id, unit_id=account.person.unit_id)])
        found.append({"username": username, "password": password, "role": role, "unit": account.person.unit.name, "name": account.person.name})
    return found


def fits(username: str, password: str) -> bool:
    """Whether this password opens the account in this database."""
    stored = db.session.execute(select(Account.password_hash).where(Account.username == username)).scalar_one_or_none()
    if not stored:
        return False
    try:
        return hasher.verify(stored, password)
    except VerificationError:
        return False
