"""The end of a certificate: revoked by a decision, or replaced by a corrected one. Nothing is deleted."""
from datetime import date

from lms import clock, flow, queue
from lms.certificates.actions.issuing import today_signing
from lms.certificates.actions.preparing import drop_qualification, prepare
from lms.certificates.models import Certificate
from lms.certificates.queries import class_facts, sources
from lms.certificates.rules.facts import blockers
from lms.courses.models import TrainingClass
from lms.db import db
from lms.documents.rules.numbers import typed_number
from lms.errors import Problem
from lms.events import record
from lms.events.certificates import CertificateReplaced, CertificateRevoked
from lms.pdf.record import record_of
from lms.texts import lazy as _


def revoke(actor, certificate: Certificate, *, decision: str, decided_on: date, reason: str) -> None:
    """It no longer holds, by this decision and for this reason; by another person than the issuer."""
    _check_paper(certificate, decision, decided_on)
    flow.move(certificate, "revoke", actor, ended_at=clock.now(), ended_by_id=actor.id, end_reason=reason, end_decision=decision, end_decision_on=decided_on)
    drop_qualification(certificate)
    record(actor, CertificateRevoked(subject_id=certificate.id, unit_id=certificate.unit_id, person_id=certificate.person_id, reason=reason, decision=decision))


def replace(actor, certificate: Certificate, *, decision: str, decided_on: date, reason: str) -> Certificate:
    """A corrected certificate takes its place, with a number of its own and the person's data of today; the worker renders it."""
    _check_paper(certificate, decision, decided_on)
    training = db.session.get(TrainingClass, certificate.class_id)
    source, about, signing = sources(training, [certificate.completion_id])[0], class_facts(training), today_signing(certificate.facts, clock.today())
    if found := blockers(source, about, signing):
        raise Problem("; ".join(map(str, found)), field="reason")
    flow.move(certificate, "replace", actor, ended_at=clock.now(), ended_by_id=actor.id, end_reason=reason, end_decision=decision, end_decision_on=decided_on)
    made = prepare(actor, source, about, signing)
    certificate.replaced_by_id = made.id
    queue.enqueue("certificates.issue", _("Cấp lại chứng chỉ %(number)s", number=made.register_text),
                  {"class_id": training.id, "signing": record_of(signing), "only": [made.completion_id]},
                  by=actor, unit_id=training.academy_id, dedup_key=f"certificates.replace/{made.id}")
    record(actor, CertificateReplaced(subject_id=certificate.id, unit_id=certificate.unit_id, person_id=certificate.person_id, by_id=made.id))
    return made


def _check_paper(certificate: Certificate, decision: str, decided_on: date) -> None:
    read = typed_number(decision)
    if read is None or not read[1]:
        raise Problem(_("Số quyết định gồm số và ký hiệu, ví dụ 52/QĐ-HVMA."), field="decision")
    if decided_on < certificate.issued_on or decided_on > clock.today():
        raise Problem(_("Ngày quyết định phải từ ngày cấp chứng chỉ đến hôm nay."), field="decided_on")
