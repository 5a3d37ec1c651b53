"""What imports left for a person: questions of need files with their answers, and doubts about persons."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.imports import actions
from lms.imports.forms import AnswersForm
from lms.imports.queries import questions as queries
from lms.imports.queries.runs import open_questions
from lms.imports.views.base import pages, words
from lms.texts import ngettext

PAGE = 50


def _place() -> dict:
    """Which questions are shown: waiting or answered, of one file or all, which page; kept in every address of the page."""
    state = "answered" if request.args.get("state") == "answered" else "open"
    return {"state": state, "file": request.args.get("file", "")[:200], "page": min(max(1, request.args.get("page", 1, type=int)), 4000)}


def _shown(place: dict) -> tuple[list, list]:
    """(questions of this page of the list, all of this state)."""
    listed = queries.listed(current_user, place["state"] == "answered")
    chosen = [question for question in listed if not place["file"] or place["file"] in {each["file"] for each in question.places}]
    start = (place["page"] - 1) * PAGE
    return chosen[start:start + PAGE], listed


@pages.get("/questions")
@allow("imports.read")
def questions():
    """What imports left for a person to decide."""
    place = _place()
    shown, listed = _shown(place)
    return _page(place, listed, AnswersForm(formdata=None, questions=shown))


def _page(place: dict, listed: list, form: AnswersForm, is_empty: bool = False):
    files = queries.count_by_file(listed)
    total = files.get(place["file"], 0) if place["file"] else len(listed)
    counts = {place["state"]: len(listed), ("open" if place["state"] == "answered" else "answered"): len(queries.listed(current_user, place["state"] == "open"))}
    return render_template(
        "imports/questions.html", persons=open_questions(current_user), form=form, files=files, file_options=[(name, f"{name} ({number})") for name, number in files.items()], place=place, counts=counts, total=total, words=words(),
        names=queries.names_of(form.questions), people=queries.answerers(form.questions), problems=form.problems(is_empty), pages=max(1, -(-total // PAGE)),
        page_url=lambda number: url_for("imports.questions", **{**place, "page": number})), 422 if form.wrong or is_empty else 200


@pages.post("/questions")
@allow("imports.run")
def answer():
    """Answer the questions that were chosen on the page, all or none."""
    place = _place()
    shown, listed = _shown(place)
    form = AnswersForm(questions=shown)
    chosen = form.read(request.form)
    if form.wrong or not chosen:
        return _page(place, listed, form, not form.wrong)
    actions.answer(current_user, chosen)
    flash(ngettext("Đã ghi %(num)s câu trả lời.", "Đã ghi %(num)s câu trả lời.", len(chosen)), "done")
    return redirect(url_for("imports.questions", **{**place, "page": 1}), 303)
