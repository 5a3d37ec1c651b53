"""Who may do what: the one table, verb -> roles, and how far a person's reach goes.

Three questions, each asked once: may this role do this verb (`@allow` on the page)? does this unit reach this thing
(`queries.visible(user, verb)`, built on `reach`)? is this move allowed now and by this person (`states.py`)?
A grant is (role, unit path): it reaches the unit and everything below it. A person's reach for a verb counts only the grants whose role may do it.
"""
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, has_request_context, request
from sqlalchemy import ColumnElement, and_, false, or_

from lms.texts import lazy

ROLES = {
    "commander": lazy("Chỉ huy đơn vị"),
    "unit_clerk": lazy("Trợ lý tổng hợp"),
    "academy_staff": lazy("Cán bộ quản lý đào tạo"),
    "academy_head": lazy("Thủ trưởng học viện"),
    "lecturer": lazy("Giảng viên"),
    "committee_staff": lazy("Thường trực Ban Chỉ đạo"),
    "authority": lazy("Lãnh đạo Ban Chỉ đạo"),
    "personnel_officer": lazy("Cán bộ nhân sự"),
    "registrar": lazy("Văn thư"),
    "inspector": lazy("Thanh tra"),
    "administrator": lazy("Quản trị hệ thống"),
    "person": lazy("Cá nhân"),
}
_LEADERS = {"commander", "unit_clerk"}
_ACADEMY = {"academy_staff", "academy_head", "lecturer", "registrar"}
_CENTRE = {"committee_staff", "authority", "inspector"}
_ALL_STAFF = _LEADERS | _ACADEMY | _CENTRE | {"personnel_officer"}
_EVERYBODY = frozenset(ROLES)

VERBS: dict[str, frozenset[str]] = {verb: frozenset(roles) for verb, roles in {
    # everybody who is signed in
    "home.read": _EVERYBODY,
    "my.read": {"person"},
    "my.answer": {"person"},
    "deputy.give": _ALL_STAFF,
    "courses.read": _EVERYBODY,
    # units, people, accounts
    "units.read": _ALL_STAFF | {"administrator"},
    "units.edit": {"committee_staff"},
    "people.read": _LEADERS | {"personnel_officer", "committee_staff", "inspector", "academy_head", "academy_staff"},
    "people.edit": {"personnel_officer"},
    "accounts.read": {"administrator", "inspector"},
    "accounts.manage": {"administrator"},
    "calendar.read": _ALL_STAFF | {"administrator"},
    "calendar.edit": {"committee_staff"},
    "imports.read": {"committee_staff", "personnel_officer"},
    "imports.run": {"committee_staff", "personnel_officer"},
    "documents.read": _ALL_STAFF,
    "documents.issue": {"registrar"},
    # survey
    "round.read": _LEADERS | _CENTRE | {"personnel_officer"},
    "round.manage": {"committee_staff"},
    "sheet.read": _LEADERS | _CENTRE | {"personnel_officer"},
    "sheet.edit": _LEADERS,
    "sheet.submit": {"commander"},
    "sheet.review": {"commander", "committee_staff"},
    "sheet.comment": _LEADERS | {"committee_staff"},
    # classification
    "group.read": _LEADERS | _CENTRE | {"personnel_officer"},
    "group.override": {"commander", "committee_staff"},
    "rules.read": _ALL_STAFF,
    "rules.edit": {"committee_staff"},
    # quota
    "quota.read": _CENTRE,
    "quota.compute": {"committee_staff"},
    "quota.submit": {"committee_staff"},
    "quota.approve": {"authority"},
    "ledger.read": _LEADERS | _CENTRE | {"academy_staff", "academy_head", "personnel_officer"},
    "capacity.read": _CENTRE | {"academy_staff", "academy_head"},
    "capacity.edit": {"academy_staff"},
    # courses and classes
    "courses.edit": {"committee_staff"},
    "class.read": _ALL_STAFF,
    "class.edit": {"academy_staff"},
    "class.open": {"academy_staff"},
    # nominations and seats
    "nomination.read": _LEADERS | _CENTRE | {"personnel_officer"},
    "nomination.make": _LEADERS,
    "nomination.approve": {"personnel_officer"},
    "nomination.withdraw": _LEADERS,
    "seat.manage": {"academy_staff"},
    "attendance.read": _ACADEMY | _CENTRE,
    "attendance.take": {"academy_staff", "lecturer"},
    "grade.read": _ACADEMY | _CENTRE,
    "grade.enter": {"academy_staff", "lecturer"},
    "completion.decide": {"academy_head"},
    # certificates
    "certificate.read": _LEADERS | _CENTRE | {"academy_staff", "academy_head", "registrar", "personnel_officer"},
    "certificate.issue": {"registrar"},
    "certificate.revoke": {"academy_head"},
    # watching
    "watch.read": _LEADERS | _CENTRE | {"academy_head", "personnel_officer"},
    "journal.read": {"inspector"},
    "jobs.read": _ALL_STAFF | {"administrator"},
    "jobs.manage": {"administrator"},
}.items()}


