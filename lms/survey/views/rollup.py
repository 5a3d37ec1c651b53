"""The roll-up of a level: the table as a page and as a file, and the lines behind each number."""
from dataclasses import dataclass

from flask import Response, abort, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow, may, reach
from lms.sheets.writing import XLSX_TYPE, SheetOut, xlsx_bytes
from lms.survey.models import SurveyRound
from lms.survey.queries import closing
from lms.survey.queries import rollup as reading
from lms.survey.queries.lines import groups
from lms.survey.queries.rollup import PAGE, Asked
from lms.survey.rules import rollup as rules
from lms.survey.rules.rollup_words import AXIS_WORDS, axis_options, fixed_names, quarter_names, with_unknown
from lms.survey.views.base import pages, round_or_404
from lms.texts import gettext as _
from lms.texts import language, moment

VALUES = ("group", "topic", "level", "priority", "quarter")
WHOLE = ("topic", "level", "priority")
LONGEST_REGION = 100


@dataclass(frozen=True)
class View:
    """A roll-up as it was asked for: the lines meant, the two axes, the names of all values."""
    found: SurveyRound
    asked: Asked
    rows: str
    columns: str
    names: dict[str, dict[str, str]]

    def address(self, endpoint: str = "survey.rollup", **values) -> str:
        """The same view with other values; `None` takes one away."""
        asked = self.asked
        kept = {"round_id": self.found.id, "under": asked.level.id if asked.level is not None and asked.level.id != self.found.scope_id else None, "rows": self.rows,
                "columns": self.columns, "counted": "accepted" if asked.accepted else None, **asked.only, "region": asked.region, "changed": 1 if asked.changed else None}
        return url_for(endpoint, **{**kept, **values})

    def lines(self, row=None, column: str | None = None, changed: bool = False) -> str:
        """The lines behind a number."""
        values = {"rows": None, "columns": None, "changed": 1 if changed or self.asked.changed else None}
        if row is not None and self.rows == "unit":
            values |= {"unit": row.unit_id, "alone": 1 if row.own else None}
        elif row is not None:
            values[self.rows] = row.key
        if column is not None and self.columns != "none":
            values[self.columns] = column
        return self.address("survey.rollup_lines", **values)


def _view(found: SurveyRound) -> View:
    """What the address asks for; what it does not know is left out, what is out of reach is not there."""
    names = _names(found)
    rows = request.args.get("rows") if request.args.get("rows") in rules.AXES else "unit"
    columns = request.args.get("columns") if request.args.get("columns") in rules.COLUMNS else "topic"
    only = {axis: request.args[axis] for axis in VALUES if request.args.get(axis) in names[axis]}
    try:
        level = reading.level_of(current_user, found, request.args.get("under", type=int))
        one = request.args.get("unit", type=int)
        unit = reading.level_of(current_user, found, one) if one is not None else None
    except LookupError:
        abort(404)
    asked = Asked(level, request.args.get("counted") == "accepted", {axis: int(value) if axis in WHOLE else value for axis, value in only.items()},
                  request.args.get("region", "")[:LONGEST_REGION] or None, unit, bool(request.args.get("alone")), bool(request.args.get("changed")))
    return View(found, asked, rows, columns if columns != rows else "none", names)


def _names(found: SurveyRound) -> dict[str, dict[str, str]]:
    titles = {group.code: group.title_en if language() == "en" else group.title for group in groups()}
    names = {"group": titles, "topic": reading.topic_names(), "quarter": quarter_names(found.year)}
    return {axis: with_unknown(axis, names.get(axis) or fixed_names(axis)) for axis in (*rules.AXES, "none")}


def _table(view: View) -> dict:
    every_place = reading.places(current_user, view.found, view.asked)
    regions = with_unknown("region", {name: name for name in sorted({place.region for place in every_place if place.region})})
    where = [place for place in every_place if view.asked.region in (None, place.region or rules.NO_VALUE)]
    rows = rules.unit_rows(where, view.asked.level.path if view.asked.level is not None else None)
    keys = {"unit": rules.unit_keys(rows, where), "region": {place.sheet_id: place.region or rules.NO_VALUE for place in where}}
    sums = reading.sums(current_user, view.found, view.asked, (view.rows, view.columns), keys)
    if view.rows == "unit":
        rules.fill(rows, sums)
    else:
        rows = rules.value_rows(sums, view.names[view.rows])
    columns = rules.columns_in(sums, view.names[view.columns]) if view.columns != "none" else []
    by_column, every = rules.totals(rows, columns)
    heads = {column: view.names[view.columns].get(column, column) for column in columns}
    return {"rows": rows, "columns": columns, "by_column": by_column, "every": every, "heads": heads, "region_names": regions}


