"""Accepting a sheet (survey and classification in one transaction), groups of a round, the explanation card, the rules."""
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow, may, reach
from lms.classification import actions, queries
from lms.classification.forms import OverrideForm, TogetherForm
from lms.classification.models import Classification
from lms.classification.queries.results import unclassified
from lms.db import db, drop
from lms.errors import Problem
from lms.survey import actions as survey
from lms.survey import queries as survey_queries
from lms.survey.models import NeedSheet, SurveyRound
from lms.texts import gettext as _
from lms.texts import ngettext
from lms.web import one_or_404, typed_version

pages = Blueprint("classification", __name__)
PER_PAGE = 50


@pages.post("/sheets/<row:sheet_id>/accept")
@allow("sheet.review")
def accept(sheet_id: int):
    """The reviewing unit takes the sheet over; its people get their groups in the same transaction."""
    found = one_or_404(survey_queries.visible(current_user, "sheet.review").where(NeedSheet.id == sheet_id))
    survey.accept(current_user, found, typed_version())
    count = actions.classify_sheet(current_user, found)
    flash(ngettext("Đã tiếp nhận phiếu của %(unit)s, xếp nhóm %(num)s người.", "Đã tiếp nhận phiếu của %(unit)s, xếp nhóm %(num)s người.", count, unit=found.unit_name), "done")
    return redirect(url_for("survey.sheet", sheet_id=found.id), 303)


@pages.post("/rounds/<row:round_id>/accept-together")
@allow("sheet.review")
def accept_together(round_id: int):
    """Accept the ticked sheets that have no unanswered warning; says how many were taken, and why others were not."""
    found, form = one_or_404(survey_queries.visible_rounds(current_user, "sheet.review").where(SurveyRound.id == round_id)), TogetherForm()
    if not form.validate():
        flash(str(form.sheet_ids.errors[0]), "warning")
        return redirect(url_for("survey.review", round_id=found.id), 303)
    done = actions.accept_sheets(current_user, survey_queries.sheets_to_accept(current_user, found, form.sheet_ids.data), form.seen(request.form))
    taken = sum(why is None for _sheet, why in done)
    flash(ngettext("Đã tiếp nhận %(num)s phiếu.", "Đã tiếp nhận %(num)s phiếu.", taken), "done" if taken else "warning")
    if left := "; ".join(f"{sheet.unit_name}: {why}" for sheet, why in done if why is not None):
        flash(_("Chưa tiếp nhận: %(which)s.", which=left), "warning")
    return redirect(url_for("survey.review", round_id=found.id), 303)


@pages.get("/sheets/<row:sheet_id>/groups")
@allow("group.read")
def sheet_groups(sheet_id: int):
    """Groups and gaps of one sheet."""
    found = one_or_404(survey_queries.visible(current_user, "group.read").where(NeedSheet.id == sheet_id))
    results = list(queries.of_sheet(current_user, found.id).values())
    return render_template("classification/sheet.html", sheet=found, results=results, titles=queries.group_titles())


@pages.get("/rounds/<row:round_id>/groups")
@allow("group.read")
def round_groups(round_id: int):
    """Lines of a round by group, with what was set by hand."""
    found = one_or_404(survey_queries.visible_rounds(current_user, "group.read").where(SurveyRound.id == round_id))
    group, by_hand = request.args.get("group", "")[:8], request.args.get("by_hand") == "1"
    page = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    rows = queries.of_round(current_user, found.id, group, by_hand).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    counts = queries.by_group(current_user, found.id)
    total = counts.get(group, (0, 0))[by_hand] if group else sum(pair[by_hand] for pair in counts.values())
    return render_template("classification/round.html", round=found, results=list(db.session.execute(rows).scalars()), counts=counts, group=group, by_hand=by_hand,
                           page=page, pages=max(1, -(-total // PER_PAGE)), total=total, titles=queries.group_titles(), waiting=unclassified(current_user, found.id),
                           manage=may(current_user, "round.manage") and reach(current_user, "round.manage").holds(found.scope.path))


@pages.post("/rounds/<row:round_id>/classify")
@allow("round.manage")
def classify_round(round_id: int):
    """Find all groups anew, in the background."""
    found = one_or_404(survey_queries.visible_rounds(current_user, "round.manage").where(SurveyRound.id == round_id))
    actions.request_round(current_user, found)
    flash(_("Đã nhận việc: xếp nhóm lại cả đợt chạy nền."), "done")
    return redirect(url_for("classification.round_groups", round_id=found.id), 303)


@pages.route("/groups/<row:classification_id>", methods=["GET"])
@allow("group.read")
def explanation(classification_id: int):
    """Why this person is in this group."""
    found = one_or_404(queries.visible(current_user, "group.read").where(Classification.id == classification_id))
    return _card(found, OverrideForm(formdata=None, group_code=found.group_code))


def _card(found: Classification, form, status: int = 200):
    mine = db.session.execute(queries.visible(current_user, "group.override").where(Classification.id == found.id)).scalar_one_or_none()
    return render_template("classification/explanation.html", found=found, need=found.need, card=queries.explain(found), form=form,
                           may_override=mine is not None and may(current_user, "group.override")), status


@pages.post("/groups/<row:classification_id>/override")
@allow("group.override")
def override(classification_id: int):
    """Another group, with the reason."""
    found, form = one_or_404(queries.visible(current_user, "group.override").where(Classification.id == classification_id)), OverrideForm()
    if form.validate():
        try:
            actions.override(current_user, found, form.group_code.data, form.reason.data, typed_version())
            flash(_("Đã đổi nhóm."), "done")
            return redirect(url_for("classification.explanation", classification_id=found.id), 303)
        except Problem as problem:
            if "field" not in problem.facts:
                raise
            drop()
            form[problem.facts["field"]].errors = [str(problem.text)]
    return _card(found, form, 422)


@pages.get("/rules")
@allow("rules.read")
def rules():
    """The rules in force, and the versions before."""
    versions = queries.sets()
    chosen = next((each for each in versions if each.number == request.args.get("version", type=int)), queries.latest_set())
    titles = queries.group_titles()
    rows = [(rule, queries.conditions_of(rule.conditions, titles)) for rule in queries.rules_of(chosen.id)] if chosen else []
    return render_template("classification/rules.html", versions=versions, chosen=chosen, rows=rows, titles=titles)
