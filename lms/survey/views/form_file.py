"""The form as a spreadsheet: take it out, hand it in, look, confirm."""
from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.errors import Problem
from lms.sheets.guard import Limits, RefusedFile
from lms.sheets.reading import open_book
from lms.sheets.writing import XLSX_TYPE
from lms.survey import actions
from lms.survey.forms.pasting import FormFileForm, TakeForm
from lms.survey.models import NeedSheet
from lms.survey.queries.form_file import form_bytes, stamp_of
from lms.survey.queries.known import known_for, names_for, standing
from lms.survey.queries.lines import lines_of
from lms.survey.rules.form_file import FormRead, packed, preview, read_form
from lms.survey.rules.list_words import fault_words, wrong_words
from lms.survey.views.base import pages, sheet_or_404
from lms.survey.views.pasting import taken_words, words_of_lines
from lms.texts import gettext as _
from lms.web import typed_version

LIMITS = Limits(file_bytes=2 * 1024 * 1024, rows=8000, unpacked_bytes=40 * 1024 * 1024)  # a page holds SQLite's write lock while it reads
_REFUSED = {"file_too_big": "too_big", "zip_bomb": "too_big", "too_many_rows": "too_big", "secret_marking": "secret_marking", "legacy_encoding": "legacy_encoding"}


@pages.get("/sheets/<row:sheet_id>/form.xlsx", endpoint="form_out")
@allow("sheet.edit")
def out(sheet_id: int):
    """The form with everybody of the unit and all lines that stand."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    name = f"phieu-{found.round.code}-{found.unit.code}.xlsx".replace("/", "-")
    return Response(form_bytes(found), mimetype=XLSX_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@pages.route("/sheets/<row:sheet_id>/form", methods=["GET", "POST"], endpoint="form_in")
@allow("sheet.edit")
def hand_in(sheet_id: int):
    """Read a filled-in form: either everything that is wrong with it, or what taking it would do."""
    found, form = sheet_or_404(sheet_id, "sheet.edit"), FormFileForm()
    if request.method == "GET" or not form.validate():
        return render_template("survey/form_file.html", sheet=found, form=form, read=None), 422 if form.errors else 200
    lines = lines_of(found.id)
    read = _read(found, lines, form.file.data)
    if not read.is_good:
        told = {"wrong": [wrong_words(*each) for each in read.wrong], "faults": [(cell, fault_words(fault)) for cell, fault in read.faults]}
        return render_template("survey/form_file.html", sheet=found, form=form, read=read, **told), 422
    return render_template("survey/form_file.html", sheet=found, form=form, read=read, **_shown(found, lines, read))


def _read(found: NeedSheet, lines: list, file) -> FormRead:
    try:
        book = open_book(file.read(), file.filename, LIMITS)
    except RefusedFile as refused:
        return FormRead(wrong=[(_REFUSED.get(refused.kind, "unreadable"), ", ".join(refused.cells[:5]) or refused.detail)])
    if book.kind != "xlsx":
        return FormRead(wrong=[("not_xlsx", book.kind)])
    return read_form(book, stamp_of(found), known_for(found, on_sheet=lines))


def _shown(found: NeedSheet, lines: list, read: FormRead) -> dict:
    done = preview(standing(lines), read.asked)
    return {"done": done, "names": names_for([line for _no, line in read.asked], lines), "packed": packed(read.asked),
            "older": read.sheet_version is not None and read.sheet_version != found.version, **words_of_lines()}


@pages.post("/sheets/<row:sheet_id>/form/take")
@allow("sheet.edit")
def form_take(sheet_id: int):
    """Write what the preview showed; a sheet that changed since then is not overwritten."""
    found, form = sheet_or_404(sheet_id, "sheet.edit"), TakeForm()
    if (version := typed_version()) is None:
        raise Problem(_("Danh sách này không đọc lại được. Làm lại từ bước đầu."))
    done = actions.take_lines(current_user, found, form.asked(), way="form", update=True, replace=True, version=version)
    flash(taken_words(len(done.created), len(done.changed), len(done.removed), len(done.unchanged)), "done")
    return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
