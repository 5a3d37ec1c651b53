"""Where a thing stands in the chain: what it came from and what came of it, read across all floors.

`thread(account, place, **known)` takes one of round, sheet, need, proposal, training_class, nomination, enrollment, certificate and finds the rest.
"""
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import case, func, select
from werkzeug.routing import BuildError

from lms.access import may, reach
from lms.certificates.models import Certificate
from lms.classification.models import Classification
from lms.courses.models import TrainingClass
from lms.db import db
from lms.documents.models import Document
from lms.enrollment.models import Completion, Enrollment, Nomination
from lms.quota.models import DemandCell, LedgerEntry, PlannedSection, Proposal
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.rules.sending import SENT
from lms.texts import gettext as _
from lms.texts import ngettext
from lms.thread.rules import Station, empty, part, put, stand_at
from lms.units.models import Unit


@dataclass
class Chain:
    """What is known of one chain; each find_* fills what can be found from the rest."""
    need: Need | None = None
    sheet: NeedSheet | None = None
    round: SurveyRound | None = None
    proposal: Proposal | None = None
    training_class: TrainingClass | None = None
    nomination: Nomination | None = None
    enrollment: Enrollment | None = None
    completion: Completion | None = None
    certificate: Certificate | None = None


def thread(account, place: str, **known) -> list[Station]:
    """Ten stations, `place` marked as here, links only where the reader may go."""
    chain = Chain(**known)
    _find_back(chain)
    _find_on(chain)
    stations = empty()
    link = _linker(account)
    _asked(chain, stations, link, account)
    _granted(chain, stations, link)
    if chain.enrollment or chain.nomination or chain.need:
        _of_one_person(chain, stations, link)
    elif chain.training_class:
        _of_a_class(chain, stations, link)
    elif chain.proposal and chain.proposal.state == "approved":
        _of_a_year(chain, stations, link)
    return stand_at(stations, place)


def _one(statement):
    return db.session.execute(statement.limit(1)).scalar_one_or_none()


def _find_back(chain: Chain) -> None:
    if chain.certificate:
        chain.completion = chain.completion or chain.certificate.completion
    if chain.completion:
        chain.enrollment = chain.enrollment or chain.completion.enrollment
    if chain.enrollment:
        chain.nomination = chain.nomination or chain.enrollment.nomination
    if chain.nomination:
        chain.training_class = chain.nomination.training_class
        chain.need = db.session.get(Need, chain.nomination.need_id) if chain.nomination.need_id else None
    if chain.training_class and not chain.proposal:
        chain.proposal = _one(select(Proposal).join(LedgerEntry, LedgerEntry.proposal_id == Proposal.id)
                              .where(LedgerEntry.class_id == chain.training_class.id).order_by(LedgerEntry.id))
    if chain.need:
        chain.sheet = chain.need.sheet
    if chain.sheet:
        chain.round = chain.sheet.round
    if chain.proposal and not chain.round:
        chain.round = chain.proposal.round


def _find_on(chain: Chain) -> None:
    if chain.round and not chain.proposal:
        preference = case((Proposal.state == "approved", 0), (Proposal.state == "submitted", 1), else_=2)
        chain.proposal = _one(select(Proposal).where(Proposal.round_id == chain.round.id, Proposal.state != "failed").order_by(preference, Proposal.id.desc()))
    if chain.need and not chain.nomination:
        chain.nomination = _one(select(Nomination).where(Nomination.need_id == chain.need.id).order_by(Nomination.id.desc()))
        chain.training_class = chain.nomination.training_class if chain.nomination else None
    if chain.nomination and not chain.enrollment:
        chain.enrollment = _one(select(Enrollment).where(Enrollment.nomination_id == chain.nomination.id))
    if chain.enrollment and not chain.completion:
        chain.completion = _one(select(Completion).where(Completion.enrollment_id == chain.enrollment.id))
    if chain.completion and not chain.certificate:
        chain.certificate = _one(select(Certificate).where(Certificate.completion_id == chain.completion.id).order_by(Certificate.id.desc()))


def _linker(account):
    def link(verb: str, endpoint: str, path: str | None = None, **values) -> str | None:
        if account is None or not may(account, verb) or (path is not None and not reach(account, verb).holds(path)):
            return None
        try:
            return url_for(endpoint, **values)
        except BuildError:
            return None
    return link


