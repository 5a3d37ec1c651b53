"""The check before sending: answers to its warnings; and the rules of the check, which the committee switches."""
from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.db import drop
from lms.errors import Problem, said_at
from lms.survey import actions, queries
from lms.survey.actions.signing import keep_words
from lms.survey.forms import AnswersForm, RuleForm
from lms.survey.models import NeedSheet
from lms.survey.rules.check_rules import CheckRuleText
from lms.survey.views.base import pages, sheet_or_404, switches_rules
from lms.survey.views.sheets import reaches, sheet_values
from lms.survey.views.wishes import sign_off_form
from lms.texts import gettext as _
from lms.texts import language, ngettext
from lms.web import typed_version


@pages.get("/sheets/<row:sheet_id>/check")
@allow("sheet.edit")
def check(sheet_id: int):
    """What to look at before sending."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    return render_template("survey/check.html", answers=AnswersForm(formdata=None), **sheet_values(found))


@pages.post("/sheets/<row:sheet_id>/answers")
@allow("sheet.edit")
def answer(sheet_id: int):
    """Save the answers to warnings, and what the commander typed beside them."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    form, typed = read_answers(found)
    signing = sign_off_form(found) if "head_id" in request.form and reaches("sheet.submit", found.unit.path) else None
    if form.wrong or (signing is not None and not signing.validate()):
        return again(found, form)
    count = actions.answer_warnings(current_user, found, typed, typed_version())
    if signing is not None:
        keep_words(current_user, found, signing.said())
    flash(ngettext("Đã ghi %(num)s giải trình.", "Đã ghi %(num)s giải trình.", count) if count else _("Không có giải trình nào thay đổi."), "done")
    return redirect(url_for("survey.check", sheet_id=found.id), 303)


def read_answers(found: NeedSheet) -> tuple[AnswersForm, dict]:
    """The answers as typed, of the warnings that stand."""
    form, lines = AnswersForm(), queries.lines_of(found.id)
    names = {need.id: need.person.name if need.person else need.group_code for need in lines}
    typed = request.form if any(name.startswith("answer-") for name in request.form) else {}
    return form, form.read(typed, queries.warnings_by_line(current_user, found, lines), names) if typed else {}


def again(found: NeedSheet, form: AnswersForm, problem: Problem | None = None):
    """The check page once more, with what was typed and what keeps the sheet from being sent."""
    drop()
    return render_template("survey/check.html", answers=form, refused=str(problem.text) if problem else None, **sheet_values(sheet_or_404(found.id, "sheet.edit"))), 422


@pages.get("/check-rules")
@allow("round.manage")
def check_rules():
    """All rules with what they do."""
    return render_template("survey/check_rules.html", rules=_rules(), lang_now=language())


@pages.route("/check-rules/change", methods=["GET", "POST"])
@allow("round.manage")
def change_rule():
    """Warn, stop or off, with the reason."""
    rule = _rules().get(request.args.get("kind", "")) or abort(404)
    form = RuleForm(effect=rule.shown_effect)
    if request.method == "POST" and form.validate():
        with said_at(form):
            actions.switch_rule(current_user, rule.kind, form.effect.data, form.reason.data, form.seen.data)
            flash(_("Đã đổi quy tắc “%(rule)s”.", rule=rule.text(language())), "done")
            return redirect(url_for("survey.check_rules"), 303)
    return render_template("survey/check_rule.html", rule=rule, form=form, lang_now=language()), 422 if form.errors else 200


def _rules() -> dict[str, CheckRuleText]:
    """The rules are of the whole army: only who manages at the top sees this page."""
    if not switches_rules():
        abort(404)
    return queries.check_rules()
