"""The roll-up table, as a page and as a file, and the closed table."""
from flask import Response, abort, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from lms.access import allow, reach
from lms.db import db
from lms.sheets.writing import XLSX_TYPE, SheetOut, xlsx_bytes
from lms.survey import queries
from lms.survey.models import SurveyRound
from lms.survey.queries.lines import groups
from lms.survey.rules.rollup import by_topic, totals
from lms.survey.rules.snapshot import canonical
from lms.survey.rules.words import LEVELS, level_column
from lms.survey.views.base import pages, round_or_404
from lms.texts import gettext as _
from lms.texts import language


def _table(found: SurveyRound) -> dict:
    by = "group" if request.args.get("by") == "group" else "topic"
    accepted = request.args.get("counted") == "accepted"
    rows, columns = queries.rollup(current_user, found, by, accepted)
    names = {group.code: group.title_en if language() == "en" else group.title for group in groups()} if by == "group" else {}
    heads = {column: level_column(column) if by == "topic" else names.get(column, _("chưa rõ nhóm")) for column in columns}
    return {"by": by, "accepted": accepted, "rows": rows, "columns": columns, "heads": heads}


@pages.get("/rounds/<row:round_id>/rollup")
@allow("round.read")
def rollup(round_id: int):
    """Unit x topic (of all levels or of one), or unit x group."""
    found, level = round_or_404(round_id), request.args.get("level", type=int)
    table = _table(found)
    if table["by"] == "topic":
        table["columns"] = by_topic(table["rows"], table["columns"], level if level in LEVELS else None)
        table["heads"] = {column: column for column in table["columns"]}
    asked = {"round_id": found.id, "by": table["by"], "counted": "accepted" if table["accepted"] else None, "level": level}
    return render_template("survey/rollup.html", round=found, level=level, totals=totals(table["rows"], table["columns"]),
                           address=lambda **values: url_for("survey.rollup", **{**asked, **values}), **table)


@pages.get("/rounds/<row:round_id>/rollup.xlsx")
@allow("round.read")
def rollup_file(round_id: int):
    """The table as a spreadsheet, each topic and level in a column of its own."""
    found = round_or_404(round_id)
    table = _table(found)
    rows = [[row.name, *[row.cells.get(column, 0) for column in table["columns"]], row.total] for row in table["rows"]]
    sums = list(totals(table["rows"], table["columns"]).values())
    rows.append([_("Cộng"), *sums, sum(sums)])
    sheet = SheetOut(_("Tổng hợp"), [_("Đơn vị"), *table["heads"].values(), _("Cộng")], rows, f"{found.title} ({found.code})")
    answer = Response(xlsx_bytes([sheet]), mimetype=XLSX_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"tong-hop-{found.id}.xlsx")
    return answer


@pages.get("/rounds/<row:round_id>/snapshot.json")
@allow("round.read")
def snapshot(round_id: int):
    """The closed table word for word, for whoever reaches the whole scope; its SHA-256 is the one on the page."""
    found = round_or_404(round_id)
    if found.state != "closed" or not reach(current_user, "round.read").holds(found.scope.path):
        abort(404)
    stored = db.session.execute(select(SurveyRound.snapshot).where(SurveyRound.id == found.id)).scalar_one()
    return Response(canonical(stored), mimetype="application/json")
