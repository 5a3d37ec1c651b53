"""The tree, one unit, and its changes."""
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow, reach
from lms.errors import said_at
from lms.flow import check_version
from lms.texts import gettext as _
from lms.units import actions, queries
from lms.units.actions import UnitValues
from lms.units.forms import NewUnitForm, UnitForm
from lms.units.models import Unit
from lms.web import one_or_404, typed_version

pages = Blueprint("units", __name__, url_prefix="/units")


def _unit(unit_id: int, verb: str) -> Unit:
    return one_or_404(queries.visible(current_user, verb).where(Unit.id == unit_id))


def _with_kinds(form):
    form.kind_id.choices = [(kind.id, kind.name) for kind in queries.kinds()]
    return form


def _values(form) -> UnitValues:
    return UnitValues(form.name.data, form.short.data or "", form.kind_id.data, form.region.data or "", form.since.data, form.decision.data or "")


@pages.get("/")
@allow("units.read")
def tree():
    """The top of what I may see, or what matches the search."""
    text = request.args.get("q", "")[:100]
    return render_template("units/tree.html", rows=queries.branch(current_user, None, text), text=text)


def _page(unit: Unit, code: int = 200, **forms):
    values = {"name": unit.name, "short": unit.short, "kind_id": unit.kind_id, "region": unit.region, "since": clock.today()}
    known = {"change_form": _with_kinds(UnitForm(formdata=None, data=values)), "new_form": _with_kinds(NewUnitForm(formdata=None, prefix="new-", since=clock.today())), **forms}
    above, mine = queries.line_above(unit), reach(current_user, "units.read")
    return render_template("units/unit.html", unit=unit, above=above, reached={upper.id for upper in above if mine.holds(upper.path)}, rows=queries.branch(current_user, unit),
                           versions=queries.versions_of(unit.id), successions=queries.successions_of(unit.id), **known), code


@pages.get("/<row:unit_id>")
@allow("units.read")
def unit(unit_id: int):
    """One unit: what is below, what it was called."""
    return _page(_unit(unit_id, "units.read"))


@pages.post("/<row:unit_id>/change")
@allow("units.edit")
def change(unit_id: int):
    """Another name, kind or region from a day on."""
    found, form = _unit(unit_id, "units.edit"), _with_kinds(UnitForm())
    check_version(found, typed_version())
    if form.validate():
        with said_at(form):
            actions.change(current_user, found, _values(form))
            flash(_("Đã ghi thay đổi của đơn vị."), "done")
            return redirect(url_for("units.unit", unit_id=unit_id), 303)
    return _page(found, 422, change_form=form)


@pages.post("/<row:unit_id>/children")
@allow("units.edit")
def create(unit_id: int):
    """A new unit below this one."""
    parent, form = _unit(unit_id, "units.edit"), _with_kinds(NewUnitForm(prefix="new-"))
    if form.validate():
        with said_at(form):
            made = actions.create(current_user, parent, form.code.data, _values(form))
            flash(_("Đã lập đơn vị %(name)s.", name=made.name), "done")
            return redirect(url_for("units.unit", unit_id=made.id), 303)
    return _page(parent, 422, new_form=form)
