"""The certificates of a class: who is ready, what stands in the way, and the batch."""
from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow
from lms.certificates import actions, queries
from lms.certificates.forms import SigningForm
from lms.certificates.rules.facts import Signing, blockers, grade_word
from lms.certificates.views.base import pages
from lms.documents.rules.facts import post_lines
from lms.errors import Problem
from lms.texts import gettext as _
from lms.web import one_or_404


def _class(class_id: int, verb: str):
    return one_or_404(queries.class_of(current_user, verb, class_id))


def _filled(found) -> SigningForm:
    given = queries.default_signing(found, clock.today())
    return SigningForm(formdata=None, issued_on=given.issued_on, place=given.place, signer_post="\n".join(given.post), signer_rank=given.rank, signer_name=given.name)


def _signing(form: SigningForm) -> Signing:
    return Signing(form.place.data or "", form.issued_on.data or clock.today(), post_lines(form.signer_post.data or "") or ("–",), form.signer_rank.data or "", form.signer_name.data or "")


def _page(found, form: SigningForm):
    """What the registrar sees: every completion with its certificate or with what stands in the way."""
    about, have, signing = queries.class_facts(found), queries.progress_of(found.id), _signing(form)
    rows = [(source, have.get(source.completion_id), [] if source.completion_id in have else blockers(source, about, signing)) for source in queries.within(current_user, found, queries.sources(found))]
    counts = {"issued": sum(one is not None and one.state != "prepared" for _source, one, _why in rows),
              "ready": sum(not why and (one is None or one.state == "prepared") for _source, one, why in rows), "blocked": sum(bool(why) for _source, _one, why in rows)}
    return render_template("certificates/class.html", found=found, rows=rows, counts=counts, form=form, job=queries.issue_jobs(found.id), about=about,
                           grade=grade_word)


@pages.get("/certificates/classes/<row:class_id>")
@allow("certificate.read")
def class_page(class_id: int):
    """Completions of a class and their certificates."""
    found = _class(class_id, "certificate.read")
    return _page(found, _filled(found))


@pages.post("/certificates/classes/<row:class_id>")
@allow("certificate.issue")
def issue(class_id: int):
    """Ask the worker for the certificates of all who are ready."""
    found, form = _class(class_id, "certificate.issue"), SigningForm()
    if form.validate():
        try:
            actions.request_issue(current_user, found, _signing(form))
        except Problem as problem:
            form.signer_name.errors = [str(problem.text)]
        else:
            flash(_("Đang cấp chứng chỉ. Trang này cho biết đã cấp đến đâu."), "info")
            return redirect(url_for("certificates.class_page", class_id=found.id), 303)
    return _page(found, form), 422


@pages.post("/certificates/classes/<row:class_id>/stop")
@allow("certificate.issue")
def stop(class_id: int):
    """Stop the batch; it may go on later."""
    found = _class(class_id, "certificate.issue")
    job = queries.issue_jobs(found.id)
    if job is not None and job.state in ("queued", "running"):
        actions.cancel_issue(current_user, found, job.id)
        flash(_("Sẽ dừng sau chứng chỉ đang lập. Chứng chỉ đã cấp giữ nguyên."), "info")
    return redirect(url_for("certificates.class_page", class_id=found.id), 303)
