"""The deeds of a class that its academy does: open, start, finish, milestones, sessions. (The class page and the lock: enrollment.)"""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow, reach
from lms.courses import actions, queries
from lms.courses.actions.sessions import EDITABLE
from lms.courses.forms import AssignForm, DatesForm, SessionForm
from lms.courses.models import ClassSession, TrainingClass
from lms.courses.views.door import pages
from lms.errors import said_at
from lms.flow import check_version
from lms.texts import gettext as _
from lms.web import one_or_404, typed_version


def _class(class_id: int, verb: str) -> TrainingClass:
    return one_or_404(queries.visible(current_user, verb).where(TrainingClass.id == class_id))


def _session(session_id: int) -> ClassSession:
    return one_or_404(queries.visible_sessions(current_user, "class.edit").where(ClassSession.id == session_id))


def _deed(class_id: int, verb: str, action, said: str):
    """One move of a class, from a form that was opened on its version."""
    found = _class(class_id, verb)
    check_version(found, typed_version())
    action(current_user, found)
    flash(said, "done")
    return redirect(url_for("enrollment.training_class", class_id=class_id), 303)


@pages.post("/classes/<row:class_id>/open")
@allow("class.open")
def open_nomination(class_id: int):
    """Units may name persons."""
    return _deed(class_id, "class.open", actions.open_nomination, _("Lớp đã mở đề cử."))


@pages.post("/classes/<row:class_id>/start")
@allow("class.edit")
def start_class(class_id: int):
    """The first day."""
    return _deed(class_id, "class.edit", actions.start_class, _("Lớp đã khai giảng."))


@pages.post("/classes/<row:class_id>/finish")
@allow("class.edit")
def finish_class(class_id: int):
    """The last day."""
    return _deed(class_id, "class.edit", actions.finish_class, _("Lớp đã học xong."))


@pages.route("/classes/<row:class_id>/dates", methods=["GET", "POST"])
@allow("class.edit")
def class_dates(class_id: int):
    """Milestones of a class."""
    found = _class(class_id, "class.edit")
    form = DatesForm(data={name: clock.local(moment).date() for name, moment in (
        ("nominate_on", found.nominate_until), ("release_on", found.release_at), ("lock_on", found.lock_at))})
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        actions.change_dates(current_user, found, form.nominate_on.data, form.release_on.data, form.lock_on.data)
        flash(_("Đã lưu các mốc của lớp."), "done")
        return redirect(url_for("enrollment.training_class", class_id=class_id), 303)
    return render_template("courses/dates.html", training_class=found, form=form), 422 if form.errors else 200


def _sessions_page(found: TrainingClass, form=None, everyone=None):
    """The sessions to be read; for who plans them also the two forms, one of which may carry errors."""
    edits = found.state in EDITABLE and reach(current_user, "class.edit").holds(found.academy.path)
    form = form or (SessionForm(formdata=None, academy=found.academy) if edits else None)
    everyone = everyone or (AssignForm(formdata=None, prefix="all-", academy=found.academy) if edits else None)
    return render_template("courses/sessions.html", training_class=found, sessions=queries.sessions(found.id), edits=edits, form=form, everyone=everyone,
                           now=clock.now(), opens_at=queries.opens_at), 422 if edits and (form.errors or everyone.errors) else 200


@pages.get("/classes/<row:class_id>/sessions")
@allow("attendance.read")
def class_sessions(class_id: int):
    """Sessions of a class."""
    return _sessions_page(_class(class_id, "attendance.read"))


@pages.post("/classes/<row:class_id>/sessions")
@allow("class.edit")
def add_session(class_id: int):
    """One more session."""
    found = _class(class_id, "class.edit")
    form = SessionForm(academy=found.academy)
    if not form.validate():
        return _sessions_page(found, form)
    with said_at(form):
        actions.plan_session(current_user, found, form.values())
        flash(_("Đã thêm buổi học."), "done")
        return redirect(url_for("courses.class_sessions", class_id=class_id), 303)
    return _sessions_page(found, form)


@pages.post("/classes/<row:class_id>/sessions/assign")
@allow("class.edit")
def assign_sessions(class_id: int):
    """A room or a lecturer for all sessions to come."""
    found = _class(class_id, "class.edit")
    everyone = AssignForm(prefix="all-", academy=found.academy)
    if not everyone.validate():
        return _sessions_page(found, everyone=everyone)
    with said_at(everyone):
        done = actions.assign_sessions(current_user, found, everyone.room_id.data, everyone.lecturer_id.data)
        flash(_("Đã phân công cho %(n)s buổi còn lại.", n=done), "done")
        return redirect(url_for("courses.class_sessions", class_id=class_id), 303)
    return _sessions_page(found, everyone=everyone)


@pages.route("/sessions/<row:session_id>/edit", methods=["GET", "POST"])
@allow("class.edit")
def edit_session(session_id: int):
    """Day, time, room, lecturer of a session."""
    found = _session(session_id)
    form = SessionForm(obj=found, academy=found.training_class.academy)
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        with said_at(form):
            actions.change_session(current_user, found, form.values())
            flash(_("Đã lưu buổi học."), "done")
            return redirect(url_for("courses.class_sessions", class_id=found.class_id), 303)
    return render_template("courses/session.html", session=found, form=form), 422 if form.errors else 200
