"""The sign-in sheet of a session as a paper."""
from lms.courses.models import ClassSession
from lms.documents.rules.lists import Attendee, SignInFacts, sign_in_pdf
from lms.documents.rules.wording import date_words
from lms.enrollment.queries.classes import decision_of
from lms.enrollment.queries.results import sitting

NOON = 12


def sign_in_facts(session: ClassSession) -> SignInFacts:
    """What the sheet says; people stand in the order of the paper's rules."""
    held, decision = session.training_class, decision_of(session.training_class)
    hours = (session.ends.hour * 60 + session.ends.minute - session.begins.hour * 60 - session.begins.minute) / 60
    paper = f"Quyết định số {decision.number_text} {date_words(decision.dated)} của {decision.issuer.name}" if decision and decision.dated else ""
    return SignInFacts(
        issuer_name=held.academy.name, parent_name=held.academy.parent.name if held.academy.parent else "", class_code=held.code, course=held.course.title,
        decision=paper, session=session.number, part_of_day="sáng" if session.begins.hour < NOON else "chiều", day=session.day,
        hours=f"{session.begins:%H:%M} - {session.ends:%H:%M} ({hours:04.1f} giờ)".replace(".", ","), room=session.room.name if session.room else "",
        lecturer=session.lecturer.addressed if session.lecturer else "", manager="", capacity=held.capacity, sheet_code=f"LM2:{held.code}/B{session.number:02d}",
        attendees=tuple(Attendee(one.seat_no, one.person.name, one.person.rank_title, one.unit.name) for one in sitting(held.id)))


def sign_in_sheet(session: ClassSession) -> bytes:
    """The PDF."""
    return sign_in_pdf(sign_in_facts(session))
