"""Revoking and replacing, by the head of the academy and by a decision."""
from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from lms import flow
from lms.access import allow
from lms.certificates import actions, queries
from lms.certificates.forms import EndForm
from lms.certificates.models import Certificate
from lms.certificates.views.base import pages
from lms.errors import Problem
from lms.texts import gettext as _
from lms.web import one_or_404, typed_version


def _near(certificate_id: int) -> Certificate:
    return one_or_404(queries.visible(current_user, "certificate.revoke").where(Certificate.id == certificate_id))


@pages.get("/certificates/<row:certificate_id>/revoke")
@allow("certificate.revoke")
def revoke_form(certificate_id: int):
    """Decision, day, reason."""
    return render_template("certificates/end.html", found=_near(certificate_id), form=EndForm(formdata=None), deed="revoke")


@pages.post("/certificates/<row:certificate_id>/revoke")
@allow("certificate.revoke")
def revoke(certificate_id: int):
    """It no longer holds."""
    return _end(_near(certificate_id), "revoke", actions.revoke, _("Đã thu hồi chứng chỉ. Trang xác minh cho biết ngay."))


@pages.get("/certificates/<row:certificate_id>/replace")
@allow("certificate.revoke")
def replace_form(certificate_id: int):
    """Decision, day, reason."""
    return render_template("certificates/end.html", found=_near(certificate_id), form=EndForm(formdata=None), deed="replace")


@pages.post("/certificates/<row:certificate_id>/replace")
@allow("certificate.revoke")
def replace(certificate_id: int):
    """A corrected one takes its place."""
    return _end(_near(certificate_id), "replace", actions.replace, _("Đã thay thế. Chứng chỉ mới đang được lập."))


def _end(found: Certificate, deed: str, act, said: str):
    form = EndForm()
    flow.check_version(found, typed_version())
    if form.validate():
        try:
            act(current_user, found, decision=form.decision.data, decided_on=form.decided_on.data, reason=form.reason.data)
        except Problem as problem:
            if problem.code != 422:
                raise
            form["decided_on" if problem.facts.get("field") == "decided_on" else "reason"].errors = [str(problem.text)]
        else:
            flash(said, "done")
            return redirect(url_for("certificates.certificate", certificate_id=found.id), 303)
    return render_template("certificates/end.html", found=found, form=form, deed=deed), 422
