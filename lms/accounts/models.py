"""Accounts, dated role assignments, sessions in the database, and what throttles guessing."""
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    __table_args__ = (
        CheckConstraint("role IN ({})".format(", ".join(f"'{role}'" for role in ROLES)), name="known_role"),
        CheckConstraint("granted_by_id IS NULL OR granted_by_id != account_id", name="nobody_grants_himself"),
        Index("uq_assignment_open", "account_id", "role", "unit_id", unique=True,
              sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
    )


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
