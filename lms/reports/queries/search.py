"""One search over persons, units, classes, certificates and papers, each only as far as the reader reaches."""
from dataclasses import dataclass, field

from flask import url_for
from sqlalchemy import or_

from lms.access import may
from lms.certificates import queries as certificates
from lms.certificates.models import Certificate
from lms.courses.models import Course, TrainingClass
from lms.db import db
from lms.documents import queries as documents
from lms.documents.models import Document
from lms.enrollment.queries.classes import visible_classes
from lms.people import queries as people
from lms.spelling import squeeze
from lms.texts import day
from lms.texts import gettext as _
from lms.units import queries as units

SHOWN = 8


@dataclass
class Hits:
    """What matched of one kind: (words, second line, address)."""
    title: str
    rows: list[tuple[str, str, str]] = field(default_factory=list)


def search(user, text: str) -> list[Hits]:
    """Kinds with at least one match; nothing for less than two signs."""
    if len(squeeze(text)) < 2:
        return []
    kinds = ((_people, "people.read"), (_units, "units.read"), (_classes, "class.read"), (_certificates, "certificate.read"), (_documents, "documents.read"))
    found = [kind(user, text) for kind, verb in kinds if may(user, verb)]
    return [hits for hits in found if hits.rows]


def _all(statement):
    return db.session.execute(statement.limit(SHOWN)).unique().scalars()


def _people(user, text: str) -> Hits:
    rows, _more = people.found(user, text, None, 1)
    return Hits(_("Quân nhân"), [(one.addressed, one.placed, url_for("people.person", person_id=one.id)) for one in rows[:SHOWN]])


def _units(user, text: str) -> Hits:
    return Hits(_("Các đơn vị"), [(unit.name, unit.code, url_for("units.unit", unit_id=unit.id)) for unit, _count in units.branch(user, None, text, SHOWN)])


def _classes(user, text: str) -> Hits:
    match = or_(TrainingClass.code.icontains(text.strip(), autoescape=True), Course.title_squeezed.contains(squeeze(text), autoescape=True))
    rows = visible_classes(user, "class.read").join(Course, TrainingClass.course_id == Course.id).where(match).order_by(TrainingClass.starts_on.desc())
    return Hits(_("Lớp học"), [(f"{one.course.title}, {one.code}", f"{day(one.starts_on)}, {one.academy.name}", url_for("enrollment.training_class", class_id=one.id))
                               for one in _all(rows)])


def _certificates(user, text: str) -> Hits:
    match = or_(Certificate.register_text.icontains(text.strip(), autoescape=True), Certificate.serial.icontains(text.strip(), autoescape=True))
    rows = certificates.visible(user, "certificate.read").where(match).order_by(Certificate.id.desc())
    return Hits(_("Chứng chỉ"), [(one.register_text, f"{one.facts['person_name']}, {one.facts['course']}", url_for("certificates.certificate", certificate_id=one.id))
                                 for one in _all(rows)])


def _documents(user, text: str) -> Hits:
    match = or_(Document.number_text.icontains(text.strip(), autoescape=True), Document.subject.icontains(text.strip(), autoescape=True))
    rows = documents.visible(user, "documents.read").where(match).order_by(Document.id.desc())
    return Hits(_("Văn bản"), [(one.chip or _("dự thảo"), one.subject, url_for("documents.document", document_id=one.id)) for one in _all(rows)])
