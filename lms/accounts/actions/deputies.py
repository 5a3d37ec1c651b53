"""Hand a role over while one is away, and take it back."""
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from lms import clock
from lms.accounts.models import Account, Assignment, in_force
from lms.accounts.rules import DELEGABLE, Wanted, delegation_problem, on_one_line
from lms.db import db
from lms.errors import NotAllowed, Problem, WrongMove
from lms.events import record
from lms.events.base import DeputyEnded, DeputyNamed
from lms.texts import day
from lms.texts import lazy as _

REFUSED = {
    "chained": (_("Vai trò được ủy quyền không ủy quyền tiếp được."), "assignment_id"),
    "past": (_("Ngày bắt đầu đã qua."), "since"),
    "backwards": (_("Ngày cuối phải bằng hoặc sau ngày bắt đầu."), "last"),
    "long": (_("Ủy quyền dài nhất 180 ngày; hết hạn thì ủy quyền lại."), "last"),
}


@dataclass(frozen=True)
class Days:
    """From the first to the last day of the deputy, both included."""
    since: date
    last: date


def name_deputy(actor: Account, held: Assignment, deputy: Account, days: Days, reason: str) -> Assignment:
    """The holder of a role hands it over for some days. The holder's row is held by this transaction, so that two forms cannot both win."""
    held = db.session.execute(select(Assignment).where(Assignment.id == held.id).with_for_update(of=Assignment).execution_options(populate_existing=True)).scalar_one()
    _check_giver(actor, held)
    _check_days(held, days)
    _check_deputy(actor, held, deputy, days)
    row = Assignment(account_id=deputy.id, role=held.role, unit_id=held.unit_id, since=days.since, until=days.last + timedelta(days=1), reason=reason,
                     granted_by_id=actor.id, delegated_from_id=held.id)
    db.session.add(row)
    db.session.flush()
    record(actor, DeputyNamed(subject_id=deputy.id, unit_id=held.unit_id, role=held.role, role_unit_id=held.unit_id, giver_id=actor.id,
                              since=days.since.isoformat(), last=days.last.isoformat(), reason=reason))
    return row


def _check_giver(actor: Account, held: Assignment) -> None:
    today = clock.today()
    if held.account_id != actor.id or held.role not in DELEGABLE or held.since > today or (held.until is not None and held.until <= today):
        raise NotAllowed(_("Chỉ người đang giữ vai trò mới ủy quyền được vai trò ấy."), field="assignment_id")


def _check_days(held: Assignment, days: Days) -> None:
    problem = delegation_problem(Wanted(clock.today(), days.since, days.last, held.until, held.delegated_from_id is not None))
    if problem == "beyond":
        raise Problem(_("Vai trò của đồng chí chỉ đến hết ngày %(day)s.", day=day(held.until - timedelta(days=1))), field="last")
    if problem is not None:
        text, field = REFUSED[problem]
        raise Problem(text, field=field)


def _check_deputy(actor: Account, held: Assignment, deputy: Account, days: Days) -> None:
    """An active account of somebody else on the unit's own line of command, who does not hold the role there already; one deputy at a time."""
    if deputy.id == actor.id:
        raise NotAllowed(_("Không ai tự ủy quyền cho mình."), field="deputy_id")
    if deputy.state != "active" or not on_one_line(held.unit.path, deputy.person.unit.path):
        raise NotAllowed(_("Người thay phải có tài khoản đang dùng, thuộc đơn vị này, đơn vị cấp dưới hoặc cấp trên của nó."), field="deputy_id")
    same = select(Assignment.id).where(Assignment.account_id == deputy.id, Assignment.role == held.role, Assignment.unit_id == held.unit_id,
                                       Assignment.delegated_from_id.is_(None), in_force(clock.today()))
    if db.session.execute(same).first():
        raise Problem(_("Người này đang giữ chính vai trò ấy tại đơn vị ấy."), field="deputy_id")
    until = days.last + timedelta(days=1)
    other = select(Assignment.id).where(Assignment.delegated_from_id == held.id, Assignment.since < until, Assignment.until > days.since,
                                        Assignment.until > Assignment.since)
    if db.session.execute(other).first():
        raise Problem(_("Những ngày này đã có người thay. Kết thúc ủy quyền ấy trước."), field="since")


def end_deputy(actor: Account, row: Assignment) -> None:
    """The holder is back: the deputy's role does not hold from the next request on."""
    if row.until <= clock.today():
        raise WrongMove(_("Ủy quyền này đã kết thúc."))
    row.until = clock.today()
    record(actor, DeputyEnded(subject_id=row.account_id, unit_id=row.unit_id, role=row.role, role_unit_id=row.unit_id))


def end_deputies_of(actor: Account | None, held) -> None:
    """All who act for a holder of these rows (a SELECT of ids); called when the holder's role or account ends."""
    rows = select(Assignment).where(Assignment.delegated_from_id.in_(held), or_(Assignment.until.is_(None), Assignment.until > clock.today()))
    for row in db.session.execute(rows).scalars().all():
        end_deputy(actor, row)