def _sent_sheets(round_id: int, account) -> tuple[int, int]:
    """(sent, all) sheets, as the page of the round counts them: a returned sheet is not sent; a reader of rounds counts the units in reach."""
    rows = (select(func.coalesce(func.sum(case((NeedSheet.state.in_(SENT), 1), else_=0)), 0), func.count(NeedSheet.id))
            .join(Unit, NeedSheet.unit_id == Unit.id).where(NeedSheet.round_id == round_id, NeedSheet.live()))
    grasp = reach(account, "round.read") if account is not None else None
    return tuple(db.session.execute(rows.where(grasp.covers(Unit.path)) if grasp and grasp.paths else rows).one())


def _asked(chain: Chain, stations: list[Station], link, account=None) -> None:
    """Need, group, demand."""
    if chain.need:
        put(stations, "need", "done", _("Phiếu %(unit)s", unit=chain.sheet.unit.short or chain.sheet.unit.code), link("sheet.read", "survey.sheet", sheet_id=chain.sheet.id))
        group = _one(select(Classification).where(Classification.need_id == chain.need.id))
        code = group.group_code if group else chain.need.group_code
        put(stations, "group", "done" if code else "to", code or "", link("group.read", "classification.explanation", classification_id=group.id) if group else None)
    elif chain.sheet:
        state = {"accepted": "done", "returned": "stop"}.get(chain.sheet.state, "part")
        put(stations, "need", state, ngettext("%(num)s người", "%(num)s người", chain.sheet.persons + chain.sheet.heads))
        put(stations, "group", "done" if chain.sheet.state == "accepted" else "to")
    elif chain.round:
        sent, total = _sent_sheets(chain.round.id, account)
        put(stations, "need", part(sent, total), ngettext("%(a)s / %(b)s đơn vị", "%(a)s / %(b)s đơn vị", total, a=sent, b=total), link("round.read", "survey.round", round_id=chain.round.id))
        groups = db.session.execute(select(func.count(Classification.group_code.distinct())).join(Need, Classification.need_id == Need.id)
                                    .join(NeedSheet, Need.sheet_id == NeedSheet.id).where(NeedSheet.round_id == chain.round.id)).scalar_one()
        put(stations, "group", "done" if groups else "to", ngettext("%(num)s nhóm", "%(num)s nhóm", groups) if groups else "",
            link("group.read", "classification.round_groups", round_id=chain.round.id))
    if chain.round:
        state = "done" if chain.round.state == "closed" else ("part" if chain.round.state in ("open", "locked") else "to")
        put(stations, "demand", state, chain.round.code, link("round.read", "survey.rollup", round_id=chain.round.id))


def _granted(chain: Chain, stations: list[Station], link) -> None:
    """Proposal, decision, classes of the year."""
    proposal = chain.proposal
    if proposal is None:
        return
    state = {"approved": "done", "submitted": "part", "returned": "stop"}.get(proposal.state, "part")
    submission = db.session.get(Document, proposal.submission_id) if proposal.submission_id else None
    put(stations, "proposal", state, _("trả lại") if proposal.state == "returned" else (submission.chip if submission else proposal.name),
        link("quota.read", "quota.proposal", proposal_id=proposal.id))
    decision = db.session.get(Document, proposal.decision_id) if proposal.decision_id else None
    if decision:
        put(stations, "decision", "done", decision.chip, link("documents.read", "documents.document", document_id=decision.id))
    if chain.training_class:
        gone = chain.training_class.state == "cancelled"
        put(stations, "class", "stop" if gone else "done", chain.training_class.code, link("class.read", "enrollment.training_class", class_id=chain.training_class.id))


def _of_one_person(chain: Chain, stations: list[Station], link) -> None:
    """Nomination, seat, completion, certificate of one person."""
    if chain.nomination:
        state = {"approved": "done", "refused": "stop", "withdrawn": "stop"}.get(chain.nomination.state, "part")
        put(stations, "nomination", state, str(Nomination.FLOW.label(chain.nomination.state)),
            link("nomination.read", "enrollment.nominations", class_id=chain.nomination.class_id))
    if chain.enrollment:
        seat = chain.enrollment
        state = {"waiting": "part", "withdrawn": "stop", "cancelled": "stop"}.get(seat.state, "done")
        words = _("Chỗ số %(n)s", n=f"{seat.seat_no:02d}") if seat.seat_no else str(Enrollment.FLOW.label(seat.state))
        put(stations, "seat", state, words, link("class.read", "enrollment.training_class", class_id=seat.class_id))
    if chain.completion:
        put(stations, "completion", "done" if chain.completion.completed else "stop", _("hoàn thành") if chain.completion.completed else _("không hoàn thành"),
            link("attendance.read", "enrollment.results", chain.training_class.academy.path, class_id=chain.completion.class_id))
    if chain.certificate:
        state = {"issued": "done", "prepared": "part"}.get(chain.certificate.state, "stop")
        words = chain.certificate.register_text if state != "stop" else str(Certificate.FLOW.label(chain.certificate.state))
        put(stations, "certificate", state, words, link("certificate.read", "certificates.certificate", certificate_id=chain.certificate.id))


