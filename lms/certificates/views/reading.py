"""Lists of certificates, one certificate, its file, one's own, and the register."""
from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from sqlalchemy import select

from lms.access import allow
from lms.accounts.queries import is_same_person
from lms.blobs import read_bytes
from lms.certificates import actions, queries
from lms.certificates.forms import ExtractForm
from lms.certificates.models import Certificate, RegisterExtract
from lms.certificates.rules.paper import CertificateFacts
from lms.certificates.states import CERTIFICATE
from lms.certificates.views.base import pages
from lms.documents.rules.numbers import file_name
from lms.pdf.codes import in_groups
from lms.pdf.record import facts_of
from lms.texts import gettext as _
from lms.units.models import Unit
from lms.web import one_or_404


def _send(found: Certificate):
    if found.pdf_sha256 is None:
        abort(404)
    name = file_name(found.kind, found.register_text)
    return send_file(BytesIO(read_bytes(found.pdf_sha256)), "application/pdf", download_name=name, etag=found.pdf_sha256, max_age=0)


@pages.get("/certificates")
@allow("certificate.read")
def index():
    """Certificates within reach, newest first."""
    state = request.args.get("state", "") if request.args.get("state") in CERTIFICATE.states else ""
    text, before = request.args.get("q", "")[:80], request.args.get("before", type=int)
    rows = queries.listed(current_user, state=state, text=text, before=before)
    shown, more = rows[:queries.PAGE], len(rows) > queries.PAGE
    return render_template("certificates/index.html", rows=shown, more=more, state=state, text=text, states=CERTIFICATE.states, before=before)


@pages.get("/certificates/<row:certificate_id>")
@allow("certificate.read")
def certificate(certificate_id: int):
    """One certificate."""
    found = one_or_404(queries.visible(current_user, "certificate.read").where(Certificate.id == certificate_id))
    return _one_page(found, own=False, may_end=_may_end(found))


def _one_page(found: Certificate, own: bool, may_end: bool):
    return render_template("certificates/certificate.html", found=found, facts=facts_of(CertificateFacts, found.facts), code=in_groups(found.verify_code),
                           successor=queries.successor(found), own=own, may_end=may_end)


def _may_end(found: Certificate) -> bool:
    """Whether this person may revoke it: reach, state, and not the issuer."""
    near = queries.visible(current_user, "certificate.revoke").where(Certificate.id == found.id).with_only_columns(Certificate.id)
    return found.state == "issued" and not is_same_person(current_user, found.issued_by_id, found.issued_at) and queries.exists(near)


@pages.get("/certificates/<row:certificate_id>/pdf")
@allow("certificate.read")
def pdf(certificate_id: int):
    """The issued file."""
    return _send(one_or_404(queries.visible(current_user, "certificate.read").where(Certificate.id == certificate_id)))


@pages.get("/my/certificates")
@allow("my.read")
def mine():
    """What I hold."""
    return render_template("certificates/mine.html", rows=queries.all_of(queries.own(current_user).limit(200)))


@pages.get("/my/certificates/<row:certificate_id>")
@allow("my.read")
def my_certificate(certificate_id: int):
    """One of mine."""
    found = one_or_404(queries.own(current_user).where(Certificate.id == certificate_id))
    return _one_page(found, own=True, may_end=False)


@pages.get("/my/certificates/<row:certificate_id>/pdf")
@allow("my.read")
def my_pdf(certificate_id: int):
    """The file of one of mine."""
    return _send(one_or_404(queries.own(current_user).where(Certificate.id == certificate_id)))


@pages.get("/certificates/register")
@allow("certificate.read")
def register():
    """The register of an issuer and a year, line by line."""
    books = queries.register_years(current_user)
    issuer, year, after = (request.args.get(name, type=int) for name in ("issuer", "year", "after"))
    book = next((one for one in books if (one[0], one[2]) == (issuer, year)), None) or (books[0] if books and issuer is None else None)
    rows = queries.register_rows(book[0], book[2], after or 0, queries.PAGE + 1) if book else []
    if issuer is not None and book is None:
        abort(404)
    return render_template("certificates/register.html", books=books, book=book, rows=rows[:queries.PAGE], more=len(rows) > queries.PAGE, after=after,
                           extracts=queries.all_of(queries.extracts(current_user).where(RegisterExtract.issuer_id == book[0]).limit(5)) if book else [])


@pages.post("/certificates/register")
@allow("certificate.read")
def ask_extract():
    """An extract as a paper, made by the worker."""
    form = ExtractForm()
    book = next((one for one in queries.register_years(current_user) if (one[0], one[2]) == (form.issuer.data, form.year.data)), None)
    if book is None:
        abort(404)
    if form.validate():
        actions.ask_extract(current_user, one_or_404(select(Unit).where(Unit.id == book[0])), book[2], form.first.data, form.last.data)
        flash(_("Đang lập bản trích. Tải về được ở trang này khi xong."), "info")
    else:
        flash(_("Số đầu và số cuối của bản trích phải là số trong sổ."), "warning")
    return redirect(url_for("certificates.register", issuer=book[0], year=book[2]), 303)


@pages.get("/certificates/register/<row:extract_id>/pdf")
@allow("certificate.read")
def extract_pdf(extract_id: int):
    """The file of an extract."""
    found = one_or_404(queries.extracts(current_user).where(RegisterExtract.id == extract_id))
    if found.pdf_sha256 is None:
        abort(404)
    name = file_name("so_goc", f"{found.issuer.short or found.issuer.code}-{found.year}-{found.first_no}-{found.last_no}")
    return send_file(BytesIO(read_bytes(found.pdf_sha256)), "application/pdf", download_name=name, etag=found.pdf_sha256, max_age=0)
