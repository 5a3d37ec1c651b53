"""The journal for inspectors: read only, filtered, paged by key."""
from flask import Blueprint, render_template, request, url_for
from flask_login import current_user
from werkzeug.routing import BuildError

from lms.access import allow
from lms.audit import queries
from lms.audit.forms import FilterForm
from lms.audit.queries.reading import Wanted
from lms.audit.rules.words import PAGES, details, fact_words
from lms.texts import gettext as _

pages = Blueprint("audit", __name__)


def address_of(entry) -> str | None:
    """The page of the thing a fact is about, when it has one."""
    endpoint, argument = PAGES.get(entry.subject, (None, None))
    try:
        return url_for(endpoint, **{argument: entry.subject_id}) if endpoint else None
    except BuildError:
        return None


def _filter() -> FilterForm:
    form = FilterForm(request.args)
    form.fact.choices = [("", _("mọi việc")), *sorted(((name, str(fact_words(name))) for name in queries.facts_known(current_user)), key=lambda one: one[1])]
    form.unit.choices = [("", _("mọi đơn vị")), *((str(unit_id), name) for unit_id, name in queries.units_below(current_user))]
    return form


@pages.get("/journal")
@allow("journal.read")
def journal():
    """Who did what, when, about which thing."""
    form, before = _filter(), request.args.get("before", type=int)
    good = form.validate()
    unit = int(form.unit.data) if (form.unit.data or "").isdigit() and len(form.unit.data) < 10 else None
    wanted = Wanted(form.fact.data or "", unit, form.person.data or "", form.since.data if good else None, form.until.data if good else None, before)
    rows, more = queries.journal_page(current_user, wanted)
    kept = {name: request.args[name] for name in form.data if request.args.get(name)}
    return render_template("audit/journal.html", rows=rows, more=more, form=form, kept=kept, before=before, words=fact_words, details=details, address=address_of), 200 if good else 422
