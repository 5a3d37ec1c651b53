"""Facts open and close tasks. Listeners only write rows, in the deed's transaction; they call no other deed."""
from datetime import timedelta

from sqlalchemy import func, select

from lms import clock
from lms.calendar import due_after
from lms.courses.models import ClassSession, TrainingClass
from lms.db import db
from lms.deadlines.actions import close_tasks, hand_over, move_due, note_reminded, open_task, open_tasks
from lms.enrollment.models import Completion, Enrollment, Grade, Nomination
from lms.events import quota as quota_facts
from lms.events import rounds as round_facts
from lms.events import survey as survey_facts
from lms.events import training as facts
from lms.events.certificates import CertificatesRequested
from lms.quota.models import Allocation, Proposal
from lms.survey.models import NeedSheet, RoundReminder, SurveyRound

SHEET_OWED = ("fill_sheet", "fix_sheet")
SHEET_ASKED = ("review_sheet", "answer_comment")


def round_opened(actor, fact) -> None:
    """Every unit in scope owes its sheet by the due date."""
    found = db.session.get(SurveyRound, fact.subject_id)
    sheets = db.session.execute(select(NeedSheet.id, NeedSheet.unit_id, NeedSheet.unit_name).where(NeedSheet.round_id == found.id)).all()
    open_tasks("fill_sheet", "sheet", "sheet.submit", [
        {"subject_id": sheet_id, "unit_id": unit_id, "due_at": found.due_at, "words": {"round": found.code, "unit": name}} for sheet_id, unit_id, name in sheets])


def round_extended(actor, fact) -> None:
    """Open sheets get the new due date; what was late before stays so in the journal."""
    found = db.session.get(SurveyRound, fact.subject_id)
    sheets = select(NeedSheet.id).where(NeedSheet.round_id == found.id)
    move_due("fill_sheet", sheets, found.due_at)


def round_reminded(actor, fact) -> None:
    """Whoever was reminded reads it beside the task."""
    told = db.session.get(RoundReminder, fact.reminder_id)
    sheets = select(NeedSheet.id).where(NeedSheet.round_id == fact.subject_id, NeedSheet.unit_id.in_(told.unit_ids))
    note_reminded(SHEET_OWED, sheets, told.at)


def sheet_reopened(actor, fact) -> None:
    """The one unit owes its sheet by the new date."""
    until = db.session.execute(select(NeedSheet.reopened_until).where(NeedSheet.id == fact.subject_id)).scalar_one()
    for kind in SHEET_OWED:
        move_due(kind, [fact.subject_id], until)


def sheet_moved(actor, fact) -> None:
    """The successor owes the sheet and reviews what the old unit reviewed; a sheet that went into another one is owed no more."""
    below = select(NeedSheet.id).where(NeedSheet.round_id == fact.round_id, NeedSheet.review_unit_id == fact.to_unit_id)
    hand_over(("review_sheet",), below, fact.unit_id, (fact.to_unit_id, {}))
    if fact.to_sheet_id != fact.subject_id:
        close_tasks(actor, (*SHEET_OWED, *SHEET_ASKED), [fact.subject_id])
        return
    hand_over((*SHEET_OWED, "answer_comment"), [fact.subject_id], fact.unit_id, (fact.to_unit_id, {"unit": fact.new_name}))
    review_unit = db.session.execute(select(NeedSheet.review_unit_id).where(NeedSheet.id == fact.subject_id)).scalar_one()
    hand_over(("review_sheet",), [fact.subject_id], None, (review_unit, {"unit": fact.new_name}))


def sheet_sent(actor, fact) -> None:
    """The sender is done; the reviewing unit owes an answer within three working days."""
    close_tasks(actor, (*SHEET_OWED, "answer_comment"), [fact.subject_id])
    name = db.session.execute(select(NeedSheet.unit_name).where(NeedSheet.id == fact.subject_id)).scalar_one()
    open_task("review_sheet", "sheet", "sheet.review", subject_id=fact.subject_id, unit_id=fact.review_unit_id, due_at=due_after(3),
              unit=name, persons=fact.persons, heads=fact.heads)


def sheet_accepted(actor, fact) -> None:
    """The review is done."""
    close_tasks(actor, SHEET_ASKED, [fact.subject_id])


def line_commented(actor, fact) -> None:
    """Who reviews asks the unit; a word of the unit's own people is the answer."""
    if any(grant.unit_id == fact.unit_id for grant in actor.grants if grant.role != "person"):
        close_tasks(actor, ("answer_comment",), [fact.subject_id])
    else:
        open_task("answer_comment", "sheet", "sheet.comment", subject_id=fact.subject_id, unit_id=fact.unit_id, due_at=due_after(3), text=fact.text)


def sheet_returned(actor, fact) -> None:
    """The review is done; the unit owes a corrected sheet."""
    close_tasks(actor, SHEET_ASKED, [fact.subject_id])
    open_task("fix_sheet", "sheet", "sheet.submit", subject_id=fact.subject_id, unit_id=fact.unit_id, due_at=due_after(2), reason=fact.reason)


