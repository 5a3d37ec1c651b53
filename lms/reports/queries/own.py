"""A person's own page: needs, seats, certificates, group."""
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.classification.models import Classification
from lms.db import db
from lms.enrollment.models import Enrollment
from lms.survey.models import Need, NeedSheet


def needs_of(person_id: int) -> list[Need]:
    """What units asked for this person, newest first."""
    return list(db.session.execute(select(Need).join(NeedSheet).where(Need.person_id == person_id).order_by(Need.id.desc()).limit(20)).scalars())


def places_of(person_id: int) -> list[Enrollment]:
    """The person's seats and places on waiting lists, newest first."""
    return list(db.session.execute(select(Enrollment).where(Enrollment.person_id == person_id).order_by(Enrollment.id.desc()).limit(20)).scalars())


def certificates_of(person_id: int) -> list[Certificate]:
    """The person's certificates, newest first."""
    return list(db.session.execute(select(Certificate).where(Certificate.person_id == person_id, Certificate.state != "prepared")
                                   .order_by(Certificate.issued_on.desc(), Certificate.id.desc())).scalars())


def group_of(person_id: int) -> Classification | None:
    """The newest classification of the person."""
    return db.session.execute(select(Classification).where(Classification.person_id == person_id).order_by(Classification.id.desc()).limit(1)).scalar_one_or_none()
