"""What an academy can take: rooms, lecturers by topic and month, licences."""
from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from lms.access import allow, reach
from lms.courses import actions, queries
from lms.courses.forms import LecturerForm, LicenceForm, RoomForm
from lms.courses.models import Licence, Room
from lms.courses.views.door import pages
from lms.db import db
from lms.texts import gettext as _
from lms.units.models import Unit
from lms.web import one_or_404


def _academy(academy_id: int, verb: str) -> Unit:
    return one_or_404(queries.visible_academies(current_user, verb).where(Unit.id == academy_id))


def capacity_page(academy: Unit, forms: dict, code: int = 200):
    """The page with its three forms; one of them may carry errors."""
    months, table = queries.lecturer_table(academy.id)
    forms = {"room": RoomForm, "licence": LicenceForm, "lecturer": LecturerForm} | forms
    ready = {name: form(formdata=None, prefix=name + "-") if isinstance(form, type) else form for name, form in forms.items()}
    return render_template("courses/capacity.html", academy=academy, rooms=queries.rooms(academy.id), licences=queries.licences(academy.id), months=months,
                           lecturers=table, edits=reach(current_user, "capacity.edit").holds(academy.path), forms=ready), code


@pages.get("/capacity")
@allow("capacity.read")
def academies():
    """Academies within reach; who has one goes straight to it."""
    found = list(db.session.execute(queries.visible_academies(current_user, "capacity.read")).scalars())
    if len(found) == 1:
        return redirect(url_for("courses.capacity", academy_id=found[0].id))
    return render_template("courses/academies.html", academies=found, totals=queries.room_totals([academy.id for academy in found]))


@pages.get("/academies/<row:academy_id>/capacity")
@allow("capacity.read")
def capacity(academy_id: int):
    """Rooms, lecturers, licences."""
    return capacity_page(_academy(academy_id, "capacity.read"), {})


def _saved(academy_id: int, name: str, form, save):
    """One of the three forms: shown again with its errors, or its values saved by `save(academy, values)`."""
    academy = _academy(academy_id, "capacity.edit")
    if not form.validate():
        return capacity_page(academy, {name: form}, 422)
    save(academy, form.data)
    flash(_("Đã lưu năng lực tiếp nhận."), "done")
    return redirect(url_for("courses.capacity", academy_id=academy_id), 303)


@pages.post("/academies/<row:academy_id>/rooms")
@allow("capacity.edit")
def save_room(academy_id: int):
    """Add a room or change the one of that name."""
    return _saved(academy_id, "room", RoomForm(prefix="room-"), lambda academy, values: actions.save_room(
        current_user, academy, queries.named(Room, academy.id, values["name"]), values))


@pages.post("/academies/<row:academy_id>/licences")
@allow("capacity.edit")
def save_licence(academy_id: int):
    """Add a licence or change the one of that name."""
    return _saved(academy_id, "licence", LicenceForm(prefix="licence-"), lambda academy, values: actions.save_licence(
        current_user, academy, queries.named(Licence, academy.id, values["name"]), values))


@pages.post("/academies/<row:academy_id>/lecturers")
@allow("capacity.edit")
def save_lecturer_time(academy_id: int):
    """Teacher time of a topic in a month."""
    return _saved(academy_id, "lecturer", LecturerForm(prefix="lecturer-"), lambda academy, values: actions.save_lecturer_time(current_user, academy, values))
