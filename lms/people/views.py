"""Search persons, one person, and what changes about a person."""
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow
from lms.errors import Problem, said_at
from lms.flow import check_version
from lms.people import actions, queries
from lms.people.actions import NewPerson
from lms.people.forms import NewPersonForm, PostForm, RankForm
from lms.people.models import Person
from lms.texts import gettext as _
from lms.units import queries as units
from lms.units.models import Unit
from lms.web import one_or_404, typed_version

pages = Blueprint("people", __name__, url_prefix="/people")


def _person(person_id: int, verb: str) -> Person:
    return one_or_404(queries.visible(current_user, verb).where(Person.id == person_id))


@pages.get("/")
@allow("people.read")
def people():
    """Persons in reach, by given name."""
    text, page = request.args.get("q", "")[:100], min(max(1, request.args.get("page", 1, type=int)), 4000)
    unit_id = request.args.get("unit", type=int)
    unit = one_or_404(units.visible(current_user, "people.read").where(Unit.id == unit_id)) if unit_id else None
    rows, more = queries.found(current_user, text, unit, page)
    return render_template("people/people.html", rows=rows, more=more, text=text, page=page, unit=unit, form=_new_form(unit))


def _new_form(unit) -> NewPersonForm | None:
    if unit is None:
        return None
    form = NewPersonForm() if request.method == "POST" else NewPersonForm(formdata=None)
    form.rank_id.choices = queries.rank_choices()
    return form


def _page(person: Person, code: int = 200, **forms):
    known = {"post_form": PostForm(formdata=None, prefix="post-", unit_code=person.unit.code, since=clock.today()),
             "rank_form": RankForm(formdata=None, prefix="rank-", since=clock.today()), **forms}
    known["rank_form"].rank_id.choices = queries.rank_choices()
    return render_template("people/person.html", person=person, ranks=queries.ranks_of(person.id), posts=queries.posts_of(person.id),
                           questions=queries.questions_of(person.id), **known), code


@pages.get("/<row:person_id>")
@allow("people.read")
def person(person_id: int):
    """One person over time."""
    return _page(_person(person_id, "people.read"))


@pages.post("/units/<row:unit_id>/people")
@allow("people.edit")
def create(unit_id: int):
    """Enter a person of a unit by hand."""
    unit = one_or_404(units.visible(current_user, "people.edit").where(Unit.id == unit_id))
    form = _new_form(unit)
    if form.validate():
        with said_at(form):
            made = actions.create(current_user, unit, NewPerson(form.service_no.data or None, form.name.data, form.birth.data, form.gender.data, "",
                                                                form.rank_id.data, form.post.data, form.since.data))
            return redirect(url_for("people.person", person_id=made.id), 303)
    rows, more = queries.found(current_user, "", unit, 1)
    return render_template("people/people.html", rows=rows, more=more, text="", page=1, unit=unit, form=form), 422


@pages.post("/<row:person_id>/post")
@allow("people.edit")
def give_post(person_id: int):
    """A new post from a day on."""
    found, form = _person(person_id, "people.edit"), PostForm(prefix="post-")
    check_version(found, typed_version())
    if form.validate():
        with said_at(form):
            actions.give_post(current_user, found, _unit_in_force(form.unit_code.data), form.post.data, form.since.data)
            return _done(found)
    return _page(found, 422, post_form=form)


@pages.post("/<row:person_id>/rank")
@allow("people.edit")
def give_rank(person_id: int):
    """A new rank from a day on."""
    found, form = _person(person_id, "people.edit"), RankForm(prefix="rank-")
    check_version(found, typed_version())
    form.rank_id.choices = queries.rank_choices()
    if form.validate():
        with said_at(form):
            actions.give_rank(current_user, found, form.rank_id.data, form.since.data)
            return _done(found)
    return _page(found, 422, rank_form=form)


def _unit_in_force(code: str) -> Unit:
    unit = units.by_code(code)
    if unit is None or unit.until is not None:
        raise Problem(_("Không có đơn vị mang mã này."), field="unit_code")
    return unit


def _done(found: Person):
    flash(_("Đã ghi."), "done")
    return redirect(url_for("people.person", person_id=found.id), 303)
