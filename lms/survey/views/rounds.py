"""The list of rounds and the page of all units."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow, may, reach
from lms.calendar import days_late
from lms.errors import Problem
from lms.survey import actions, queries
from lms.survey.forms import ExtendForm
from lms.survey.queries import reminding, scope
from lms.survey.queries.accepted import gaps_of
from lms.survey.queries.completeness import draft_differences
from lms.survey.queries.rounds import special_days
from lms.survey.queries.sheets import names_of
from lms.survey.rules import board, completeness
from lms.survey.rules.sending import EDITABLE
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
    """Every unit on one page; of a draft, who will answer and what differs from the round before."""
    found = round_or_404(round_id)
    values = _draft(found) if found.state == "draft" else _board(found, request.args.get("tab", "all"), request.args.get("under", type=int))
    return render_template("survey/round.html", round=found, manage=_manages(found), now=clock.now(), **values)


def _manages(found) -> bool:
    return may(current_user, "round.manage") and reach(current_user, "round.manage").holds(found.scope.path)


def _draft(found) -> dict:
    units = scope.answering(found.scope, found.depth, found.scope_rule)
    last, changes = draft_differences(found, len(units))
    return {"units": units, "unit_kinds": scope.kinds_of(units), "last": last, "changes": changes,
            "moved": scope.units_moved(last.id, units) if last is not None else None}


def _board(found, tab: str, under: int | None) -> dict:
    sheets, now, sort = queries.board_rows(current_user, found), clock.now(), request.args.get("sort", "")
    overdue = found.state in ("open", "locked") and now > found.due_at
    whole = reach(current_user, "round.read").holds(found.scope.path)
    rows = board.rows_under(sheets, under, overdue) if under else board.rows_at_top(sheets, overdue)
    counted, shares = board.sheets_under(sheets, under) if under else sheets, completeness.of_rows(rows)
    shown, special = completeness.sorted_rows([row for row in rows if board.in_tab(row, tab)], sort, shares), special_days(found)
    return {"rows": rows, "shown": shown, "families": [("", shown)] if sort.lstrip("-") in completeness.SORTS else board.families(shown), "tabs": board.tab_counts(rows),
            "parts": board.state_counts(counted), "sent": sum(sheet.sent for sheet in counted), "all": len(counted), "tab": tab, "under": under, "sort": sort, "shares": shares,
            "levels": completeness.by_level(counted, found.scope.path), "whole_share": completeness.share(counted),
            "parent": next((sheet for sheet in sheets if sheet.unit_id == under), None), "overdue_days": days_late(found.due_at, special) if overdue else 0,
            "late_days": {row.sheet.id: days_late(found.due_at, special, row.sheet.submitted_at) for row in shown if row.sheet.late and row.sheet.submitted_at},
            "address": lambda **values: url_for("survey.round", **{"round_id": found.id, "tab": None if tab == "all" else tab, "under": under, "sort": sort or None, **values}),
            "gaps": gaps_of(found.id) if found.state == "closed" and whole and not under else [], **_reminders(found, sheets)}


def _reminders(found, sheets: list) -> dict:
    """What was reminded, how many I could remind now, and which sheets are open after the lock."""
    told, grasp, now = reminding.reminders_of(current_user, found), reach(current_user, "sheet.review"), clock.now()
    paths = {sheet.unit_id: sheet.path for sheet in sheets} | {found.scope_id: found.scope.path}
    silent = [sheet for sheet in sheets if sheet.state in EDITABLE and grasp.holds(paths.get(sheet.review_unit_id))
              and ((found.state == "open" and now <= found.lock_at) or (sheet.reopened_until or found.due_at) > now)]
    return {"reminders": told, "reminder_names": names_of([row[1] for row in told]) if told else {}, "silent": len(silent) if found.state != "closed" else 0,
            "reopened": [sheet for sheet in sheets if sheet.reopened_until and sheet.reopened_until > now and sheet.state in EDITABLE and found.state != "closed"]}


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
