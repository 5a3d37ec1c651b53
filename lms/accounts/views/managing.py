"""The administrator's pages: who has an account and which roles. An administrator sees no password and has no business rights."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import or_

from lms import clock
from lms.access import ROLES, allow
from lms.accounts import actions, queries
from lms.accounts.forms import InviteForm, ReasonForm, RoleForm
from lms.accounts.models import Account, Assignment
from lms.accounts.views.signing import pages
from lms.db import db
from lms.errors import Problem, said_at
from lms.flow import check_version
from lms.texts import gettext as _
from lms.units import queries as units
from lms.units.models import Unit
from lms.web import one_or_404, typed_version


def join(_pages) -> None:
    """Importing this file has registered its pages; called so that the import is seen to be needed."""


def _account(account_id: int, verb: str) -> Account:
    return one_or_404(queries.visible(current_user, verb).where(Account.id == account_id))


def _page(account: Account, code: int = 200, **forms):
    known = {"role_form": RoleForm(formdata=None), "reason_form": ReasonForm(formdata=None), **forms}
    known["role_form"].role.choices = [(role, str(label)) for role, label in ROLES.items() if role != "person"]
    return render_template("accounts/account.html", account=account, assignments=db.session.execute(queries.assignments_of(account.id)).scalars().all(),
                           roles=ROLES, shut=actions.REFUSED.get(account.state), today=clock.today(),
                           given=queries.deputies_of(account.id), holders={row.id: holder for row, holder in queries.acting_as(account.id)}, **known), code


def _list(text: str, refused: InviteForm | None = None):
    """The list with the search as it stands. Each person without an account has a form of their own; the refused one keeps what was typed."""
    without = queries.without_account(current_user, text)
    forms = {person.id: _named(InviteForm(formdata=None), person.id) for person in without}
    if refused is not None and refused.person_id.data in forms:
        forms[refused.person_id.data] = _named(refused, refused.person_id.data)
    return render_template("accounts/accounts.html", text=text, rows=queries.found(current_user, text), without=without, forms=forms, refused=refused, roles=ROLES)


def _named(form: InviteForm, person_id: int | None) -> InviteForm:
    form.username.id = f"username-{person_id}"
    return form


@pages.get("/accounts")
@allow("accounts.read")
def accounts():
    """Accounts in reach, and persons without one who match the search."""
    return _list(request.args.get("q", "")[:100])


@pages.post("/accounts")
@allow("accounts.manage")
def invite():
    """A new account for a person; the one-time code is shown once. A refusal leaves the search as it was."""
    form = InviteForm()
    if form.validate():
        person = one_or_404(queries.people_in_reach(current_user).where(queries.Person.id == form.person_id.data))
        with said_at(form):
            account, code = actions.invite(current_user, person, form.username.data)
            _show_code(account, code)
            return redirect(url_for("accounts.account", account_id=account.id), 303)
    return _list(request.args.get("q", "")[:100], form), 422


def _show_code(account: Account, code: str) -> None:
    flash(_("Mã kích hoạt của %(name)s, chỉ hiện một lần: %(code)s", name=account.person.name, code="-".join(code[at:at + 4] for at in range(0, 26, 4))), "done")


@pages.get("/accounts/<row:account_id>")
@allow("accounts.read")
def account(account_id: int):
    """One account: state, roles now and before."""
    return _page(_account(account_id, "accounts.read"))


@pages.post("/accounts/<row:account_id>/code")
@allow("accounts.manage")
def invite_again(account_id: int):
    """A new one-time code; the old password ends."""
    found = _account(account_id, "accounts.manage")
    check_version(found, typed_version())
    _show_code(found, actions.invite_again(current_user, found))
    return redirect(url_for("accounts.account", account_id=account_id), 303)


@pages.post("/accounts/<row:account_id>/suspend")
@allow("accounts.manage")
def suspend(account_id: int):
    """No sign-in until resumed."""
    return _with_reason(account_id, actions.suspend)


@pages.post("/accounts/<row:account_id>/leave")
@allow("accounts.manage")
def leave(account_id: int):
    """The person has left."""
    return _with_reason(account_id, actions.leave)


def _with_reason(account_id: int, deed):
    found, form = _account(account_id, "accounts.manage"), ReasonForm()
    check_version(found, typed_version())
    if not form.validate():
        return _page(found, 422, reason_form=form)
    deed(current_user, found, form.reason.data)
    flash(_("Đã ghi."), "done")
    return redirect(url_for("accounts.account", account_id=account_id), 303)


@pages.post("/accounts/<row:account_id>/resume")
@allow("accounts.manage")
def resume(account_id: int):
    """Sign-in is possible again."""
    found = _account(account_id, "accounts.manage")
    check_version(found, typed_version())
    actions.resume(current_user, found)
    return redirect(url_for("accounts.account", account_id=account_id), 303)


@pages.post("/accounts/<row:account_id>/roles")
@allow("accounts.manage")
def grant_role(account_id: int):
    """Give a role at a unit from today."""
    found, form = _account(account_id, "accounts.manage"), RoleForm()
    form.role.choices = [(role, str(label)) for role, label in ROLES.items() if role != "person"]
    if form.validate():
        with said_at(form):
            actions.grant_role(current_user, found, form.role.data, _unit(form.unit_code.data), form.reason.data)
            flash(_("Đã giao vai trò."), "done")
            return redirect(url_for("accounts.account", account_id=account_id), 303)
    return _page(found, 422, role_form=form)


def _unit(code: str) -> Unit:
    unit = units.by_code(code)
    if unit is None or unit.until is not None:
        raise Problem(_("Không có đơn vị mang mã này."), field="unit_code")
    return unit


@pages.post("/accounts/<row:account_id>/roles/<row:assignment_id>/end")
@allow("accounts.manage")
def end_role(account_id: int, assignment_id: int):
    """The role ends today."""
    found = _account(account_id, "accounts.manage")
    held = one_or_404(queries.assignments_of(found.id).where(Assignment.id == assignment_id, or_(Assignment.until.is_(None), Assignment.until > clock.today())))
    (actions.end_deputy if held.delegated_from_id else actions.end_role)(current_user, held)
    return redirect(url_for("accounts.account", account_id=account_id), 303)
