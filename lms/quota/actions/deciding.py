"""Submit a proposal, send it back, approve it with the decision that grants it."""
from sqlalchemy import func, insert, select
from sqlalchemy.orm import aliased

from lms import clock, flow
from lms.db import db
from lms.documents import actions as documents
from lms.documents.rules.annex import Block, GrantGroup, GrantRow, QuotaAnnex
from lms.errors import Problem
from lms.events import record
from lms.events.quota import ProposalApproved, ProposalReturned, ProposalSubmitted
from lms.pdf.record import record_of
from lms.quota.actions.opening import open_classes
from lms.quota.models import LedgerEntry, PlannedSeat, Proposal
from lms.quota.queries import board, hindrance
from lms.quota.rules.papers import decision_body, submission_body
from lms.spelling import text_key
from lms.texts import lazy as _
from lms.units.models import Unit, UnitKind


def submit(actor, proposal: Proposal) -> None:
    """Put the scenario before the authority: a tờ trình is drafted, the ledger notes what is proposed."""
    if why := hindrance(proposal):
        raise Problem(why)
    body = submission_body(proposal.year, proposal.round.code, proposal.figures)
    paper = documents.draft(actor, kind="to_trinh", issuer=proposal.round.scope,
                            subject=f"Về việc giao chỉ tiêu bồi dưỡng chuyển đổi số năm {proposal.year}", body=body)
    first = proposal.submitted_at is None
    flow.move(proposal, "submit", actor, submitted_by_id=actor.id, submitted_at=clock.now(), submission_id=paper.id, return_reason="")
    if first:
        write_ledger(actor, proposal, "propose", None)
    record(actor, ProposalSubmitted(subject_id=proposal.id, unit_id=proposal.round.scope_id, year=proposal.year))


def send_back(actor, proposal: Proposal, reason: str) -> None:
    """The authority wants a better one, and says why."""
    flow.move(proposal, "send_back", actor, decided_by_id=actor.id, decided_at=clock.now(), return_reason=reason)
    record(actor, ProposalReturned(subject_id=proposal.id, unit_id=proposal.round.scope_id, year=proposal.year, reason=reason))


def approve(actor, proposal: Proposal, decision: dict) -> None:
    """Grant by a numbered decision (`dated`, `signer_name`, `signer_post`, `number` or None); the ledger is written and the classes are opened."""
    _refuse_granted(proposal)
    if proposal.submitted_at and not clock.local(proposal.submitted_at).date() <= decision["dated"] <= clock.today():
        raise Problem(_("Ngày quyết định phải từ ngày trình (%(day)s) đến hôm nay.", day=f"{clock.local(proposal.submitted_at):%d/%m/%Y}"), field="dated")
    paper = documents.issue_decision(actor, issuer=proposal.round.scope, body=decision_body(proposal.year, proposal.round.code, proposal.figures, annex(proposal)),
                                     subject=f"Về việc giao chỉ tiêu bồi dưỡng chuyển đổi số năm {proposal.year}", **decision)
    flow.move(proposal, "approve", actor, decided_by_id=actor.id, decided_at=clock.now(), decision_id=paper.id)
    seats = write_ledger(actor, proposal, "grant", paper)
    classes = open_classes(actor, proposal, paper)
    record(actor, ProposalApproved(subject_id=proposal.id, unit_id=proposal.round.scope_id, year=proposal.year, decision_id=paper.id, classes=classes, seats=seats))


def _refuse_granted(proposal: Proposal) -> None:
    granted = select(Proposal.name).where(Proposal.round_id == proposal.round_id, Proposal.state == "approved", Proposal.id != proposal.id)
    if name := db.session.execute(granted).scalar_one_or_none():
        raise Problem(_("Đợt này đã có phương án được phê duyệt: %(name)s.", name=name))


def write_ledger(actor, proposal: Proposal, movement: str, paper) -> int:
    """One entry per unit, course and academy; how many seats in all."""
    rows = db.session.execute(select(PlannedSeat.unit_id, PlannedSeat.course_id, PlannedSeat.academy_id, func.sum(PlannedSeat.heads))
                              .where(PlannedSeat.proposal_id == proposal.id)
                              .group_by(PlannedSeat.unit_id, PlannedSeat.course_id, PlannedSeat.academy_id)
                              .order_by(PlannedSeat.unit_id, PlannedSeat.course_id, PlannedSeat.academy_id)).all()
    base = {"at": clock.now(), "by_id": actor.id if actor else None, "year": proposal.year, "movement": movement, "proposal_id": proposal.id,
            "document_id": paper.id if paper else None, "reason": "", "classes": 0}
    if rows:
        db.session.execute(insert(LedgerEntry), [{**base, "unit_id": unit, "course_id": course, "academy_id": academy, "seats": heads} for unit, course, academy, heads in rows])
    return sum(row[3] for row in rows)


def annex(proposal: Proposal) -> dict:
    """The decision's annex, frozen into the document: academy and course against families of units; plain values."""
    top, kind = aliased(Unit), aliased(UnitKind)
    rows = db.session.execute(
        select(PlannedSeat.academy_id, PlannedSeat.course_id, kind.family, func.sum(PlannedSeat.heads)).join(Unit, PlannedSeat.unit_id == Unit.id)
        .join(top, top.id == func.coalesce(Unit.first_level_id, Unit.id)).join(kind, top.kind_id == kind.id).where(PlannedSeat.proposal_id == proposal.id)
        .group_by(PlannedSeat.academy_id, PlannedSeat.course_id, kind.family)).all()
    families = sorted({family for _, _, family, _ in rows}, key=text_key)
    seats = {(academy, course, family): heads for academy, course, family, heads in rows}
    found = board(proposal)
    groups = [GrantGroup(academy.name, tuple(
        GrantRow(row.course.title, row.course.hours, row.cells[academy.id][1], tuple(seats.get((academy.id, row.course.id, family), 0) for family in families))
        for row in found.rows if academy.id in row.cells)) for academy in found.academies]
    note = "Số ở mỗi cột là số chỗ giao cho các đơn vị của khối; dấu - là không giao. Phân bổ đến từng đơn vị theo sổ chỉ tiêu của hệ thống."
    return record_of(QuotaAnnex(f"Chỉ tiêu bồi dưỡng chuyển đổi số năm {proposal.year}", tuple(Block(family or "Khác") for family in families), tuple(groups), note))
