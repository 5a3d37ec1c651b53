"""The review: the list of sheets that wait for my level, one sheet against the last round, a comment on a line, a corrected number."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.errors import said_at
from lms.survey import actions, queries
from lms.survey.forms import CommentForm, CorrectForm
from lms.survey.models import Need, NeedSheet
from lms.survey.queries.sheets import names_of
from lms.survey.rules.changes import counts_of
from lms.survey.queries.warnings import doubled_unseen
from lms.survey.rules.correcting import may_correct, why_not_together
from lms.survey.views.base import pages, round_or_404, sheet_or_404
from lms.survey.views.sheets import reaches
from lms.texts import gettext as _
from lms.web import one_or_404, typed_version


@pages.get("/rounds/<row:round_id>/review")
@allow("sheet.review")
def review(round_id: int):
    """Sheets that wait for my level, those without an unanswered warning ready to be accepted together."""
    found, below = round_or_404(round_id, "sheet.review"), request.args.get("level") == "all"
    waiting = queries.review_rows(current_user, found, below)
    doubled = doubled_unseen([sheet for sheet, _before in waiting])
    rows = [(sheet, before, why_not_together(sheet.state, sheet.sent_by_reader != 0, sheet.warned or sheet.id in doubled)) for sheet, before in waiting]
    return render_template("survey/review.html", round=found, rows=rows, below=below, ready=sum(why is None for _sheet, _before, why in rows),
                           doubled=doubled, names=names_of([sheet.submitted_by_id for sheet, _before, _why in rows]))


@pages.get("/sheets/<row:sheet_id>/last-round")
@allow("sheet.read")
def last_round(sheet_id: int):
    """The lines against those of the same unit in the last closed round."""
    found = sheet_or_404(sheet_id)
    compared = queries.against_last_round(found, queries.lines_of(found.id))
    before, changes = compared or (None, [])
    return render_template("survey/last_round.html", sheet=found, round=found.round, before=before, changes=changes, counts=counts_of(changes))


def _line(found: NeedSheet, need_id: int, verb: str) -> Need:
    return one_or_404(queries.visible_lines(current_user, verb).where(Need.id == need_id, Need.sheet_id == found.id))


def _page(template: str, found: NeedSheet, need: Need, form):
    said = queries.said_to_lines(found.id).get(need.id, [])
    return render_template(template, sheet=found, round=found.round, need=need, form=form, said=said, names=names_of([each.by_id for each in said]),
                           correctable=may_correct(found.state, found.round.state) and reaches("sheet.review", found.review_unit.path)), 422 if form.errors else 200


@pages.route("/sheets/<row:sheet_id>/lines/<row:need_id>/comment", methods=["GET", "POST"])
@allow("sheet.comment")
def comment(sheet_id: int, need_id: int):
    """Say something to one line, or answer."""
    found, form = sheet_or_404(sheet_id, "sheet.comment"), CommentForm()
    need = _line(found, need_id, "sheet.comment")
    if request.method == "POST" and form.validate():
        with said_at(form):
            actions.comment(current_user, need, form.text.data)
            flash(_("Đã ghi góp ý."), "done")
            return redirect(url_for("survey.sheet", sheet_id=found.id, tab="all", _anchor=f"line-{need.id}"), 303)
    return _page("survey/comment.html", found, need, form)


@pages.route("/sheets/<row:sheet_id>/lines/<row:need_id>/correct", methods=["GET", "POST"])
@allow("sheet.review")
def correct(sheet_id: int, need_id: int):
    """Put another number beside the one that was asked."""
    found = sheet_or_404(sheet_id, "sheet.review")
    need = _line(found, need_id, "sheet.review")
    form = CorrectForm(after=need.heads_counted)
    if request.method == "POST" and form.validate():
        with said_at(form):
            actions.correct(current_user, need, form.after.data, form.reason.data, typed_version())
            flash(_("Đã đính chính dòng; số đơn vị xin vẫn đứng bên cạnh."), "done")
            return redirect(url_for("survey.sheet", sheet_id=found.id, tab="all", _anchor=f"line-{need.id}"), 303)
    return _page("survey/correct.html", found, need, form)
