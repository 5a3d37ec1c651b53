"""Wishes for new courses on a sheet, the list of a round, and what the commander says when he sends."""
from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.sheets.writing import XLSX_TYPE, SheetOut, xlsx_bytes
from lms.survey.actions import wishes as deeds
from lms.survey.forms.wishes import SignOffForm, WishForm
from lms.survey.models import CourseWish, NeedSheet
from lms.survey.queries.signing import head_of, heads_of
from lms.survey.queries.wishes import visible_wishes, wishes_in, wishes_of
from lms.survey.rules import questions as rules
from lms.survey.views.base import pages, round_or_404, sheet_or_404
from lms.texts import gettext as _
from lms.texts import language
from lms.web import one_or_404, typed_version


class SheetParts:
    """What the parts of a sheet's and a round's page ask for; nothing is read before a part is shown."""
    wishes = staticmethod(wishes_of)

    @staticmethod
    def asked(sheet: NeedSheet) -> list[tuple]:
        """(question, its words, the answer in words or None) of what the unit is asked."""
        asked, tongue = rules.shown(rules.read(sheet.round.questions), sheet.answers), language()
        return [(each, each.label(tongue), each.words(sheet.answers[each.key], tongue) if each.key in sheet.answers else None) for each in asked]

    @staticmethod
    def missing(sheet: NeedSheet) -> list[tuple]:
        """(question, its words) that stop the sending."""
        return [(each, each.label(language())) for each in rules.missing(rules.read(sheet.round.questions), sheet.answers)]

    @staticmethod
    def sign_off(sheet: NeedSheet) -> SignOffForm:
        """The fields of the check page; after a refusal as they were typed."""
        form = sign_off_form(sheet)
        if request.method == "POST":
            form.validate()
        return form


def sign_off_form(sheet: NeedSheet) -> SignOffForm:
    """With those who may be named as the accountable head."""
    form = SignOffForm(opinion=sheet.opinion, head_id=sheet.head_id or head_of(sheet, current_user))
    form.head_id.choices = [(person.id, person.addressed) for person in heads_of(sheet, current_user)]
    return form


@pages.app_context_processor
def sheet_parts() -> dict:
    """For the templates of this package."""
    return {"sheet_parts": SheetParts}


@pages.route("/sheets/<row:sheet_id>/wishes/new", methods=["GET", "POST"])
@allow("sheet.edit")
def new_wish(sheet_id: int):
    """Wish for a course that the catalogue lacks."""
    found, form = sheet_or_404(sheet_id, "sheet.edit"), WishForm()
    if request.method == "POST" and form.validate():
        deeds.add_wish(current_user, found, form.title.data, form.outcome.data, form.heads.data)
        flash(_("Đã thêm đề nghị khóa học mới."), "done")
        return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
    return render_template("survey/wish.html", sheet=found, form=form, wish=None), 422 if form.errors else 200


def _wish(found: NeedSheet, wish_id: int) -> CourseWish:
    return one_or_404(visible_wishes(current_user, "sheet.edit").where(CourseWish.id == wish_id, CourseWish.sheet_id == found.id))


@pages.route("/sheets/<row:sheet_id>/wishes/<row:wish_id>", methods=["GET", "POST"])
@allow("sheet.edit")
def edit_wish(sheet_id: int, wish_id: int):
    """Change it."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    wish = _wish(found, wish_id)
    form = WishForm(obj=wish)
    if request.method == "POST" and form.validate():
        values = {"title": form.title.data, "outcome": form.outcome.data, "heads": form.heads.data}
        deeds.change_wish(current_user, found, wish, values, typed_version())
        flash(_("Đã sửa đề nghị khóa học mới."), "done")
        return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
    return render_template("survey/wish.html", sheet=found, form=form, wish=wish), 422 if form.errors else 200


@pages.post("/sheets/<row:sheet_id>/wishes/<row:wish_id>/remove")
@allow("sheet.edit")
def remove_wish(sheet_id: int, wish_id: int):
    """Take it back."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    deeds.remove_wish(current_user, found, _wish(found, wish_id))
    flash(_("Đã bỏ đề nghị khóa học mới."), "done")
    return redirect(url_for("survey.sheet", sheet_id=found.id), 303)


@pages.get("/rounds/<row:round_id>/wishes")
@allow("round.read")
def wishes(round_id: int):
    """All wishes of the sheets that were sent, alike titles together."""
    found = round_or_404(round_id)
    return render_template("survey/wishes.html", round=found, wished=wishes_in(current_user, found))


@pages.get("/rounds/<row:round_id>/wishes.xlsx")
@allow("round.read")
def wishes_file(round_id: int):
    """The same as a spreadsheet, a row for each unit."""
    found = round_or_404(round_id)
    rows = [[one.title, unit, outcome, heads] for one in wishes_in(current_user, found) for unit, _sheet, outcome, heads in one.wishes]
    rows.append([_("Cộng"), "", "", sum(row[3] for row in rows)])
    sheet = SheetOut(_("Đề nghị khóa học mới"), [_("Tên khóa học mới"), _("Đơn vị"), _("Học xong làm được gì"), _("Số người")], rows, f"{found.title} ({found.code})")
    answer = Response(xlsx_bytes([sheet]), mimetype=XLSX_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"de-nghi-khoa-moi-{found.id}.xlsx")
    return answer
