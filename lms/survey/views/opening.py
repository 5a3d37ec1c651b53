"""Draft, copy and open a round."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow
from lms.errors import said_at
from lms.survey import actions
from lms.survey.forms import RoundForm
from lms.survey.queries.completeness import preview
from lms.survey.views.base import pages, round_or_404
from lms.texts import gettext as _
from lms.texts import ngettext
from lms.web import typed_version


def _answer(form: RoundForm, found, counted=None):
    return render_template("survey/round_form.html", form=form, round=found, counted=counted), 422 if form.errors else 200


def _counts() -> bool:
    """Whether only the number of units was asked for."""
    return request.form.get("deed") == "count"


@pages.route("/rounds/new", methods=["GET", "POST"])
@allow("round.manage")
def new_round():
    """Draft a round."""
    form, counted = RoundForm(), None
    if request.method == "GET":
        form.year.data, form.depth.data, form.opens_on.data = clock.today().year + 1, 1, clock.today()
    elif form.validate():
        if not _counts():
            with said_at(form):
                made = actions.draft_round(current_user, form.plan())
                return redirect(url_for("survey.round", round_id=made.id), 303)
        counted = preview(form.plan())
    return _answer(form, None, counted)


@pages.route("/rounds/<row:round_id>/edit", methods=["GET", "POST"])
@allow("round.manage")
def edit_round(round_id: int):
    """Change a draft."""
    found, counted = round_or_404(round_id, "round.manage"), None
    form = RoundForm(found=found)
    if request.method == "POST" and form.validate():
        if not _counts():
            with said_at(form):
                actions.change_round(current_user, found, form.plan(), typed_version())
                return redirect(url_for("survey.round", round_id=found.id), 303)
        counted = preview(form.plan())
    return _answer(form, found, counted)


@pages.post("/rounds/<row:round_id>/copy")
@allow("round.manage")
def copy_round(round_id: int):
    """A draft like this one, a year later."""
    made = actions.copy_round(current_user, round_or_404(round_id, "round.manage"))
    flash(_("Đã soạn đợt %(code)s theo đợt trước. Xem những điểm khác rồi mở đợt.", code=made.code), "done")
    return redirect(url_for("survey.round", round_id=made.id), 303)


@pages.post("/rounds/<row:round_id>/open")
@allow("round.manage")
def open_round(round_id: int):
    """Give each unit its sheet."""
    found = round_or_404(round_id, "round.manage")
    count = actions.open_round(current_user, found, typed_version())
    flash(ngettext("Đã mở đợt cho %(num)s đơn vị.", "Đã mở đợt cho %(num)s đơn vị.", count), "done")
    return redirect(url_for("survey.round", round_id=found.id), 303)
