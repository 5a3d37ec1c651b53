"""One's own page of deputies: hand a role over while away, see who acts, take it back."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import ROLES, allow
from lms.accounts import actions, queries
from lms.accounts.forms import DeputyForm
from lms.accounts.models import Account, Assignment
from lms.accounts.views.signing import pages
from lms.db import db
from lms.errors import said_at
from lms.texts import gettext as _
from lms.web import one_or_404

SHOWN = 30


def join(_pages) -> None:
    """Importing this file has registered its pages; called so that the import is seen to be needed."""


def _roles() -> list[Assignment]:
    return list(db.session.execute(queries.own_roles(current_user.id)).unique().scalars())


def _form(roles: list[Assignment], text: str) -> tuple[DeputyForm, bool]:
    """The form with the roles one holds and the people who match; whether more match than are shown."""
    form = DeputyForm()
    form.assignment_id.choices = [(held.id, f"{ROLES[held.role]}, {held.unit.name}") for held in roles]
    people = list(db.session.execute(queries.candidates(current_user, roles, text).limit(SHOWN + 1)).unique().scalars()) if roles else []
    form.deputy_id.choices = [(each.id, f"{each.person.addressed}, {each.unit_name}") for each in people[:SHOWN]]
    return form, len(people) > SHOWN


def _page(form: DeputyForm, more: bool, text: str, roles: list[Assignment]):
    given, held = queries.deputies_of(current_user.id), queries.acting_as(current_user.id)
    return render_template("accounts/deputies.html", form=form, more=more, text=text, own=roles, given=given, held=held, roles=ROLES, today=clock.today()), 422 if form.errors else 200


@pages.get("/deputies")
@allow("deputy.give")
def deputies():
    """Who acts for me, for whom I act, and the form to hand a role over."""
    roles, text = _roles(), request.args.get("q", "")[:100]
    return _page(*_form(roles, text), text, roles)


@pages.post("/deputies")
@allow("deputy.give")
def name_deputy():
    """Hand a role over for some days."""
    roles, text = _roles(), request.args.get("q", "")[:100]
    form, more = _form(roles, text)
    if form.validate():
        with said_at(form):
            held = one_or_404(queries.own_roles(current_user.id).where(Assignment.id == form.assignment_id.data))
            deputy = one_or_404(queries.candidates(current_user, roles).where(Account.id == form.deputy_id.data))
            actions.name_deputy(current_user, held, deputy, form.days(), form.reason.data)
            flash(_("Đã ủy quyền cho %(name)s.", name=deputy.person.addressed), "done")
            return redirect(url_for("accounts.deputies"), 303)
    return _page(form, more, text, roles)


@pages.post("/deputies/<row:deputy_id>/end")
@allow("deputy.give")
def end_deputy(deputy_id: int):
    """I am back: the deputy's role ends now."""
    row = one_or_404(queries.given_by(current_user.id).where(Assignment.id == deputy_id))
    actions.end_deputy(current_user, row)
    flash(_("Ủy quyền đã kết thúc."), "done")
    return redirect(url_for("accounts.deputies"), 303)
