"""Plain functions that make things. Every one flushes or commits so that pages see it."""
import itertools
from contextvars import Context
from datetime import date, timedelta

from lms import clock
from lms.access import Grant
from lms.accounts.models import Account, Assignment, LoginSession
from lms.accounts.queries import grants_of
from lms.accounts.rules import digest, new_token
from lms.courses.models import Course, Topic
from lms.db import db
from lms.people.models import Person, Rank, TraineeGroup
from lms.spelling import fold, sort_key, squeeze
from lms.units.models import Unit, UnitKind, UnitVersion
from lms.worker import Worker

_numbers = itertools.count(1)


def keep(*things):
    """Add and commit."""
    db.session.add_all(things)
    db.session.commit()
    return things[0]


def unit_kind(name: str = "Cục", academy: bool = False) -> UnitKind:
    """A kind of unit, made once."""
    found = db.session.execute(db.select(UnitKind).where(UnitKind.name == name)).scalar_one_or_none()
    return found or keep(UnitKind(name=name, name_squeezed=squeeze(name), academy=academy, family=name))


def unit(name: str | None = None, parent: Unit | None = None, kind: str = "Cục", code: str | None = None) -> Unit:
    """A unit below `parent` (or a ministry)."""
    number = next(_numbers)
    name = name or f"Đơn vị Mẫu {number}"
    made = Unit(code=code or f"T{number:04d}", name=name, short=f"DV{number}", kind_id=unit_kind(kind, kind == "Học viện").id, parent_id=parent.id if parent else None,
                path="/", depth=parent.depth + 1 if parent else 0, since=date(2010, 1, 1), name_fold=fold(name), position=number)
    db.session.add(made)
    db.session.flush()
    made.path = f"{parent.path if parent else '/'}{made.id}/"
    made.first_level_id = None if parent is None else (parent.first_level_id or (made.id if parent.depth == 0 else parent.id))
    db.session.add(UnitVersion(unit_id=made.id, name=name, short=made.short, kind_id=made.kind_id, parent_id=made.parent_id, since=made.since))
    db.session.commit()
    return made


def ministry() -> Unit:
    """The root of a tree."""
    return unit("Bộ Mẫu", None, "Bộ")


def academy(parent: Unit, name: str | None = None) -> Unit:
    """A unit where classes are held."""
    return unit(name or f"Học viện Mẫu {next(_numbers)}", parent, "Học viện")


def rank(title: str = "Đại úy", category: str = "officer") -> Rank:
    """A rank, made once."""
    found = db.session.execute(db.select(Rank).where(Rank.title == title).order_by(Rank.id).limit(1)).scalar_one_or_none()
    return found or keep(Rank(code=squeeze(title), category=category, tier="junior", position=304, title=title, title_en="Captain"))


def group(code: str = "N3") -> TraineeGroup:
    """A trainee group, made once."""
    return db.session.get(TraineeGroup, code) or keep(TraineeGroup(code=code, title=f"Nhóm {code}", title_en=f"Group {code}", position=int(code[1:])))


def person(at: Unit, name: str | None = None, **values) -> Person:
    """A person of a unit."""
    number = next(_numbers)
    name = name or f"Nguyễn Văn Mẫu {number}"
    return keep(Person(service_no=f"{number:08d}", name=name, name_fold=fold(name), sort_key=sort_key(name), birth=date(1985, 3, 8), gender="Nam", category="SQ",
                       rank_id=rank().id, post="Trợ lý", unit_id=at.id, post_since=date(2020, 1, 1), **values))


def account(role: str | None, at: Unit, name: str | None = None, *more: tuple[str, Unit]) -> Account:
    """An active account of a new person of `at` that holds `role` there (and more (role, unit) pairs)."""
    owner = person(at, name)
    made = Account(person_id=owner.id, username=f"tk{next(_numbers)}", password_hash="x", state="active", changed_at=clock.now())
    db.session.add(made)
    db.session.flush()
    for held, where in [(role, at), *more] if role else more:
        db.session.add(Assignment(account_id=made.id, role=held, unit_id=where.id, since=clock.today() - timedelta(days=30)))
    db.session.commit()
    made.grants = grants_of(made)
    return made


def deputy(holder: Account, acting: Account, last: int = 9) -> Account:
    """`acting` holds the first role of the holder as his deputy, up to so many days from today."""
    held = db.session.execute(db.select(Assignment).where(Assignment.account_id == holder.id).order_by(Assignment.id).limit(1)).scalar_one()
    keep(Assignment(account_id=acting.id, role=held.role, unit_id=held.unit_id, since=held.since, until=clock.today() + timedelta(days=last + 1),
                    granted_by_id=holder.id, delegated_from_id=held.id))
    acting.grants = grants_of(acting)
    return acting


def session_cookie(owner: Account) -> str:
    """A live session row; returns the cookie's token."""
    token = new_token()
    keep(LoginSession(token_hash=digest(token), account_id=owner.id, began_at=clock.now(), seen_at=clock.now()))
    return token


def topic(name: str = "An toàn thông tin") -> Topic:
    """A topic, made once."""
    found = db.session.execute(db.select(Topic).where(Topic.name == name)).scalar_one_or_none()
    return found or keep(Topic(name=name, name_squeezed=squeeze(name)))


def course(code: str | None = None, **values) -> Course:
    """A course of the catalogue."""
    number = next(_numbers)
    title = values.pop("title", f"Khóa mẫu {number}")
    values = {"level": 1, "days": 3, "hours": 24, "min_size": 2, "max_size": 30, **values}
    return keep(Course(code=code or f"KH-M{number}", title=title, title_squeezed=squeeze(title), topic_id=values.pop("topic_id", None) or topic().id, **values))


def drain(app) -> int:
    """Let a worker do everything that is due, in a context of its own; how many jobs."""
    def work() -> int:
        with app.app_context():
            return Worker(app).drain()
    db.session.rollback()
    done = Context().run(work)
    db.session.rollback()
    return done


__all__ = ["Grant"]
