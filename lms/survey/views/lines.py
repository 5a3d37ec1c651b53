"""Adding, changing and removing lines."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.errors import Problem, StaleForm
from lms.flow import STALE
from lms.survey import actions, queries
from lms.survey.forms import BulkForm, GroupForm, HeadsForm, LineForm, PeopleForm
from lms.survey.forms.lines import RosterForm
from lms.survey.models import Need, NeedSheet
from lms.survey.queries.lines import people_on_sheet, twins_of
from lms.survey.views.base import pages, put_on_cell, put_on_form, sheet_or_404
from lms.survey.views.sheets import sheet_values
from lms.texts import gettext as _
from lms.texts import ngettext
from lms.web import one_or_404, typed_version


def _defaults(found: NeedSheet) -> dict:
    return {"year": found.round.year, "quarter": f"{found.round.year}Q2", "priority": 2, "level": 1}


@pages.route("/sheets/<row:sheet_id>/people", methods=["GET", "POST"])
@allow("sheet.edit")
def people(sheet_id: int):
    """Choose several people of the roster at once."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    form = PeopleForm(**_defaults(found))
    if request.method == "POST" and form.validate():
        try:
            count = actions.add_people(current_user, found, form.person_ids.data, form.line())
            flash(ngettext("Đã thêm %(num)s người.", "Đã thêm %(num)s người.", count), "done")
            return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
        except Problem as problem:
            put_on_form(form, problem)
    return render_template("survey/people.html", sheet=found, form=form, known=people_on_sheet(found.id), chosen=set(form.person_ids.data or []),
                           **_roster(found)), 422 if form.errors else 200


def _roster(found: NeedSheet) -> dict:
    """The people shown, and the filter that shows them."""
    form = RosterForm(request.values)
    wanted = form.wanted()
    shown, count = queries.people_to_ask(found, wanted)
    return {"people": shown, "total": count, "roster": form, "wanted": wanted}


@pages.route("/sheets/<row:sheet_id>/group", methods=["GET", "POST"])
@allow("sheet.edit")
def group(sheet_id: int):
    """Add a head count."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    form = GroupForm(**_defaults(found))
    if request.method == "POST" and form.validate():
        made = actions.add_group(current_user, found, form.group_code.data, form.heads.data, form.line())
        flash(_("Đã thêm dòng số lượng."), "done")
        _say_twins(made)
        return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
    return render_template("survey/group.html", sheet=found, form=form), 422 if form.errors else 200


def _say_twins(need: Need) -> None:
    if twins := twins_of(need):
        flash(_("Phiếu đã có dòng giống hệt, xin %(n)s người. Hai dòng được cộng lại; nếu là cùng những người thì xóa một dòng.", n=twins[0].heads), "warning")


@pages.route("/sheets/<row:sheet_id>/lines/<row:need_id>", methods=["GET", "POST"], endpoint="line")
@allow("sheet.edit")
def one_line(sheet_id: int, need_id: int):
    """Change one line."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    need = one_or_404(queries.visible_lines(current_user, "sheet.edit").where(Need.id == need_id, Need.sheet_id == found.id))
    form = (HeadsForm if need.person_id is None else LineForm)(obj=need, year=found.round.year, kept_quarter=need.quarter)
    if request.method == "POST" and form.validate():
        try:
            actions.change_line(current_user, need, form.changes(), typed_version())
            flash(_("Đã sửa dòng."), "done")
            return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
        except Problem as problem:
            put_on_form(form, problem)
    return render_template("survey/line.html", sheet=found, need=need, form=form), 422 if form.errors else 200


@pages.post("/sheets/<row:sheet_id>/lines")
@allow("sheet.edit")
def bulk(sheet_id: int):
    """Save the cells of the grid, then apply values to the ticked lines, take them off, or go on to the check."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    form, needs = BulkForm(year=found.round.year), queries.lines_of(found.id)
    rows = form.read_rows(request.form, needs)
    if form.read_gone(request.form, needs):
        raise StaleForm(STALE, thing=found)
    if form.validate() and not form.wrong:
        try:
            if said := _save(found, needs, rows) + _bulk(found, form, needs):
                flash(" ".join(said), "done")
            return redirect(url_for("survey.check" if form.deed.data == "check" else "survey.sheet", sheet_id=found.id), 303)
        except Problem as problem:
            put_on_cell(form, problem)
    return render_template("survey/sheet.html", **sheet_values(found, form)), 422


def _save(found: NeedSheet, needs: list[Need], rows: dict) -> list[str]:
    count = actions.save_lines(current_user, found, needs, rows) if rows else 0
    return [ngettext("Đã lưu %(num)s dòng.", "Đã lưu %(num)s dòng.", count)] if count else []


def _bulk(found: NeedSheet, form: BulkForm, needs: list[Need]) -> list[str]:
    ticked = [need for need in needs if need.id in set(form.need_ids.data)]
    if form.deed.data == "remove":
        count = actions.remove_lines(current_user, found, ticked)
        return [ngettext("Đã xóa %(num)s dòng.", "Đã xóa %(num)s dòng.", count)]
    if form.deed.data == "apply":
        count = actions.change_lines(current_user, found, ticked, form.changes())
        return [ngettext("Đã sửa %(num)s dòng.", "Đã sửa %(num)s dòng.", count)]
    return []
