"""The chain of a year in numbers: how many needs became certificates, and where the others were lost."""
from dataclasses import dataclass

from sqlalchemy import func, select

from lms.certificates.models import Certificate
from lms.courses.models import TrainingClass
from lms.db import db
from lms.enrollment.models import Completion, Enrollment
from lms.quota.models import DemandCell, PlannedSeat, Proposal
from lms.texts import gettext as _


@dataclass(frozen=True)
class Year:
    """Needs to certificates of a year with an approved proposal; `losses` stand between the nodes."""
    year: int
    nodes: list[dict]
    losses: list[dict]

    @property
    def share(self) -> int:
        """Certificates per hundred needs."""
        return round(100 * self.nodes[-1]["n"] / self.nodes[0]["n"]) if self.nodes[0]["n"] else 0


def year_flow() -> Year | None:
    """The oldest approved year that is not yet over in its certificates, as a flow; None before the first decision."""
    found = db.session.execute(select(Proposal).where(Proposal.state == "approved").order_by(Proposal.year).limit(1)).scalar_one_or_none()
    if found is None:
        return None
    ids = select(TrainingClass.id).where(TrainingClass.year == found.year)
    numbers = [db.session.execute(statement).scalar_one() or 0 for statement in (
        select(func.sum(DemandCell.heads)).where(DemandCell.proposal_id == found.id),
        select(func.sum(PlannedSeat.heads)).where(PlannedSeat.proposal_id == found.id),
        select(func.count(Enrollment.id)).where(Enrollment.class_id.in_(ids), Enrollment.seat_no.is_not(None)),
        select(func.count(Completion.id)).where(Completion.class_id.in_(ids), Completion.completed),
        select(func.count(Certificate.id)).where(Certificate.class_id.in_(ids), Certificate.state == "issued"))]
    names = (_("Nhu cầu"), _("Được giao"), _("Có chỗ học"), _("Đã hoàn thành"), _("Chứng chỉ"))
    lost = ((_("chưa được giao"), _("thiếu chỗ, thiếu lớp")), (_("chỗ không dùng"), _("chưa đề cử hoặc đã rút")), (_("chưa hoàn thành"), _("đang học, vắng hoặc không đạt")),
            (_("chưa có chứng chỉ"), _("chờ cấp, hoặc đã thu hồi")))
    return Year(found.year, [{"n": number, "name": name} for number, name in zip(numbers, names, strict=True)],
                [{"n": max(0, numbers[at] - numbers[at + 1]), "name": name, "why": why} for at, (name, why) in enumerate(lost)])