def under(path_column, path: str) -> ColumnElement[bool]:
    """SQL: the row's unit path is this one or lies under it (a range, so that the index is used)."""
    return and_(path_column >= path, path_column < path[:-1] + "0")


@dataclass(frozen=True)
class Reach:
    """The unit paths under which a person may do a verb, and who the person is."""
    paths: tuple[str, ...]
    person_id: int | None = None

    def covers(self, path_column) -> ColumnElement[bool]:
        """SQL: the row's unit path lies under one of the paths."""
        if not self.paths:
            return false()
        return or_(*[under(path_column, path) for path in self.paths])

    def holds(self, path: str | None) -> bool:
        """The same for one path in hand."""
        return path is not None and any(path.startswith(prefix) for prefix in self.paths)


def may(account, verb: str) -> bool:
    """Whether any grant of this account allows the verb; KeyError for an unknown verb."""
    roles = VERBS[verb]
    return account is not None and any(grant.role in roles for grant in account.grants)


def reach(account, verb: str) -> Reach:
    """How far the account reaches with this verb. Paths under another path are left out."""
    roles = VERBS[verb]
    paths = sorted({grant.path for grant in account.grants if grant.role in roles and grant.role != "person"})
    outer: list[str] = []
    for path in paths:
        if not any(path.startswith(known) for known in outer):
            outer.append(path)
    return Reach(tuple(outer), account.person_id)


@dataclass(frozen=True)
class Grant:
    """One role at one unit, as it stands today; a deputy's names the account he acts for in `for_id`."""
    role: str
    path: str
    unit_id: int | None = None
    for_id: int | None = None


def acts_for(account, verb: str | None, path: str | None) -> int | None:
    """For whom the account does this at the unit of that path: None when a role of its own allows it, else the holder whose deputy it is.
    Without a verb (a job) any role counts."""
    roles = _EVERYBODY if verb not in VERBS else VERBS[verb]
    if verb in VERBS and "person" in roles:
        return None
    held = [grant for grant in account.grants if grant.role in roles and grant.role != "person" and (path is None or path.startswith(grant.path))]
    return None if any(grant.for_id is None for grant in held) else next((grant.for_id for grant in held), None)


def verb_in_hand() -> str | None:
    """The verb of the page that is being answered; None outside a page."""
    view = current_app.view_functions.get(request.endpoint) if has_request_context() else None
    return getattr(view, "verb", None)


def allow(verb: str) -> Callable:
    """Mark a page with the verb it needs; an unknown verb stops the program at import."""
    if verb not in VERBS:
        raise LookupError(f"unknown verb {verb!r}; add it to lms/access.py")

    def mark(view):
        view.verb = verb
        return view
    return mark


def public(view):
    """Mark a page as open to everybody, signed in or not."""
    view.verb = "public"
    return view


def repeatable(view):
    """Mark a POST page that is idempotent by itself and therefore needs no operation key (sign-in, preferences)."""
    view.repeatable = True
    return view
