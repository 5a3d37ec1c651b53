"""Accounts, dated role assignments, sessions in the database, and what throttles guessing."""
from datetime import date, datetime, timedelta
from functools import cache
from typing import ClassVar

from sqlalchemy import CheckConstraint, ColumnElement, Date, ForeignKey, Index, String, UniqueConstraint, and_, exists, or_, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship
from sqlalchemy.sql.functions import FunctionElement

from lms import clock
from lms.access import ROLES, Grant
from lms.accounts.states import ACCOUNT
from lms.db import Key, Versioned, db
from lms.people.models import Person
from lms.units.models import Unit


class Account(Versioned, db.Model):
    """How one person signs in. `grants` are loaded once per request (queries.grants_of) and never stored in a cookie."""
    FLOW = ACCOUNT
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(12), default="invited", index=True)
    must_change: Mapped[bool] = mapped_column(default=False)
    activation_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    activation_until: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")
    __table_args__ = (ACCOUNT.check(), CheckConstraint("state != 'active' OR password_hash IS NOT NULL", name="active_has_password"))

    is_active = is_authenticated = True
    is_anonymous = False
    grants: ClassVar[tuple[Grant, ...]] = ()
    session_id: ClassVar[int | None] = None

    def get_id(self) -> str:
        """Flask-Login's seam."""
        return str(self.id)

    @property
    def person_name(self) -> str:
        """Shown in the top bar."""
        return self.person.name

    @property
    def rank_title(self) -> str:
        """Shown before the name."""
        return self.person.rank_title

    @property
    def unit_name(self) -> str:
        """Shown under the name."""
        return self.person.unit.name

    @property
    def role_title(self):
        """The first role this account holds today, in words."""
        return ROLES[next((grant.role for grant in self.grants if grant.role != "person"), "person")]

    def has_role(self, role: str) -> bool:
        """Whether the account holds the role today, anywhere."""
        return any(grant.role == role for grant in self.grants)

    def same_as(self, column, at=None) -> ColumnElement[bool]:
        """SQL: whoever `column` names counts as the same person for separation of duties: this account, one for whom it acts today, one who acted
        for it (or for the same holder) on the day of `at`, or ever when the instant is not known."""
        giver, deputy, holder = aliased(Assignment), aliased(Assignment), aliased(Assignment)
        stands = (select(giver.account_id).join(deputy, deputy.delegated_from_id == giver.id)
                  .where(deputy.account_id == self.id, in_force(clock.today(), deputy)))
        then = () if at is None else (deputy.since <= local_day(at), or_(deputy.until.is_(None), deputy.until >= local_day(at)))
        acted = exists().where(deputy.account_id == column, holder.id == deputy.delegated_from_id,
                               or_(holder.account_id == self.id, holder.account_id.in_(stands)), *then)
        return or_(column == self.id, column.in_(stands), acted)


class Assignment(db.Model):
    """A person holds a role at a unit from a day on, before `until` (the first day without it). History stays. A deputy's row names the row of
    the holder he acts for in `delegated_from_id`."""
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(24))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    delegated_from_id: Mapped[int | None] = mapped_column(index=True)
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    unit: Mapped[Unit] = relationship(lazy="joined")

    @property
    def last_day(self) -> date | None:
        """The last day with the role."""
        return self.until and self.until - timedelta(days=1)

    __table_args__ = (
        CheckConstraint("role IN ({})".format(", ".join(f"'{role}'" for role in ROLES)), name="known_role"),
        CheckConstraint("granted_by_id IS NULL OR granted_by_id != account_id", name="nobody_grants_himself"),
        Index("uq_assignment_open", "account_id", "role", "unit_id", unique=True,
              sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
    )


def dated(day: date, held=Assignment) -> ColumnElement[bool]:
    """SQL: the row's dates cover the day."""
    return and_(held.since <= day, or_(held.until.is_(None), held.until > day))


@cache
def _holder() -> tuple:
    """Names for the holder's row and account in a statement; made once, since every request asks for its grants."""
    return aliased(Assignment), aliased(Account)


def in_force(day: date, held=Assignment) -> ColumnElement[bool]:
    """SQL: the role is held on that day. A deputy's row holds only while the holder's own row does and his account is not shut: nobody has to
    come by and end it."""
    giver, owner = _holder()
    stands = exists().where(giver.id == held.delegated_from_id, giver.delegated_from_id.is_(None), giver.role == held.role, giver.unit_id == held.unit_id,
                            dated(day, giver), owner.id == giver.account_id, owner.state.in_(("active", "invited")))
    return and_(dated(day, held), or_(held.delegated_from_id.is_(None), stands))


class local_day(FunctionElement):
    """SQL: the day in Hà Nội of an instant."""
    type, name, inherit_cache = Date(), "local_day", True


@compiles(local_day)
def _local_day(element, compiler, **options):
    return f"CAST(timezone('Asia/Ho_Chi_Minh', {compiler.process(element.clauses, **options)}) AS DATE)"


@compiles(local_day, "sqlite")
def _local_day_sqlite(element, compiler, **options):
    return f"date({compiler.process(element.clauses, **options)}, '+7 hours')"


class LoginSession(db.Model):
    """One signed-in browser. The cookie holds a random token, the row its SHA-256."""
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")
    operation_key: Mapped[str | None] = mapped_column(Key)
    account: Mapped[Account] = relationship(lazy="joined")
    __table_args__ = (UniqueConstraint("account_id", "operation_key"),)


class KnownDevice(db.Model):
    """A browser from which this account has signed in before: guessing from elsewhere does not slow it down."""
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    seen_at: Mapped[datetime]


class Throttle(db.Model):
    """Failures in one bucket (account from outside, network, device, everything) and when the next try is heard."""
    bucket: Mapped[str] = mapped_column(Key, primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    window_began_at: Mapped[datetime]
    next_at: Mapped[datetime]
