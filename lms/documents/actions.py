"""Papers: drafted, issued with a number without gap, rendered by the worker, withdrawn."""
from datetime import date
from functools import partial

from sqlalchemy import update

from lms import clock, flow
from lms.blobs import keep_bytes
from lms.counters import next_number, raise_to
from lms.db import db
from lms.documents.models import Document
from lms.documents.queries import number_taken, unit_symbol
from lms.documents.rules.facts import (
    FACTS,
    Head,
    check_paper,
    paper_facts,
    paper_pdf,
    paper_record,
    place_of,
)
from lms.documents.rules.numbers import (
    KIND_SIGNS,
    paper_number,
    series_of,
    typed_number,
)
from lms.documents.rules.paper import form_faults
from lms.errors import Problem
from lms.events import record
from lms.events.quota import DocumentDrafted, DocumentIssued, DocumentWithdrawn
from lms.pdf.errors import PaperProblem
from lms.queue import enqueue
from lms.texts import lazy as _


def draft(actor, *, kind: str, issuer, subject: str, body: dict, series: str = "") -> Document:
    """A paper without number and day. `series` names a body with a book of its own at the issuer (`BCĐ`, a steering committee)."""
    if kind not in FACTS:
        raise Problem(_("Chưa có mẫu giấy cho loại văn bản này."), field="kind")
    made = Document(kind=kind, issuer_id=issuer.id, series=series_of(kind, issuer.id, series), subject=subject, body=body, changed_at=clock.now(),
                    drafted_by_id=actor.id if actor else None)
    db.session.add(made)
    db.session.flush()
    record(actor, DocumentDrafted(subject_id=made.id, unit_id=issuer.id, kind=kind))
    return made


def issue(actor, document: Document, *, dated: date, signer_name: str, signer_post: str, number: int | str | None = None) -> Document:
    """Number, day and signer in this transaction; the file is made by the worker. `number` is one that the office gave in its own book, `12` or
    as it stands on the paper, `12/QĐ-BM`."""
    issuer = document.issuer
    own = document.series.split("/", 2)[2] if document.series.count("/") > 1 else ""
    symbol = own or unit_symbol(issuer)
    number = _read_number(number, f"{KIND_SIGNS[document.kind]}-{symbol}")

    def facts_for(taken: int | None):
        head = Head(issuer.name, issuer.parent.name if issuer.parent else "", taken, symbol, place_of(issuer.region), dated, signer_post, signer_name)
        return paper_facts(document.kind, document.subject, document.body, head)
    _refuse_faulty(facts_for(number or 1))
    taken = _take_number(document.series, dated.year, number)
    text = paper_number(document.kind, taken, symbol)
    flow.move(document, "issue", actor, number=taken, number_given=number is not None, number_text=text, year=dated.year, dated=dated, signer_name=signer_name,
              signer_post=signer_post, issued_by_id=actor.id if actor else None, body={**document.body, "paper": paper_record(facts_for(taken))})
    enqueue("documents.render", _("Lập tệp PDF của văn bản số %(number)s", number=text), {"document_id": document.id}, by=actor, unit_id=document.issuer_id,
            dedup_key=f"documents.render/{document.id}")
    record(actor, DocumentIssued(subject_id=document.id, unit_id=document.issuer_id, number_text=text))
    return document


def issue_decision(actor, *, issuer, subject: str, body: dict, dated: date, signer_name: str, signer_post: str, number: int | str | None = None, series: str = "") -> Document:
    """A decision drafted and issued in one transaction."""
    made = draft(actor, kind="quyet_dinh", issuer=issuer, subject=subject, body=body, series=series)
    return issue(actor, made, dated=dated, signer_name=signer_name, signer_post=signer_post, number=number)


def _read_number(typed: int | str | None, sign: str) -> int | None:
    """The number alone; what is no number of a paper, or carries the symbol of another one, is refused with an example."""
    if typed is None or isinstance(typed, int) or not typed.strip():
        return typed if isinstance(typed, int) else None
    read, example = typed_number(typed), f"12/{sign}"
    if read is None:
        raise Problem(_("“%(typed)s” không phải số của văn bản. Viết số, hoặc cả số và ký hiệu, ví dụ 12 hoặc %(example)s.", typed=typed, example=example), field="number")
    number, symbol = read
    if symbol and symbol.casefold() != sign.casefold():
        raise Problem(_("Văn bản này có ký hiệu %(sign)s, không phải %(typed)s. Viết số, hoặc cả số và ký hiệu, ví dụ 12 hoặc %(example)s.", sign=sign, typed=symbol,
                        example=example), field="number")
    return number


def _refuse_faulty(facts) -> None:
    if faults := form_faults(facts):
        raise Problem(" ".join(faults), field="signer_name")
    try:
        check_paper(facts)
    except PaperProblem as problem:
        problem.facts["field"] = "signer_name"
        raise


def _take_number(series: str, year: int, number: int | None) -> int:
    """The next number of the series in that year, or the given one when nobody has it."""
    counter = f"document/{series}/{year}"
    if number is None:
        return next_number(counter)
    if number < 1 or number_taken(series, year, number):
        raise Problem(_("Số %(number)s của năm %(year)s đã được cấp cho văn bản khác.", number=number, year=year), field="number")
    raise_to(counter, number)
    return number


def withdraw(actor, document: Document, reason: str) -> None:
    """The paper no longer holds; number and file stay."""
    flow.move(document, "withdraw", actor, withdraw_reason=reason)
    record(actor, DocumentWithdrawn(subject_id=document.id, unit_id=document.issuer_id, reason=reason))


def file_once(run, model, row_id: int, prepare) -> None:
    """The file of a frozen record, made by a job. `prepare(row)` reads what is frozen and answers with what renders it, outside of any transaction.
    The row learns the digest (`pdf_sha256`) once; a repeat changes nothing."""
    with run.work(0, 1):
        row = db.session.get(model, row_id)
        make = None if row.pdf_sha256 else prepare(row)
    if make is None:
        return
    try:
        data = make()
    except PaperProblem as trouble:
        raise RuntimeError(f"{trouble.text} {trouble.facts.get('trouble', '')}") from trouble
    with run.work(1, 1):
        digest = keep_bytes(data, "application/pdf")
        db.session.execute(update(model).where(model.id == row_id, model.pdf_sha256.is_(None)).values(pdf_sha256=digest))
        run.finish()


def render_document(run) -> None:
    """The job: the file of an issued paper."""
    file_once(run, Document, run.payload["document_id"], lambda document: partial(paper_pdf, document.kind, document.body["paper"]))


JOBS = {"documents.render": render_document}
