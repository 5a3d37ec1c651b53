"""Extracts of a register: asked for on a page, made by the worker."""
from sqlalchemy import update

from lms import clock, queue
from lms.blobs import keep_bytes
from lms.certificates.models import RegisterExtract
from lms.certificates.queries.register import MOST, register_facts
from lms.certificates.rules.register import register_pdf
from lms.db import db
from lms.texts import lazy as _


def ask_extract(actor, issuer, year: int, first_no: int, last_no: int) -> RegisterExtract:
    """Lines first_no to last_no of a register as a paper; at most 300 at a time."""
    first_no = max(first_no, 1)
    made = RegisterExtract(issuer_id=issuer.id, year=year, first_no=first_no, last_no=min(max(last_no, first_no), first_no + MOST - 1), asked_by_id=actor.id, asked_at=clock.now())
    db.session.add(made)
    db.session.flush()
    queue.enqueue("certificates.register", _("Trích sổ gốc năm %(year)s", year=year), {"extract_id": made.id}, by=actor, unit_id=issuer.id,
                  dedup_key=f"certificates.register/{made.id}")
    return made


def render_extract(run) -> None:
    """The job."""
    with run.work(0, 1):
        extract = db.session.get(RegisterExtract, run.payload["extract_id"])
        facts = register_facts(extract) if extract.pdf_sha256 is None else None
    if facts is None:
        return
    pdf = register_pdf(facts)
    with run.work(1, 1):
        db.session.execute(update(RegisterExtract).where(RegisterExtract.id == run.payload["extract_id"]).values(pdf_sha256=keep_bytes(pdf, "application/pdf")))
        run.finish()
