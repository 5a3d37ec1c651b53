"""The deeds of a class that its academy does: open, lock, start, finish, milestones, sessions. (The class page: enrollment.)"""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow
from lms.courses import actions, queries
from lms.courses.forms import AssignForm, DatesForm, SessionForm
from lms.courses.models import ClassSession, TrainingClass
from lms.courses.views.door import pages
from lms.errors import Problem
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


@pages.post("/classes/<row:class_id>/lock")
@allow("class.edit")
def lock_class(class_id: int):
    """The list is fixed."""
    return _deed(class_id, "class.edit", actions.lock_class, _("Đã khóa danh sách."))


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


@pages.route("/classes/<row:class_id>/sessions", methods=["GET", "POST"])
@allow("class.edit")
def class_sessions(class_id: int):
    """Sessions of a class, and one more."""
    found = _class(class_id, "class.edit")
    form, everyone = SessionForm(academy=found.academy), AssignForm(formdata=None, prefix="all-", academy=found.academy)
    if request.method == "POST" and form.validate() and _kept(form, lambda: actions.plan_session(current_user, found, form.values())):
        flash(_("Đã thêm buổi học."), "done")
        return redirect(url_for("courses.class_sessions", class_id=class_id), 303)
    return render_template("courses/sessions.html", training_class=found, sessions=queries.sessions(class_id), form=form, everyone=everyone), 422 if form.errors else 200


@pages.post("/classes/<row:class_id>/sessions/assign")
@allow("class.edit")
def assign_sessions(class_id: int):
    """A room or a lecturer for all sessions to come."""
    found = _class(class_id, "class.edit")
    everyone = AssignForm(prefix="all-", academy=found.academy)
    if everyone.validate() and _kept(everyone, lambda: actions.assign_sessions(current_user, found, everyone.room_id.data, everyone.lecturer_id.data)):
        flash(_("Đã phân công cho các buổi còn lại."), "done")
        return redirect(url_for("courses.class_sessions", class_id=class_id), 303)
    form = SessionForm(formdata=None, academy=found.academy)
    return render_template("courses/sessions.html", training_class=found, sessions=queries.sessions(class_id), form=form, everyone=everyone), 422


@pages.route("/sessions/<row:session_id>/edit", methods=["GET", "POST"])
@allow("class.edit")
def edit_session(session_id: int):
    """Day, time, room, lecturer of a session."""
    found = _session(session_id)
    form = SessionForm(obj=found, academy=found.training_class.academy)
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        if _kept(form, lambda: actions.change_session(current_user, found, form.values())):
            flash(_("Đã lưu buổi học."), "done")
            return redirect(url_for("courses.class_sessions", class_id=found.class_id), 303)
    return render_template("courses/session.html", session=found, form=form), 422 if form.errors else 200


def _kept(form, action) -> bool:
    """Do it; what the action refuses stands at its field, with the typed values kept."""
    try:
        action()
    except Problem as problem:
        if problem.code != 422:
            raise
        form[problem.facts["field"]].errors = [str(problem.text)]
        return False
    return True
