"""Hand files in, look at what was found, confirm or drop."""
from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock, queue
from lms.access import allow
from lms.db import db, drop
from lms.errors import Problem
from lms.imports import actions
from lms.imports.actions.reading import Upload
from lms.imports.actions.runs import Wish
from lms.imports.forms import KIND_WORDS, ConfirmForm, HandInForm
from lms.imports.models import ImportRun
from lms.imports.queries import questions as waiting
from lms.imports.queries import runs as queries
from lms.imports.queries.words import error_file
from lms.imports.views.base import pages, words
from lms.sheets.writing import XLSX_TYPE
from lms.texts import gettext as _
from lms.web import one_or_404, typed_version

PAGE = 100


@pages.get("/")
@allow("imports.read")
def index():
    """What was taken in lately, and the form."""
    form = HandInForm(formdata=None, list_date=clock.today())
    return _index(form)


def _index(form: HandInForm):
    form.kind.choices = [(kind, KIND_WORDS[kind]) for kind in queries.kinds_for(current_user)]
    runs = queries.recent(current_user)
    asked = len(queries.open_questions(current_user)) + waiting.open_count(current_user)
    return render_template("imports/index.html", form=form, runs=runs, kind_words=KIND_WORDS, asked=asked), 422 if form.errors else 200


@pages.post("/")
@allow("imports.run")
def hand_in():
    """Read the files; the preview follows."""
    form = HandInForm()
    form.kind.choices = [(kind, KIND_WORDS[kind]) for kind in queries.kinds_for(current_user)]
    if not form.validate():
        return _index(form)
    uploads = [Upload(file.filename, file.read()) for file in form.files.data if file.filename]
    wish = Wish(form.kind.data, form.list_date.data, round_code=form.round_code.data or None, due=form.due.data, lock=form.lock.data)
    try:
        run = actions.hand_in(current_user, wish, uploads)
    except Problem as problem:
        drop()
        form.files.errors = [str(problem.text)]
        return _index(form)
    return redirect(url_for("imports.run", run_id=run.id), 303)


def _run(run_id: int, verb: str) -> ImportRun:
    return one_or_404(queries.visible(current_user, verb).where(ImportRun.id == run_id))


@pages.get("/<row:run_id>")
@allow("imports.read")
def run(run_id: int):
    """Preview, progress or result of one run."""
    found = _run(run_id, "imports.read")
    page = min(max(1, request.args.get("page", 1, type=int)), 4000)
    total = found.refused + found.questions
    rows = queries.faulty_rows(found.id, PAGE, (page - 1) * PAGE)
    job = db.session.get(queue.Job, found.job_id) if found.job_id and found.state in ("reading", "applying") else None
    return render_template("imports/run.html", run=found, rows=rows, job=job, page=page, pages=max(1, -(-total // PAGE)), words=words(), total=total,
                           page_url=lambda number: url_for("imports.run", run_id=run_id, page=number))


@pages.post("/<row:run_id>/apply")
@allow("imports.run")
def apply(run_id: int):
    """Write all, or the valid rows."""
    found = _run(run_id, "imports.run")
    actions.request_apply(current_user, found, ConfirmForm().mode.data == "valid", typed_version())
    flash(_("Đã ghi dữ liệu.") if found.state == "applied" else _("Đang ghi dữ liệu."), "done")
    return redirect(url_for("imports.run", run_id=run_id), 303)


@pages.post("/<row:run_id>/cancel")
@allow("imports.run")
def cancel(run_id: int):
    """Drop a run without writing."""
    actions.cancel(current_user, _run(run_id, "imports.run"), typed_version())
    flash(_("Đã bỏ lần nhập này, không ghi gì."), "done")
    return redirect(url_for("imports.index"), 303)


@pages.get("/<row:run_id>/errors.xlsx")
@allow("imports.read")
def errors(run_id: int):
    """Every refused cell as a file to work through."""
    found = _run(run_id, "imports.read")
    return Response(error_file(found.id), mimetype=XLSX_TYPE, headers={"Content-Disposition": f'attachment; filename="loi-nhap-{found.id}.xlsx"'})
