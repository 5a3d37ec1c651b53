"""The list of classes, the page of a class, and what its academy does with seats."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow, may, reach
from lms.courses import queries as course_queries
from lms.courses.models import TrainingClass
from lms.enrollment import actions, queries
from lms.enrollment.forms import ReasonForm
from lms.enrollment.models import Enrollment
from lms.enrollment.queries import class_page
from lms.enrollment.queries import classes as class_queries
from lms.enrollment.views.door import PAGE, one_page, page_address, page_number, pages, state_tabs
from lms.flow import check_version
from lms.texts import gettext as _
from lms.texts import ngettext
from lms.web import one_or_404, typed_version


@pages.get("/classes")
@allow("class.read")
def classes():
    """Classes within reach, by state, academy, course."""
    filters = {"academy": request.args.get("academy", type=int), "course": request.args.get("course", type=int)}
    state = request.args.get("state") if request.args.get("state") in TrainingClass.FLOW.states else None
    counts, number = class_queries.counts_by_state(current_user, filters), page_number()
    total = counts.get(state, 0) if state else sum(counts.values())
    return render_template(
        "enrollment/classes.html", classes=one_page(class_queries.listed(current_user, {**filters, "state": state}), number), state=state, filters=filters,
        tabs=state_tabs("enrollment.classes", TrainingClass.FLOW, counts, state, **filters), academies=class_queries.academies_of(current_user),
        courses=class_queries.course_choices(current_user), total=total, page=number, pages=-(-total // PAGE), address=page_address(
            "enrollment.classes", state=state, **filters))


@pages.get("/classes/<row:class_id>")
@allow("class.read")
def training_class(class_id: int):
    """The class: seats, milestones, roster, attendance, waiting list, tasks."""
    found = one_or_404(queries.visible_classes(current_user, "class.read").where(TrainingClass.id == class_id))
    return render_template("enrollment/class.html", **{**class_page.page_of(current_user, found), "may": _rights(found)})


def _rights(found: TrainingClass):
    """`may` of the class page: deeds of an academy only for who reaches this academy."""
    def held(verb: str) -> bool:
        return may(current_user, verb) and (not verb.startswith(("class.", "seat.", "grade.", "attendance.", "completion.")) or verb == "class.read"
                                            or reach(current_user, verb).holds(found.academy.path))
    return held


def own_class(class_id: int, verb: str) -> TrainingClass:
    """A class of an academy that the user reaches with the verb."""
    return one_or_404(course_queries.visible(current_user, verb).where(TrainingClass.id == class_id))


@pages.route("/classes/<row:class_id>/cancel", methods=["GET", "POST"])
@allow("class.edit")
def cancel_class(class_id: int):
    """Not held: with a reason."""
    found, form = own_class(class_id, "class.edit"), ReasonForm()
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        concerned = actions.cancel_class(current_user, found, form.reason.data)
        flash(ngettext("Đã hủy lớp; %(num)s người được trả về đơn vị.", "Đã hủy lớp; %(num)s người được trả về đơn vị.", concerned), "done")
        return redirect(url_for("enrollment.training_class", class_id=class_id), 303)
    return reason_page(form, found, _("Hủy lớp %(code)s", code=found.code), _("Hủy lớp"), url_for("enrollment.training_class", class_id=class_id))


@pages.post("/classes/<row:class_id>/promote")
@allow("seat.manage")
def promote(class_id: int):
    """The next of the waiting list gets the free seat."""
    found = own_class(class_id, "seat.manage")
    promoted = actions.promote_next(current_user, found, _("học viện mời người kế tiếp"))
    flash(_("Đã xếp %(name)s vào chỗ số %(n)s.", name=promoted.person.name, n=promoted.seat_no), "done")
    return redirect(url_for("enrollment.training_class", class_id=class_id), 303)


@pages.route("/enrollments/<row:enrollment_id>/cancel", methods=["GET", "POST"])
@allow("seat.manage")
def cancel_seat(enrollment_id: int):
    """The academy cancels a place: with a reason."""
    found, form = one_or_404(queries.visible_enrollments(current_user, "seat.manage").where(Enrollment.id == enrollment_id)), ReasonForm()
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        say_promoted(actions.cancel_seat(current_user, found, form.reason.data), _("Đã hủy chỗ của %(name)s.", name=found.person.name))
        return redirect(url_for("enrollment.training_class", class_id=found.class_id), 303)
    return reason_page(form, found, _("Hủy chỗ của %(name)s", name=found.person.name), _("Hủy chỗ"), url_for("enrollment.training_class", class_id=found.class_id))


def say_promoted(promoted: Enrollment | None, said: str) -> None:
    """What happened, and who moved up."""
    if promoted is not None:
        said += " " + _("%(name)s được xếp vào chỗ số %(n)s từ danh sách chờ.", name=promoted.person.name, n=promoted.seat_no)
    flash(said, "done")


def reason_page(form: ReasonForm, thing, title: str, button: str, back: str):
    """A page of its own that asks for the reason of a serious act."""
    return render_template("enrollment/reason.html", form=form, thing=thing, title=title, button_word=button, back=back), 422 if form.errors else 200
