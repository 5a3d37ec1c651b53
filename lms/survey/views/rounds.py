"""The list of rounds and the page of all units."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow, may, reach
from lms.calendar import days_late
from lms.errors import Problem
from lms.survey import actions, queries
from lms.survey.forms import ExtendForm, RoundForm
from lms.survey.queries.accepted import gaps_of
from lms.survey.queries.rounds import special_days
from lms.survey.rules import board
from lms.survey.views.base import pages, put_on_form, round_or_404
from lms.texts import gettext as _
from lms.web import typed_version


@pages.get("/rounds")
@allow("round.read")
def rounds():
    """All rounds over my units."""
    return render_template("survey/rounds.html", rows=queries.rounds_with_counts(current_user), now=clock.now())


@pages.get("/rounds/<row:round_id>", endpoint="round")
@allow("round.read")
def one_round(round_id: int):
    """Every unit on one page."""
    found, tab, under = round_or_404(round_id), request.args.get("tab", "all"), request.args.get("under", type=int)
    return render_template("survey/round.html", round=found, tab=tab, under=under, **_board(found, tab, under))


def _board(found, tab: str, under: int | None) -> dict:
    sheets, now = queries.board_rows(current_user, found), clock.now()
    overdue = found.state in ("open", "locked") and now > found.due_at
    whole = reach(current_user, "round.read").holds(found.scope.path)
    rows = board.rows_under(sheets, under, overdue) if under else board.rows_at_top(sheets, overdue)
    counted = board.sheets_under(sheets, under) if under else sheets
    shown, special = [row for row in rows if board.in_tab(row, tab)], special_days(found)
    return {"rows": rows, "shown": shown, "families": board.families(shown), "tabs": board.tab_counts(rows), "parts": board.state_counts(counted), "sent": sum(sheet.sent for sheet in counted), "all": len(counted),
            "parent": next((sheet for sheet in sheets if sheet.unit_id == under), None), "overdue_days": days_late(found.due_at, special) if overdue else 0,
            "late_days": {row.sheet.id: days_late(found.due_at, special, row.sheet.submitted_at) for row in shown if row.sheet.late and row.sheet.submitted_at},
            "manage": may(current_user, "round.manage") and reach(current_user, "round.manage").holds(found.scope.path),
            "gaps": gaps_of(found.id) if found.state == "closed" and whole and not under else [], "now": now}


def _round_form(**options) -> RoundForm:
    form = RoundForm(**options)
    form.scope_id.choices = queries.scopes(current_user)
    return form


@pages.route("/rounds/new", methods=["GET", "POST"])
@allow("round.manage")
def new_round():
    """Draft a round."""
    form = _round_form()
    if request.method == "POST" and form.validate():
        try:
            made = actions.draft_round(current_user, form.plan())
            return redirect(url_for("survey.round", round_id=made.id), 303)
        except Problem as problem:
            put_on_form(form, problem)
    elif request.method == "GET":
        form.year.data, form.depth.data, form.opens_on.data = clock.today().year + 1, 1, clock.today()
    return render_template("survey/round_form.html", form=form, round=None), 422 if form.errors else 200


@pages.route("/rounds/<row:round_id>/edit", methods=["GET", "POST"])
@allow("round.manage")
def edit_round(round_id: int):
    """Change a draft."""
    found = round_or_404(round_id, "round.manage")
    form = _round_form(obj=found, due_on=clock.local(found.due_at).date(), lock_on=clock.local(found.lock_at).date())
    if request.method == "POST" and form.validate():
        try:
            actions.change_round(current_user, found, form.plan(), typed_version())
            return redirect(url_for("survey.round", round_id=found.id), 303)
        except Problem as problem:
            put_on_form(form, problem)
    return render_template("survey/round_form.html", form=form, round=found), 422 if form.errors else 200


@pages.post("/rounds/<row:round_id>/open")
@allow("round.manage")
def open_round(round_id: int):
    """Give each unit its sheet."""
    found = round_or_404(round_id, "round.manage")
    count = actions.open_round(current_user, found, typed_version())
    flash(_("Đã mở đợt cho %(n)s đơn vị.", n=count), "done")
    return redirect(url_for("survey.round", round_id=found.id), 303)


@pages.post("/rounds/<row:round_id>/lock")
@allow("round.manage")
def lock_round(round_id: int):
    """No more sendings."""
    found = round_or_404(round_id, "round.manage")
    actions.lock_round(current_user, found, typed_version())
    flash(_("Đã khóa đợt."), "done")
    return redirect(url_for("survey.round", round_id=found.id), 303)


@pages.route("/rounds/<row:round_id>/extend", methods=["GET", "POST"])
@allow("round.manage")
def extend_round(round_id: int):
    """Later dates with a reason."""
    found = round_or_404(round_id, "round.manage")
    form = ExtendForm(due_on=clock.local(found.due_at).date(), lock_on=clock.local(found.lock_at).date())
    if request.method == "POST" and form.validate():
        try:
            actions.extend_round(current_user, found, form.dates(), form.reason.data, typed_version())
            flash(_("Đã gia hạn."), "done")
            return redirect(url_for("survey.round", round_id=found.id), 303)
        except Problem as problem:
            put_on_form(form, problem)
    return render_template("survey/extend.html", form=form, round=found), 422 if form.errors else 200