@pages.get("/rounds/<row:round_id>/rollup")
@allow("round.read")
def rollup(round_id: int):
    """The table of a level, rows and columns as one likes."""
    found = round_or_404(round_id)
    view, level = (asked := _view(found)), asked.asked.level
    signed, below = closing.signed_in(found.id, level) if level is not None else ([], {})
    own = level is not None and level.id != found.scope_id and may(current_user, "sheet.review") and closing.may_sign(current_user, found, level.id)
    top = level is not None and level.id == found.scope_id and may(current_user, "round.manage") and reach(current_user, "round.manage").holds(found.scope.path)
    return render_template("survey/rollup.html", round=found, view=view, level=level, signed=signed, below=below, signs=own, closes=top, axes=AXIS_WORDS,
                           row_options=axis_options(rules.AXES), column_options=axis_options(rules.COLUMNS), **_table(view))


@pages.get("/rounds/<row:round_id>/rollup.xlsx")
@allow("round.read")
def rollup_file(round_id: int):
    """The same table as a spreadsheet, number for number; where something was corrected, the number asked stands in the next column."""
    found = round_or_404(round_id)
    view = _view(found)
    table = _table(view)
    keys, numbers = rules.as_shown(table["rows"], table["columns"], (table["by_column"], table["every"]))
    names = [*[row.name if not row.own else _("%(unit)s (của mình)", unit=row.name) for row in table["rows"]], _("Cộng")]
    asked = [_("Cộng, đơn vị gửi")] if table["every"].corrected else []
    head = [AXIS_WORDS[view.rows], *[_head(table["heads"], key) for key in keys], _("Cộng"), *asked]
    sheet = SheetOut(_("Tổng hợp"), [str(word) for word in head], [[name, *line] for name, line in zip(names, numbers, strict=True)], _told(view))
    answer = Response(xlsx_bytes([sheet]), mimetype=XLSX_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"tong-hop-{found.id}.xlsx")
    return answer


def _told(view: View) -> str:
    """What the table is, for who has only the file: round, level, which sheets count, what was left out, when it was made."""
    asked, found = view.asked, view.found
    parts = [f"{found.title} ({found.code})", asked.level.name if asked.level is not None else "",
             _("Chỉ các phiếu được tiếp nhận ở mọi cấp.").rstrip(".") if asked.accepted else _("Mọi phiếu đã gửi.").rstrip("."),
             *[f"{AXIS_WORDS[axis]}: {view.names[axis].get(str(value), value)}" for axis, value in asked.only.items()],
             f"{AXIS_WORDS['region']}: {asked.region}" if asked.region else "", _("lập lúc %(when)s", when=moment(clock.now()))]
    return "; ".join(part for part in parts if part)


def _head(heads: dict[str, str], key: str) -> str:
    column, _sign, asked = key.partition("|")
    return _("%(column)s, đơn vị gửi", column=heads[column]) if asked else heads[column]


@pages.get("/rounds/<row:round_id>/rollup/lines")
@allow("sheet.read")
def rollup_lines(round_id: int):
    """The lines and persons behind a number of the table; the filter stands in the address."""
    found = round_or_404(round_id, "sheet.read")
    view, page = _view(found), max(1, request.args.get("page", 1, type=int))
    lines, count, now, heads = reading.line_page(current_user, found, view.asked, page)
    near = reach(current_user, "people.read") if may(current_user, "people.read") else None
    opens = {line.person_id for line in lines if near is not None and line.person_id and near.holds(line.home)}
    here = {name: value for name, value in request.args.items() if name != "page"}
    return render_template("survey/rollup_lines.html", round=found, view=view, lines=lines, count=count, now=now, heads=heads, page=page, pages=-(-count // PAGE), size=PAGE,
                           opens=opens, address=lambda number: url_for("survey.rollup_lines", round_id=found.id, **{**here, "page": number}))
