"""The journal for inspectors: read only, filtered, paged by key."""
from flask import Blueprint, render_template, request
from flask_login import current_user

from lms.access import allow
from lms.audit import queries
from lms.audit.forms import FilterForm
from lms.audit.queries.reading import Wanted
from lms.audit.rules.words import fact_words
from lms.audit.views.lines import lines_of
from lms.texts import gettext as _

pages = Blueprint("audit", __name__)


def _filter() -> FilterForm:
    form = FilterForm(request.args)
    form.fact.choices = [("", _("mọi việc")), *sorted(((name, str(fact_words(name))) for name in queries.facts_known(current_user)), key=lambda one: one[1])]
    form.unit.choices = [("", _("mọi đơn vị")), *((str(unit_id), name) for unit_id, name in queries.units_below(current_user))]
    return form


def _wanted(form: FilterForm, before: int | None) -> Wanted:
    """What is asked for; a field that could not be read filters nothing, the rest of the filter stays."""
    unit = int(form.unit.data) if (form.unit.data or "").isdigit() and len(form.unit.data) < 10 else None
    since, until = (None if field.errors else field.data for field in (form.since, form.until))
    return Wanted(form.fact.data or "", unit, form.person.data or "", since, until, before)


@pages.get("/journal")
@allow("journal.read")
def journal():
    """Who did what, when, about which thing."""
    form, before = _filter(), request.args.get("before", type=int)
    good = form.validate()
    rows, more = queries.journal_page(current_user, _wanted(form, before))
    kept = {name: request.args[name] for name in form.data if request.args.get(name)}
    return render_template("audit/journal.html", lines=lines_of(rows), more=more, form=form, kept=kept, before=before), 200 if good else 422
