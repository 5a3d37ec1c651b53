"""The grid saves itself while somebody types (js/autosave.js); without scripts the Save button does."""
from flask import jsonify, render_template, request
from flask_login import current_user

from lms import clock
from lms.access import allow, repeatable
from lms.survey import queries
from lms.survey.actions.saving import Saved, save_what_fits
from lms.survey.forms import BulkForm
from lms.survey.models import Need
from lms.survey.rules.words import FIELDS
from lms.survey.views.base import pages, sheet_or_404
from lms.texts import gettext as _
from lms.texts import ngettext


@pages.post("/sheets/<row:sheet_id>/autosave")
@allow("sheet.edit")
@repeatable
def autosave(sheet_id: int):
    """Save the rows that were sent; 409 when somebody else changed one of them, with both versions. The same rows again change nothing."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    form, needs = BulkForm(formdata=None, year=found.round.year), queries.lines_of(found.id)
    rows = form.read_rows(request.form, needs)
    good = {need_id: row for need_id, row in rows.items() if not any(cell.endswith(f"-{need_id}") for cell in form.wrong)}
    saved = save_what_fits(current_user, found, needs, good) if good else Saved()
    for need, problem in saved.refused:
        form.refuse(need, problem.facts.get("field") or "topic_id", problem.text)
    return jsonify(_told(form, needs, saved, _gone(form, needs))), 409 if saved.stale else 200


def _gone(form: BulkForm, needs: list[Need]) -> list[int]:
    """Rows that were sent and are no longer on the sheet."""
    form.read_gone(request.form, needs)
    here = {need.id for need in needs}
    return [int(number) for name in request.form if (number := name.removeprefix("seen-")) != name and number.isdigit() and len(number) < 10 and int(number) not in here]


def _told(form: BulkForm, needs: list[Need], saved: Saved, gone: list[int]) -> dict:
    """What the page needs: versions, notes under the rows in the reader's language, what stands in stale rows, the status."""
    stale, wrong = {need.id for need in saved.stale}, {int(cell.rpartition("-")[2]) for cell in form.wrong}
    sent = [need for need in needs if f"seen-{need.id}" in request.form]
    notes = {need.id: render_template("survey/_row_note.html", cells=_cells(form, need), stale=need.id in stale).strip()
             for need in sent if need.id in stale | wrong}
    notes |= {number: render_template("survey/_row_note.html", cells=[], gone=True).strip() for number in gone}
    held = len(notes)
    status = ngettext("%(num)s dòng chưa lưu: xem ghi chú dưới dòng.", "%(num)s dòng chưa lưu: xem ghi chú dưới dòng.", held) if held else _(
        "Đã lưu lúc %(time)s", time=f"{clock.local(clock.now()):%H:%M}")
    return {"status": status, "held": sorted(notes), "versions": {need.id: need.version for need in sent if need.id not in stale}, "notes": notes, "wrong": sorted(form.wrong),
            "stands": {need.id: {"version": need.version, "values": {name: getattr(need, name) for name in FIELDS}} for need in saved.stale}}


def _cells(form: BulkForm, need: Need) -> list[tuple]:
    """(label, what is wrong, what was typed, what stands) of the cells that differ or are wrong."""
    found = []
    for name, label in FIELDS.items():
        cell = f"{name}-{need.id}"
        if cell in form.cells and (cell in form.wrong or form.cells[cell] != str(getattr(need, name))):
            words = form.named()[cell][1] or {}
            found.append((label, form.wrong.get(cell), words.get(form.cells[cell], form.cells[cell]), words.get(str(getattr(need, name)), getattr(need, name))))
    return found
