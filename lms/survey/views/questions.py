"""Questions of a round: the committee asks while the round is a draft, the unit answers page by page, everybody in reach reads the roll-up."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.errors import WrongMove, said_at
from lms.survey import queries
from lms.survey.actions import questions as deeds
from lms.survey.forms.questions import KINDS, QuestionForm, answer_form, typed_from
from lms.survey.models import NeedSheet, SurveyRound
from lms.survey.queries.questions import answers_in
from lms.survey.rules import questions as rules
from lms.survey.rules.questions import Question
from lms.survey.views.base import pages, round_or_404, sheet_or_404
from lms.survey.views.sheets import may_edit, reaches
from lms.texts import gettext as _
from lms.texts import language
from lms.web import one_or_404, typed_version


@pages.get("/rounds/<row:round_id>/questions")
@allow("round.read")
def questions(round_id: int):
    """What is asked; after the opening also how the units chose."""
    found = round_or_404(round_id)
    asked = rules.read(found.questions)
    tally = rules.tally(asked, answers_in(current_user, found)) if found.state != "draft" and any(each.kind == "choice" for each in asked) else []
    return render_template("survey/questions.html", round=found, asked=asked, tally=tally, kinds=KINDS, tongue=language(),
                           editing=found.state == "draft" and reaches("round.manage", found.scope.path))


def _draft(round_id: int, number: int | None = None) -> tuple[SurveyRound, list[Question], Question | None]:
    """A draft with its questions and the one in hand; a round that is open asks nothing else any more."""
    found = round_or_404(round_id, "round.manage")
    asked = rules.read(found.questions)
    if found.state != "draft":
        raise WrongMove(deeds.OPENED, thing=found)
    one = next((each for each in asked if each.key == f"q{number}"), None)
    return found, asked, one if number is None or one else one_or_404(queries.visible_rounds(current_user, "round.manage").where(SurveyRound.id < 0))


@pages.route("/rounds/<row:round_id>/questions/new", methods=["GET", "POST"])
@allow("round.manage")
def new_question(round_id: int):
    """Ask one more."""
    found, asked, _none = _draft(round_id)
    form = QuestionForm(others=asked, page=max((each.page for each in asked), default=1), kind="text")
    if request.method == "POST" and form.validate():
        with said_at(form):
            deeds.add_question(current_user, found, form.question(), typed_version())
            flash(_("Đã thêm câu hỏi."), "done")
            return redirect(url_for("survey.questions", round_id=found.id), 303)
    return render_template("survey/question.html", round=found, form=form, question=None), 422 if form.errors else 200


@pages.route("/rounds/<row:round_id>/questions/<row:number>", methods=["GET", "POST"])
@allow("round.manage")
def edit_question(round_id: int, number: int):
    """Ask it otherwise."""
    found, asked, question = _draft(round_id, number)
    form = QuestionForm(others=[each for each in asked if each.key != question.key], data=typed_from(question))
    if request.method == "POST" and form.validate():
        with said_at(form):
            deeds.change_question(current_user, found, form.question(question.key, question.options), typed_version())
            flash(_("Đã sửa câu hỏi."), "done")
            return redirect(url_for("survey.questions", round_id=found.id), 303)
    return render_template("survey/question.html", round=found, form=form, question=question), 422 if form.errors else 200


@pages.post("/rounds/<row:round_id>/questions/<row:number>/remove")
@allow("round.manage")
def remove_question(round_id: int, number: int):
    """Ask it no more."""
    found, _asked, question = _draft(round_id, number)
    deeds.remove_question(current_user, found, question.key, typed_version())
    flash(_("Đã bỏ câu hỏi."), "done")
    return redirect(url_for("survey.questions", round_id=found.id), 303)


@pages.post("/rounds/<row:round_id>/questions/<row:number>/<any(up, down):way>")
@allow("round.manage")
def move_question(round_id: int, number: int, way: str):
    """Earlier or later on the list."""
    found, _asked, question = _draft(round_id, number)
    deeds.move_question(current_user, found, question.key, way == "up", typed_version())
    return redirect(url_for("survey.questions", round_id=found.id), 303)


@pages.get("/sheets/<row:sheet_id>/questions")
@allow("sheet.read")
def answers(sheet_id: int):
    """All answers of a unit on one page."""
    found = sheet_or_404(sheet_id)
    return render_template("survey/answers.html", sheet=found, round=found.round, editing=may_edit(found))


@pages.route("/sheets/<row:sheet_id>/questions/<row:page>", methods=["GET", "POST"])
@allow("sheet.edit")
def question_page(sheet_id: int, page: int):
    """The questions of one topic; what was typed is kept at each step."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    asked = rules.read(found.round.questions)
    here = [each for each in rules.shown(asked, found.answers) if each.page == page]
    if not here or not may_edit(found):
        return redirect(url_for("survey.answers", sheet_id=found.id), 303)
    form = answer_form(here, found.answers)
    if request.method == "POST" and form.validate():
        deeds.answer_questions(current_user, found, {each.key: form[each.key].data for each in here}, typed_version())
        return redirect(_next(found, asked, page), 303)
    return render_template("survey/question_page.html", sheet=found, round=found.round, form=form, here=here, page=page, pages=rules.pages(asked, found.answers),
                           before=rules.step_before(asked, found.answers, page), tongue=language()), 422 if form.errors else 200


def _next(found: NeedSheet, asked: list[Question], page: int) -> str:
    after = rules.step_after(asked, found.answers, page)
    return url_for("survey.question_page", sheet_id=found.id, page=after) if after else url_for("survey.answers", sheet_id=found.id)
