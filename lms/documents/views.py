"""The register of papers, a paper's page, its file, and its issue."""
from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user

from lms import clock, flow
from lms.access import allow, reach
from lms.blobs import read_bytes
from lms.documents import actions, queries
from lms.documents.forms import IssueForm, WithdrawForm
from lms.documents.models import Document
from lms.errors import said_at
from lms.texts import gettext as _
from lms.texts import lazy
from lms.web import one_or_404, typed_version

pages = Blueprint("documents", __name__)
KINDS = {"quyet_dinh": lazy("Quyết định"), "to_trinh": lazy("Tờ trình"), "thong_bao": lazy("Thông báo"), "bao_cao": lazy("Báo cáo")}


def _paper(document_id: int, verb: str) -> Document:
    return one_or_404(queries.visible(current_user, verb).where(Document.id == document_id))


@pages.get("/documents")
@allow("documents.read")
def index():
    """The register, newest first."""
    kind = request.args.get("kind", "") if request.args.get("kind") in KINDS else ""
    year = request.args.get("year", type=int)
    text, page = request.args.get("q", "")[:80], max(1, min(request.args.get("page", 1, type=int), 10000))
    rows, more = queries.one_page(queries.register(current_user, kind=kind, year=year, text=text), page)
    return render_template("documents/index.html", rows=rows, more=more, page=page, kind=kind, year=year, text=text, kinds=KINDS,
                           year_options=[(one, str(one)) for one in queries.years(current_user)])


@pages.get("/documents/<row:document_id>")
@allow("documents.read")
def document(document_id: int):
    """One paper."""
    found = _paper(document_id, "documents.read")
    return render_template("documents/document.html", document=found, kinds=KINDS, form=None,
                           keeps=reach(current_user, "documents.issue").holds(found.issuer.path))


@pages.get("/documents/<row:document_id>/pdf")
@allow("documents.read")
def pdf(document_id: int):
    """The issued file; byte for byte the one whose hash is on the row."""
    found = _paper(document_id, "documents.read")
    if found.pdf_sha256 is None:
        abort(404)
    return send_file(BytesIO(read_bytes(found.pdf_sha256)), "application/pdf", download_name=queries.download_name(found), etag=found.pdf_sha256, max_age=0)


@pages.get("/documents/<row:document_id>/issue")
@allow("documents.issue")
def issue_form(document_id: int):
    """Number, day, signer."""
    found = _paper(document_id, "documents.issue")
    form = IssueForm(formdata=None, dated=clock.today(), signer_name=found.signer_name, signer_post=found.signer_post)
    return render_template("documents/issue.html", document=found, form=form)


@pages.post("/documents/<row:document_id>/issue")
@allow("documents.issue")
def issue(document_id: int):
    """Issue it."""
    found, form = _paper(document_id, "documents.issue"), IssueForm()
    flow.check_version(found, typed_version())
    if form.validate():
        with said_at(form):
            actions.issue(current_user, found, dated=form.dated.data, number=form.number.data, signer_name=form.signer_name.data, signer_post=form.signer_post.data)
            flash(_("Đã ban hành văn bản số %(number)s.", number=found.number_text), "done")
            return redirect(url_for("documents.document", document_id=found.id), 303)
    return render_template("documents/issue.html", document=found, form=form), 422


@pages.get("/documents/<row:document_id>/withdraw")
@allow("documents.issue")
def withdraw_form(document_id: int):
    """Ask for the reason."""
    return render_template("documents/withdraw.html", document=_paper(document_id, "documents.issue"), form=WithdrawForm(formdata=None))


@pages.post("/documents/<row:document_id>/withdraw")
@allow("documents.issue")
def withdraw(document_id: int):
    """It no longer holds."""
    found, form = _paper(document_id, "documents.issue"), WithdrawForm()
    flow.check_version(found, typed_version())
    if not form.validate():
        return render_template("documents/withdraw.html", document=found, form=form), 422
    actions.withdraw(current_user, found, form.reason.data)
    flash(_("Đã thu hồi văn bản số %(number)s.", number=found.number_text), "done")
    return redirect(url_for("documents.document", document_id=found.id), 303)
