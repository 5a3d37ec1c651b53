"""A person's own page: needs, seats, certificates, group; and the year in numbers."""
from dataclasses import dataclass

from sqlalchemy import func, select

from lms.certificates.models import Certificate
from lms.classification.models import Classification
from lms.courses.models import TrainingClass
from lms.db import db
from lms.enrollment.models import Completion, Enrollment, Nomination
from lms.quota.models import DemandCell, PlannedSeat, Proposal
from lms.survey.models import Need, NeedSheet
from lms.texts import gettext as _


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


@dataclass(frozen=True)
class Step:
    """One number of the year's flow."""
    name: str
    number: int


@dataclass(frozen=True)
class Year:
    """Needs to certificates of the newest approved proposal."""
    year: int
    steps: list[Step]

    @property
    def share(self) -> int:
        """Certificates per hundred needs."""
        return round(100 * self.steps[-1].number / self.steps[0].number) if self.steps[0].number else 0


def year_flow() -> Year | None:
    """The chain in numbers for the newest year that has certificates or, else, an approved proposal."""
    found = db.session.execute(select(Proposal).where(Proposal.state == "approved").order_by(Proposal.year).limit(1)).scalar_one_or_none()
    if found is None:
        return None
    asked = db.session.execute(select(func.sum(DemandCell.heads)).where(DemandCell.proposal_id == found.id)).scalar_one() or 0
    granted = db.session.execute(select(func.sum(PlannedSeat.heads)).where(PlannedSeat.proposal_id == found.id)).scalar_one() or 0
    ids = select(TrainingClass.id).where(TrainingClass.year == found.year)
    named, seated, done, issued = (db.session.execute(select(func.count(column)).where(*conditions)).scalar_one() for column, conditions in (
        (Nomination.id, (Nomination.class_id.in_(ids),)), (Enrollment.id, (Enrollment.class_id.in_(ids), Enrollment.seat_no.is_not(None))),
        (Completion.id, (Completion.class_id.in_(ids), Completion.completed)), (Certificate.id, (Certificate.class_id.in_(ids), Certificate.state == "issued"))))
    names = (_("Nhu cầu"), _("Được giao"), _("Đề cử"), _("Có chỗ học"), _("Hoàn thành"), _("Chứng chỉ"))
    return Year(found.year, [Step(name, number) for name, number in zip(names, (asked, granted, named, seated, done, issued), strict=True)])
