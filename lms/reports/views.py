"""A person's own page."""
from flask import Blueprint, render_template
from flask_login import current_user

from lms.access import allow
from lms.reports import queries

pages = Blueprint("reports", __name__)


@pages.get("/me")
@allow("my.read")
def me():
    """My needs, my seats, my certificates, and why I am in this group."""
    person = current_user.person
    places, needs = queries.places_of(person.id), queries.needs_of(person.id)
    return render_template("reports/me.html", person=person, needs=needs, places=places, certificates=queries.certificates_of(person.id),
                           group=queries.group_of(person.id), urgent=places[0] if places else None, need=needs[0] if needs else None)
