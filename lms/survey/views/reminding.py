"""Remind all who have not answered; reopen one sheet after the lock."""
from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.errors import said_at
from lms.survey import actions
from lms.survey.forms import RemindForm, ReopenForm
from lms.survey.queries.reminding import last_reminder, silent_below
from lms.survey.views.base import pages, round_or_404, sheet_or_404
from lms.texts import gettext as _
from lms.texts import ngettext
from lms.web import typed_version


@pages.route("/rounds/<row:round_id>/remind", methods=["GET", "POST"])
@allow("sheet.review")
def remind(round_id: int):
    """Says how many units and holders it reaches before it reminds them all."""
    found, form = round_or_404(round_id), RemindForm()
    silent = silent_below(current_user, found)
    if silent is None:
        abort(404)
    if request.method == "POST" and form.validate():
        made = actions.remind_all(current_user, found, silent, form.text.data or "")
        flash(ngettext("Đã đôn đốc %(num)s đơn vị.", "Đã đôn đốc %(num)s đơn vị.", len(made.unit_ids)), "done")
        return redirect(url_for("survey.round", round_id=found.id), 303)
    return render_template("survey/remind.html", round=found, silent=silent, form=form, last=last_reminder(found.id, silent.level_id)), 422 if form.errors else 200


@pages.route("/sheets/<row:sheet_id>/reopen", methods=["GET", "POST"])
@allow("round.manage")
def reopen(sheet_id: int):
    """One unit may send after the lock, until a day, for a reason."""
    found, form = sheet_or_404(sheet_id, "round.manage"), ReopenForm()
    if request.method == "POST" and form.validate():
        with said_at(form):
            actions.reopen_sheet(current_user, found, form.until(), form.reason.data, typed_version())
            flash(_("Đã mở lại phiếu của %(unit)s.", unit=found.unit_name), "done")
            return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
    return render_template("survey/reopen.html", sheet=found, round=found.round, form=form), 422 if form.errors else 200
