"""Certificates within reach, one's own, by code, by file, and the register."""
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from lms.access import reach
from lms.certificates.models import Certificate
from lms.courses.models import TrainingClass
from lms.db import db
from lms.people.models import Person
from lms.spelling import fold
from lms.units.models import Unit

PAGE = 50
_Sponsor = aliased(Unit)
READING = {"certificate.read"}


def visible(user, verb: str):
    """Certificates of issuers within reach; for reading also those of persons whom a unit within reach had sent."""
    held = reach(user, verb)
    found = select(Certificate).join(Unit, Certificate.issuer_id == Unit.id).join(_Sponsor, Certificate.unit_id == _Sponsor.id)
    return found.where(or_(held.covers(Unit.path), held.covers(_Sponsor.path)) if verb in READING else held.covers(Unit.path))


def own(user):
    """What a person holds, newest first; the first sight of one is when it is issued."""
    return select(Certificate).where(Certificate.person_id == user.person_id, Certificate.state != "prepared").order_by(Certificate.issued_on.desc(), Certificate.id.desc())


def listed(user, *, state: str = "", text: str = "", before: int | None = None) -> list[Certificate]:
    """A page of the staff list, newest first, by key; one more than a page tells that more follow."""
    found = visible(user, "certificate.read").join(Person, Certificate.person_id == Person.id)
    if state:
        found = found.where(Certificate.state == state)
    if text:
        found = found.where(or_(Person.name_fold.contains(fold(text), autoescape=True), Certificate.register_text.contains(text.upper(), autoescape=True),
                                Certificate.serial.contains(text.upper(), autoescape=True)))
    if before:
        found = found.where(Certificate.id < before)
    return list(db.session.execute(found.order_by(Certificate.id.desc()).limit(PAGE + 1)).unique().scalars())


def in_class(class_id: int):
    """All certificates of a class in the order of the register."""
    return select(Certificate).where(Certificate.class_id == class_id).order_by(Certificate.register_year, Certificate.register_no)


def all_of(statement) -> list[Certificate]:
    """The rows of a statement."""
    return list(db.session.execute(statement).unique().scalars())


def exists(statement) -> bool:
    """Whether it finds anything."""
    return db.session.execute(statement.limit(1)).first() is not None


def by_code(code: str | None) -> Certificate | None:
    """The certificate with that verification code, once it is issued. Unknown, misspelt and not yet issued look alike."""
    found = select(Certificate).where(Certificate.verify_code == (code or "-"), Certificate.state != "prepared")
    return db.session.execute(found).unique().scalar_one_or_none()


def by_file(sha256: str) -> Certificate | None:
    """The certificate whose issued file has that digest."""
    return db.session.execute(select(Certificate).where(Certificate.pdf_sha256 == sha256)).unique().scalar_one_or_none()


def successor(certificate: Certificate) -> Certificate | None:
    """What holds now instead of a replaced certificate."""
    return db.session.get(Certificate, certificate.replaced_by_id) if certificate.replaced_by_id else None


def register_years(user) -> list[tuple[int, str, int]]:
    """(issuer id, its name, year) of every register within reach."""
    found = select(Certificate.issuer_id, Unit.name, Certificate.register_year).join(Unit, Certificate.issuer_id == Unit.id)
    found = found.where(reach(user, "certificate.read").covers(Unit.path)).distinct().order_by(Certificate.register_year.desc(), Unit.name)
    return [tuple(row) for row in db.session.execute(found)]


def register_rows(issuer_id: int, year: int, after: int = 0, limit: int | None = PAGE):
    """Lines of one register in order of numbers, with the class of each."""
    found = (select(Certificate, TrainingClass).join(TrainingClass, Certificate.class_id == TrainingClass.id)
             .where(Certificate.issuer_id == issuer_id, Certificate.register_year == year, Certificate.register_no > after).order_by(Certificate.register_no))
    return db.session.execute(found.limit(limit) if limit else found).unique().all()


def exported():
    """(kind, register number, digest) of every certificate that has its file."""
    return select(Certificate.kind, Certificate.register_text, Certificate.pdf_sha256).where(Certificate.pdf_sha256.is_not(None)).order_by(Certificate.id)
