"""The two transactions of one certificate: numbers and facts first, the file and the state after it was rendered. Each may be repeated."""
from flask import current_app
from sqlalchemy import select

from lms import clock, flow
from lms.blobs import keep_bytes
from lms.certificates.models import Certificate
from lms.certificates.rules.facts import ClassFacts, Numbers, Signing, Source, assemble, facts_digest
from lms.certificates.rules.facts import record as stored_facts
from lms.certificates.rules.numbers import new_code, register_series, serial_series
from lms.competence.models import Qualification
from lms.counters import next_number
from lms.courses.models import Course, TrainingClass
from lms.db import db
from lms.events import record
from lms.events.certificates import CertificateIssued, CertificateNumbered
from lms.spelling import squeeze


def prepare(actor, source: Source, about: ClassFacts, signing: Signing) -> Certificate:
    """Take the numbers, freeze the facts. Everything of this certificate but its file, in the caller's transaction."""
    year = signing.issued_on.year
    numbers = Numbers(next_number(register_series(about.issuer_id, year)), next_number(serial_series(about.issuer_id)), new_code())
    facts = assemble(source, about, signing, numbers, current_app.config["PUBLIC_URL"])
    kept = stored_facts(facts)
    made = Certificate(
        completion_id=source.completion_id, person_id=source.person_id, class_id=about.class_id, issuer_id=about.issuer_id, unit_id=source.unit_id, kind=about.kind,
        register_year=year, register_no=numbers.register_no, register_text=facts.register_text, serial=facts.serial, verify_code=numbers.code, facts=kept,
        facts_sha256=facts_digest(kept), issued_on=signing.issued_on, changed_at=clock.now())
    db.session.add(made)
    db.session.flush()
    record(actor, CertificateNumbered(subject_id=made.id, unit_id=made.unit_id, person_id=made.person_id, register_text=made.register_text))
    return made


def finish(actor, certificate_id: int, pdf: bytes) -> None:
    """The file is there: the certificate is issued, and the person holds a qualification. A second call changes nothing."""
    certificate = db.session.get(Certificate, certificate_id)
    if certificate.state != "prepared":
        return
    digest = keep_bytes(pdf, "application/pdf")
    flow.move(certificate, "issue", actor, pdf_sha256=digest, issued_at=clock.now(), issued_by_id=actor.id if actor else None)
    keep_qualification(certificate)
    record(actor, CertificateIssued(subject_id=certificate.id, unit_id=certificate.unit_id, person_id=certificate.person_id, pdf_sha256=digest))


def _qualification_of(certificate: Certificate):
    title = certificate.facts["course"]
    return select(Qualification).where(Qualification.person_id == certificate.person_id, Qualification.title_key == squeeze(title),
                                       Qualification.year == int(certificate.facts["ends"][:4]), Qualification.source == "certificate")


def keep_qualification(certificate: Certificate) -> None:
    """The line in the person's qualifications; a course done twice in a year is one line."""
    held = db.session.execute(_qualification_of(certificate)).scalar_one_or_none()
    if held is not None:
        held.revoked = False
        return
    training = db.session.get(TrainingClass, certificate.class_id)
    course = db.session.get(Course, training.course_id)
    db.session.add(Qualification(
        person_id=certificate.person_id, title=certificate.facts["course"], title_key=squeeze(certificate.facts["course"]), course_code=course.code,
        topic_key=course.topic.name_squeezed, level=course.level, year=training.ends_on.year, gained_on=training.ends_on, source="certificate"))
    db.session.flush()


def drop_qualification(certificate: Certificate) -> None:
    """Revoked: the qualification no longer counts, unless another valid certificate carries it."""
    others = db.session.execute(select(Certificate).where(Certificate.person_id == certificate.person_id, Certificate.state == "issued",
                                                          Certificate.id != certificate.id)).unique().scalars()
    key = (squeeze(certificate.facts["course"]), certificate.facts["ends"][:4])
    if any((squeeze(other.facts["course"]), other.facts["ends"][:4]) == key for other in others):
        return
    held = db.session.execute(_qualification_of(certificate)).scalar_one_or_none()
    if held is not None:
        held.revoked = True
