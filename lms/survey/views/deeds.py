"""No need, send, return."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.errors import Problem
from lms.survey import actions
from lms.survey.forms import ReasonForm
from lms.survey.queries.sheets import names_of
from lms.survey.rules.sending import SENT
from lms.survey.views.base import pages, sheet_or_404
from lms.survey.views.checking import again, read_answers
from lms.survey.views.wishes import sign_off_form
from lms.texts import gettext as _
from lms.web import typed_version


@pages.post("/sheets/<row:sheet_id>/no-need")
@allow("sheet.edit")
def no_need(sheet_id: int):
    """The unit has no need, or takes that back."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    actions.say_no_need(current_user, found, not found.no_need, typed_version())
    flash(_("Đã ghi: đơn vị không có nhu cầu. Phiếu vẫn cần được gửi.") if found.no_need else _("Đã bỏ câu trả lời không có nhu cầu."), "done")
    return redirect(url_for("survey.sheet", sheet_id=found.id), 303)


@pages.post("/sheets/<row:sheet_id>/submit")
@allow("sheet.submit")
def submit(sheet_id: int):
    """Send the sheet up; who sends it twice, from another tab, is told who has sent it when."""
    found = sheet_or_404(sheet_id, "sheet.submit")
    if found.state in SENT:
        return render_template("survey/sent.html", sheet=found, sender=names_of([found.submitted_by_id]).get(found.submitted_by_id)), 409
    (form, typed), signing = read_answers(found), sign_off_form(found)
    if form.wrong or not signing.validate():
        return again(found, form)
    try:
        _send(found, typed, typed_version(), signing)
    except Problem as problem:
        if not {"stops", "question"} & set(problem.facts):
            raise
        return again(found, form, problem)
    flash(_("Đã gửi phiếu."), "done")
    return redirect(url_for("survey.sheet", sheet_id=found.id), 303)


def _send(found, typed: dict, version: int | None, signing) -> None:
    """What was typed into the check page goes with the sheet, in one act."""
    if typed:
        actions.answer_warnings(current_user, found, typed, version)
    actions.submit(current_user, found, None if typed else version, signing.said())


@pages.route("/sheets/<row:sheet_id>/return", methods=["GET", "POST"])
@allow("sheet.review")
def send_back(sheet_id: int):
    """Return it with a reason."""
    found, form = sheet_or_404(sheet_id, "sheet.review"), ReasonForm()
    if request.method == "POST" and form.validate():
        actions.send_back(current_user, found, form.reason.data, typed_version())
        flash(_("Đã trả lại phiếu của %(unit)s.", unit=found.unit_name), "done")
        return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
    return render_template("survey/return.html", sheet=found, form=form), 422 if form.errors else 200