def _count(column, *conditions) -> int:
    return db.session.execute(select(func.count(column)).where(*conditions)).scalar_one()


def _of_a_class(chain: Chain, stations: list[Station], link) -> None:
    """The same for a whole class: counts."""
    found = chain.training_class
    if chain.proposal:
        asked = db.session.execute(select(func.sum(DemandCell.heads)).where(DemandCell.proposal_id == chain.proposal.id,
                                                                            DemandCell.course_id == found.course_id)).scalar_one() or 0
        put(stations, "need", "done", ngettext("%(num)s người", "%(num)s người", asked), stations[0].url)
    named = _count(Nomination.id, Nomination.class_id == found.id, Nomination.state.in_(("nominated", "approved")))
    approved = _count(Nomination.id, Nomination.class_id == found.id, Nomination.state == "approved")
    put(stations, "nomination", part(approved, named), ngettext("%(num)s người", "%(num)s người", named) if named else "", link("nomination.read", "enrollment.nominations", class_id=found.id))
    text = f"{found.seated} / {found.capacity}" + (_(", chờ %(n)s", n=found.waiting) if found.waiting else "")
    put(stations, "seat", part(found.seated, found.capacity) if found.state in ("planned", "open") else ("done" if found.seated else "to"), text if found.seated else "")
    completed = _count(Completion.id, Completion.class_id == found.id, Completion.completed)
    put(stations, "completion", part(completed, completed), ngettext("%(num)s người", "%(num)s người", completed) if completed else "", link("attendance.read", "enrollment.results", found.academy.path, class_id=found.id))
    issued = _count(Certificate.id, Certificate.class_id == found.id, Certificate.state == "issued")
    put(stations, "certificate", part(issued, completed), ngettext("%(num)s chứng chỉ", "%(num)s chứng chỉ", issued) if issued else "", link("certificate.read", "certificates.class_page", found.academy.path, class_id=found.id))


def _of_a_year(chain: Chain, stations: list[Station], link) -> None:
    """The same for a whole approved proposal."""
    ids = select(LedgerEntry.class_id).where(LedgerEntry.proposal_id == chain.proposal.id, LedgerEntry.class_id.is_not(None)).distinct()
    planned = db.session.execute(select(func.sum(PlannedSection.count)).where(PlannedSection.proposal_id == chain.proposal.id)).scalar_one() or 0
    seats, closed, classes = db.session.execute(select(func.sum(TrainingClass.seated), func.sum(case((TrainingClass.state == "closed", 1), else_=0)), func.count(TrainingClass.id))
                                                .where(TrainingClass.id.in_(ids))).one()
    put(stations, "class", part(classes, planned), ngettext("%(num)s lớp", "%(num)s lớp", classes), link("class.read", "enrollment.classes"))
    named = _count(Nomination.id, Nomination.class_id.in_(ids), Nomination.state.in_(("nominated", "approved")))
    put(stations, "nomination", "part" if named else "to", ngettext("%(num)s người", "%(num)s người", named) if named else "")
    put(stations, "seat", "part" if seats else "to", ngettext("%(num)s chỗ", "%(num)s chỗ", seats) if seats else "")
    completed = _count(Completion.id, Completion.class_id.in_(ids), Completion.completed)
    put(stations, "completion", part(closed or 0, classes) if completed else "to", ngettext("%(num)s người", "%(num)s người", completed) if completed else "")
    issued = _count(Certificate.id, Certificate.class_id.in_(ids), Certificate.state == "issued")
    put(stations, "certificate", part(issued, completed) if issued else "to", ngettext("%(num)s chứng chỉ", "%(num)s chứng chỉ", issued) if issued else "")
