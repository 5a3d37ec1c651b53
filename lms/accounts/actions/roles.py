"""Give a role, end it."""
from sqlalchemy import select

from lms import clock
from lms.accounts.actions.deputies import end_deputies_of
from lms.accounts.models import Account, Assignment
from lms.accounts.queries import is_same_person
from lms.db import db
from lms.errors import NotAllowed, Problem
from lms.events import record
from lms.events.base import RoleEnded, RoleGranted
from lms.texts import lazy as _

REFUSED = {
    "suspended": _("Tài khoản đang tạm khóa: mở lại tài khoản rồi mới giao vai trò."),
    "left": _("Tài khoản đã thôi sử dụng: không giao vai trò được nữa."),
}


def grant_role(actor: Account | None, account: Account, role: str, unit, reason: str) -> Assignment:
    """Give a role at a unit from today. Nobody gives himself a role (also held by the database), nor one for whom he acts or who acts for him."""
    if actor is not None and is_same_person(actor, account.id, clock.now()):
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
    held = select(Assignment.id).where(Assignment.account_id == account.id, Assignment.role == role, Assignment.unit_id == unit.id, Assignment.until.is_(None),
                                       Assignment.delegated_from_id.is_(None))
    if db.session.execute(held).first():
        raise Problem(_("Người này đang giữ vai trò ấy tại đơn vị ấy."), field="role")


def end_role(actor: Account, assignment: Assignment) -> None:
    """The role ends: it does not hold from the next request on, nor for who acts for the holder."""
    assignment.until = clock.today()
    end_deputies_of(actor, select(Assignment.id).where(Assignment.id == assignment.id))
    record(actor, RoleEnded(subject_id=assignment.account_id, unit_id=assignment.unit_id, role=assignment.role, role_unit_id=assignment.unit_id))
