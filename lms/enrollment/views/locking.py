"""Fixing the list of a class; early only on a page of its own, with a reason."""
from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow
from lms.courses.models import TrainingClass
from lms.enrollment import actions
from lms.enrollment.forms import LockForm
from lms.enrollment.queries import nominations as nomination_queries
from lms.enrollment.rules.locking import unready
from lms.enrollment.views.classes import own_class
from lms.enrollment.views.door import pages
from lms.errors import said_at
from lms.flow import check_version
from lms.texts import gettext as _
from lms.web import typed_version


def lock_page(found: TrainingClass, form: LockForm):
    """What stands against the lock, who would be closed out, and the reason."""
    units = nomination_queries.waiting_by_unit(found.id)
    waiting = sum(number for _name, number in units)
    form.shown.data, form.shown.raw_data = waiting, None
    stands = unready(found.nominate_until, clock.now(), waiting)
    return render_template("enrollment/lock.html", training_class=found, form=form, units=units, waiting=waiting, early=bool(stands),
                           why=actions.said_unready(stands)), 422 if form.errors else 200


@pages.get("/classes/<row:class_id>/lock")
@allow("class.edit")
def lock_form(class_id: int):
    """Before the lock: what it ends."""
    found = own_class(class_id, "class.edit")
    if found.state != "open":
        return redirect(url_for("enrollment.training_class", class_id=class_id), 303)
    return lock_page(found, LockForm())


@pages.post("/classes/<row:class_id>/lock")
@allow("class.edit")
def lock_class(class_id: int):
    """The list is fixed; what is refused stands at the reason."""
    found, form = own_class(class_id, "class.edit"), LockForm()
    check_version(found, typed_version())
    if not form.validate():
        return lock_page(found, form)
    with said_at(form):
        closed = actions.lock_class(current_user, found, form.reason.data or "", form.shown.data or 0)
        flash(_("Đã khóa danh sách; %(n)s đề cử chờ duyệt đã đóng.", n=closed) if closed else _("Đã khóa danh sách."), "done")
        return redirect(url_for("enrollment.training_class", class_id=class_id), 303)
    return lock_page(found, form)
