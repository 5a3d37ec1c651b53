"""Signing the table of a level, closing the round, and what was signed: page, annex, word for word."""
from io import BytesIO

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from sqlalchemy import select

from lms.access import allow, reach
from lms.blobs import read_bytes
from lms.db import db
from lms.errors import said_at
from lms.survey import actions
from lms.survey.forms.closing import SigningForm, signing_form
from lms.survey.models import ClosedTable, SurveyRound
from lms.survey.queries import closing
from lms.survey.rules.closing import seen
from lms.survey.rules.rollup import NO_VALUE
from lms.survey.rules.snapshot import canonical
from lms.survey.views.base import pages, round_or_404
from lms.texts import gettext as _
from lms.units.models import Unit
from lms.web import one_or_404, typed_version


def _prepared(found: SurveyRound, level: Unit) -> tuple[closing.LevelTable, SigningForm, list[ClosedTable]]:
    """What would be signed now, and the form for it."""
    signed = closing.tables_of(found.id, level.id)
    before = {gap["code"]: gap["reason"] for gap in signed[0].gaps if not gap["by"]} if signed else {}
    table = closing.table_under(found, level, before)
    return table, signing_form(table.gaps, bool(signed), seen(table.units, table.gaps, signed[0].number if signed else 0)), signed


def _page(found: SurveyRound, level: Unit, table: closing.LevelTable, form: SigningForm, signed: list[ClosedTable]):
    return render_template("survey/close.html", round=found, level=level, table=table, form=form, signed=signed, top=level.id == found.scope_id,
                           below={one.code: one for one in table.below}), 422 if form.errors else 200


@pages.route("/rounds/<row:round_id>/close", methods=["GET", "POST"])
@allow("round.manage")
def close_round(round_id: int):
    """Freeze the table of the whole round, naming the gaps; once closed, sign a supplement."""
    found = round_or_404(round_id, "round.manage")
    table, form, signed = _prepared(found, found.scope)
    if request.method == "POST" and form.validate():
        deed = (lambda: actions.sign_table(current_user, found, found.scope, form.signing(), typed_version())) if signed else (
            lambda: actions.close_round(current_user, found, typed_version(), form.signing()))
        with said_at(form):
            made = deed()
            flash(_("Đã chốt số liệu.") if made.number == 1 else _("Đã ký bản bổ sung."), "done")
            return redirect(url_for("survey.closed_table", table_id=made.id), 303)
    return _page(found, found.scope, table, form, signed)


@pages.route("/rounds/<row:round_id>/sign", methods=["GET", "POST"])
@allow("sheet.review")
def sign_table(round_id: int):
    """Sign the table of the level at which I hold the review."""
    found, wanted = round_or_404(round_id, "sheet.review"), request.args.get("level", type=int)
    levels = closing.signable(current_user, found)
    if wanted is None:
        return render_template("survey/levels.html", round=found, levels=db.session.execute(levels.order_by(Unit.path)).unique().scalars().all())
    level = one_or_404(levels.where(Unit.id == wanted))
    table, form, signed = _prepared(found, level)
    if request.method == "POST" and form.validate():
        with said_at(form):
            made = actions.sign_table(current_user, found, level, form.signing(), typed_version())
            flash(_("Đã ký bảng của %(unit)s.", unit=level.name) if made.number == 1 else _("Đã ký bản bổ sung."), "done")
            return redirect(url_for("survey.closed_table", table_id=made.id), 303)
    return _page(found, level, table, form, signed)


def _table_or_404(table_id: int) -> ClosedTable:
    return one_or_404(closing.visible_tables(current_user).where(ClosedTable.id == table_id))


@pages.get("/tables/<row:table_id>")
@allow("round.read")
def closed_table(table_id: int):
    """A signed table as it was frozen."""
    found = _table_or_404(table_id)
    content = closing.content_of(found.id)
    codes = [code for code in [*[code for code, _title in content["groups"]], NO_VALUE] if any(code in unit["cells"] for unit in content["units"])]
    sums = {code: sum(unit["cells"].get(code, [0])[0] for unit in content["units"]) for code in codes}
    return render_template("survey/closed.html", table=found, round=found.round, content=content, others=closing.tables_of(found.round_id, found.level_id), codes=codes, sums=sums)


@pages.get("/tables/<row:table_id>/annex.pdf")
@allow("round.read")
def annex(table_id: int):
    """The annex, made once by the worker: every print is the same file."""
    found = _table_or_404(table_id)
    if found.pdf_sha256 is None:
        abort(404)
    return send_file(BytesIO(read_bytes(found.pdf_sha256)), "application/pdf", download_name=f"bang-tong-hop-{found.round_id}-{found.level_id}-{found.number}.pdf",
                     etag=found.pdf_sha256, max_age=0)


@pages.get("/tables/<row:table_id>/snapshot.json")
@allow("round.read")
def table_snapshot(table_id: int):
    """A signed table word for word; its SHA-256 is the one on the paper."""
    return Response(canonical(closing.content_of(_table_or_404(table_id).id)), mimetype="application/json")


@pages.get("/rounds/<row:round_id>/snapshot.json")
@allow("round.read")
def snapshot(round_id: int):
    """The closed table word for word, for whoever reaches the whole scope; its SHA-256 is the one on the page."""
    found = round_or_404(round_id)
    if found.state != "closed" or not reach(current_user, "round.read").holds(found.scope.path):
        abort(404)
    tables = closing.tables_of(found.id, found.scope_id)
    stored = closing.content_of(tables[-1].id) if tables else db.session.execute(select(SurveyRound.snapshot).where(SurveyRound.id == found.id)).scalar_one()
    return Response(canonical(stored), mimetype="application/json")