def round_closed(actor, fact) -> None:
    """Silent units stay late in history; the committee owes a proposal."""
    found = db.session.get(SurveyRound, fact.subject_id)
    sheets = db.session.execute(select(NeedSheet.id).where(NeedSheet.round_id == found.id)).scalars().all()
    close_tasks(actor, (*SHEET_OWED, *SHEET_ASKED), sheets)
    open_task("make_proposal", "round", "quota.compute", subject_id=found.id, unit_id=found.scope_id, due_at=due_after(10), round=found.code)


def siblings_of(proposal: Proposal) -> list[int]:
    """All scenarios of the proposal's round."""
    return list(db.session.execute(select(Proposal.id).where(Proposal.round_id == proposal.round_id)).scalars())


def _named(proposal: Proposal) -> dict:
    """What tells the scenarios of a year apart in a list of tasks."""
    return {"year": proposal.year, "name": proposal.name, "round": proposal.round.code}


def proposal_submitted(actor, fact) -> None:
    """The authority owes a decision."""
    found = db.session.get(Proposal, fact.subject_id)
    close_tasks(actor, ("fix_proposal",), siblings_of(found))
    close_tasks(actor, ("make_proposal",), [found.round_id])
    open_task("decide_proposal", "proposal", "quota.approve", subject_id=found.id, unit_id=fact.unit_id, due_at=due_after(5), **_named(found))


def proposal_returned(actor, fact) -> None:
    """The committee owes a better proposal."""
    found = db.session.get(Proposal, fact.subject_id)
    close_tasks(actor, ("decide_proposal",), [found.id])
    open_task("fix_proposal", "proposal", "quota.submit", subject_id=found.id, unit_id=fact.unit_id, due_at=due_after(3), reason=fact.reason, **_named(found))


def proposal_approved(actor, fact) -> None:
    """The decision is made, also for the other scenarios of the round."""
    close_tasks(actor, ("decide_proposal", "fix_proposal"), siblings_of(db.session.get(Proposal, fact.subject_id)))


def class_planned(actor, fact) -> None:
    """The academy owes a timetable and the opening of nominations."""
    found = db.session.get(TrainingClass, fact.subject_id)
    due = min(due_after(10), found.nominate_until)
    open_task("open_class", "class", "class.open", subject_id=found.id, unit_id=found.academy_id, due_at=due, code=found.code)


def class_opened(actor, fact) -> None:
    """Each unit with seats owes names; the academy owes the locked list."""
    found = db.session.get(TrainingClass, fact.subject_id)
    close_tasks(actor, ("open_class",), [found.id])
    shares = db.session.execute(select(Allocation.unit_id, Allocation.allocated).where(Allocation.class_id == found.id, Allocation.allocated > 0)).all()
    open_tasks("nominate", "class", "nomination.make", [
        {"subject_id": found.id, "unit_id": unit_id, "due_at": found.nominate_until, "words": {"code": found.code, "seats": seats}} for unit_id, seats in shares])
    open_task("lock_class", "class", "class.edit", subject_id=found.id, unit_id=found.academy_id, due_at=found.lock_at, code=found.code)


def person_nominated(actor, fact) -> None:
    """The personnel office owes a decision; when the allocation is filled the unit is done."""
    code = db.session.execute(select(TrainingClass.code).where(TrainingClass.id == fact.class_id)).scalar_one()
    open_task("approve_nominations", "class", "nomination.approve", subject_id=fact.class_id, unit_id=fact.unit_id, due_at=due_after(3), code=code)
    live = select(func.count(Nomination.id)).where(Nomination.class_id == fact.class_id, Nomination.unit_id == fact.unit_id,
                                                   Nomination.state.in_(("nominated", "approved")))
    share = select(Allocation.allocated).where(Allocation.class_id == fact.class_id, Allocation.unit_id == fact.unit_id)
    if db.session.execute(live).scalar_one() >= (db.session.execute(share).scalar_one_or_none() or 0):
        close_tasks(actor, ("nominate",), [fact.class_id], fact.unit_id)


def nomination_decided(actor, fact) -> None:
    """When no nomination of the unit waits any more, its personnel office is done."""
    open_ones = select(func.count(Nomination.id)).where(Nomination.class_id == fact.class_id, Nomination.unit_id == fact.unit_id, Nomination.state == "nominated")
    if db.session.execute(open_ones).scalar_one() == 0:
        close_tasks(actor, ("approve_nominations",), [fact.class_id], fact.unit_id)


def class_locked(actor, fact) -> None:
    """No more names; the class is to be started."""
    found = db.session.get(TrainingClass, fact.subject_id)
    close_tasks(actor, ("lock_class", "nominate", "approve_nominations"), [found.id])
    open_task("start_class", "class", "class.edit", subject_id=found.id, unit_id=found.academy_id, due_at=clock.at(found.starts_on, 16, 30), code=found.code)


def class_dates_changed(actor, fact) -> None:
    """Names and the locked list are owed by the new dates."""
    if "dates" in fact.changes:
        found = db.session.get(TrainingClass, fact.subject_id)
        move_due("nominate", [found.id], found.nominate_until)
        move_due("lock_class", [found.id], found.lock_at)


