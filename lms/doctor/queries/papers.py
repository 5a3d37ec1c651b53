"""Issued papers and the bytes they name."""
import hashlib

from sqlalchemy import select

from lms.blobs import Blob
from lms.db import db
from lms.documents.models import Document
from lms.queue import Job


def documents() -> list[str]:
    """An issued paper has its frozen content, and a file or a job that will make it."""
    waiting = {row["document_id"] for row in db.session.execute(select(Job.payload).where(Job.kind == "documents.render", Job.state.in_(("queued", "running")))).scalars()}
    rows = db.session.execute(select(Document.id, Document.number_text, Document.pdf_sha256, Document.body).where(Document.state != "draft").order_by(Document.id))
    found = []
    for one in rows:
        if one.pdf_sha256 is None and one.id not in waiting:
            found.append(f"document {one.number_text} ({one.id}) has no file and no job makes it")
        if one.pdf_sha256 is None and one.id in waiting and "paper" not in one.body:
            found.append(f"document {one.number_text} ({one.id}) has no frozen content")
    return found


def blobs() -> list[str]:
    """Every blob still has the digest it is known by."""
    found = []
    for digest, size, data in db.session.execute(select(Blob.sha256, Blob.size, Blob.data).execution_options(yield_per=50)):
        if hashlib.sha256(data).hexdigest() != digest:
            found.append(f"blob {digest[:16]}… has other bytes")
        elif len(data) != size:
            found.append(f"blob {digest[:16]}… says {size} bytes and has {len(data)}")
    return found