def taken_by(day, ends):
    """When the attendance of a session is owed: at the end of the working day, an hour after a session that ends later, but on its day."""
    return min(max(clock.at(day, 16, 30), clock.at(day, ends.hour, ends.minute) + timedelta(hours=1)), clock.at(day, 23, 59))


def class_started(actor, fact) -> None:
    """Each session owes its attendance by the end of its day, an hour after a late one; the class is to be finished."""
    found = db.session.get(TrainingClass, fact.subject_id)
    close_tasks(actor, ("start_class",), [found.id])
    sessions = db.session.execute(select(ClassSession.id, ClassSession.number, ClassSession.day, ClassSession.ends).where(ClassSession.class_id == found.id)).all()
    open_tasks("take_attendance", "session", "attendance.take", [
        {"subject_id": session_id, "unit_id": found.academy_id, "due_at": taken_by(day, ends), "words": {"code": found.code, "number": number}}
        for session_id, number, day, ends in sessions])
    open_task("finish_class", "class", "class.edit", subject_id=found.id, unit_id=found.academy_id, due_at=clock.at(found.ends_on, 16, 30), code=found.code)


def attendance_taken(actor, fact) -> None:
    """The session is done."""
    close_tasks(actor, ("take_attendance",), [fact.session_id])


def class_finished(actor, fact) -> None:
    """Marks are owed within three working days, the result within five."""
    found = db.session.get(TrainingClass, fact.subject_id)
    close_tasks(actor, ("finish_class",), [found.id])
    open_task("enter_grades", "class", "grade.enter", subject_id=found.id, unit_id=found.academy_id, due_at=due_after(3), code=found.code)
    open_task("decide_results", "class", "completion.decide", subject_id=found.id, unit_id=found.academy_id, due_at=due_after(5), code=found.code)


def grades_entered(actor, fact) -> None:
    """Done when everybody with a seat has a mark."""
    found = db.session.get(TrainingClass, fact.subject_id)
    graded = select(func.count(Grade.id)).join(Enrollment, Grade.enrollment_id == Enrollment.id).where(Enrollment.class_id == found.id, Enrollment.state == "seated")
    if db.session.execute(graded).scalar_one() >= found.seated:
        close_tasks(actor, ("enter_grades",), [found.id])


def class_closed(actor, fact) -> None:
    """Certificates are owed within ten working days."""
    found = db.session.get(TrainingClass, fact.subject_id)
    close_tasks(actor, ("enter_grades", "decide_results", "take_attendance"), [found.id])
    count = db.session.execute(select(func.count(Completion.id)).where(Completion.class_id == found.id, Completion.completed)).scalar_one()
    if count:
        open_task("issue_certificates", "class", "certificate.issue", subject_id=found.id, unit_id=found.academy_id, due_at=due_after(10), code=found.code, count=count)


def class_cancelled(actor, fact) -> None:
    """Nothing is owed any more."""
    close_tasks(actor, ("open_class", "nominate", "approve_nominations", "lock_class", "start_class"), [fact.subject_id])


def certificates_requested(actor, fact) -> None:
    """The registrar is done; the worker issues."""
    close_tasks(actor, ("issue_certificates",), [fact.subject_id])


LISTENERS = [
    (round_opened, (survey_facts.RoundOpened,)),
    (round_extended, (survey_facts.RoundExtended,)),
    (round_reminded, (round_facts.RoundReminded,)),
    (sheet_reopened, (round_facts.SheetReopened,)),
    (sheet_moved, (round_facts.SheetMoved,)),
    (sheet_sent, (survey_facts.SheetSubmitted, survey_facts.SheetResubmitted)),
    (sheet_accepted, (survey_facts.SheetAccepted,)),
    (line_commented, (survey_facts.NeedCommented,)),
    (sheet_returned, (survey_facts.SheetReturned,)),
    (round_closed, (survey_facts.RoundClosed,)),
    (proposal_submitted, (quota_facts.ProposalSubmitted,)),
    (proposal_returned, (quota_facts.ProposalReturned,)),
    (proposal_approved, (quota_facts.ProposalApproved,)),
    (class_planned, (facts.ClassPlanned,)),
    (class_opened, (facts.ClassOpened,)),
    (person_nominated, (facts.PersonNominated,)),
    (nomination_decided, (facts.NominationApproved, facts.NominationRefused, facts.NominationWithdrawn, facts.NominationClosed)),
    (class_locked, (facts.ClassLocked,)),
    (class_dates_changed, (facts.ClassChanged,)),
    (class_started, (facts.ClassStarted,)),
    (attendance_taken, (facts.AttendanceTaken,)),
    (class_finished, (facts.ClassFinished,)),
    (grades_entered, (facts.GradesEntered,)),
    (class_closed, (facts.ClassClosed,)),
    (class_cancelled, (facts.ClassCancelled,)),
    (certificates_requested, (CertificatesRequested,)),
]
