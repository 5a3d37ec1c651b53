"""Attendance, marks and the result of a class."""
from typing import NamedTuple

from lms import clock, flow
from lms.courses.actions import hold
from lms.courses.models import ClassSession, TrainingClass
from lms.courses.queries import opens_at
from lms.db import db
from lms.documents import actions as documents
from lms.enrollment.actions.seats import note
from lms.enrollment.models import Attendance, Completion, Grade
from lms.enrollment.queries.results import attendance_of, graded_by, grades_of, preview, rule_of, seated, untaken
from lms.enrollment.rules.results import PRESENT, rule_in_words
from lms.errors import Problem, SamePerson, StaleForm
from lms.events import record
from lms.events.training import AttendanceTaken, ClassClosed, GradesEntered
from lms.texts import lazy as _
from lms.texts import moment


class Entered(NamedTuple):
    """How many marks were saved, and how many were taken away."""
    saved: int
    cleared: int


def take_attendance(actor, session: ClassSession, marks: dict[int, tuple[str, str]]) -> None:
    """The sheet of a session: enrollment -> (status, reason). Whoever is not named was present. An excused absence needs its reason."""
    training_class = hold(session.class_id)
    if training_class.state != "running":
        raise Problem(_("Chỉ điểm danh khi lớp đang học."))
    if clock.now() < opens_at(session):
        raise Problem(_("Buổi học chưa bắt đầu: điểm danh được từ %(when)s.", when=moment(opens_at(session))))
    known, present = attendance_of(session.id), 0
    people = seated(training_class.id)
    for one in people:
        status, reason = marks.get(one.id, ("present", ""))
        if status == "excused" and not reason:
            raise Problem(_("Vắng có lý do thì phải ghi lý do."), field=f"reason-{one.id}")
        row = known.get(one.id) or Attendance(session_id=session.id, enrollment_id=one.id)
        row.status, row.reason, row.taken_by_id, row.taken_at = status, reason if status != "present" else "", actor.id, clock.now()
        db.session.add(row)
        present += status in PRESENT
    session.taken_at, session.taken_by_id = clock.now(), actor.id
    db.session.flush()
    record(actor, AttendanceTaken(subject_id=training_class.id, unit_id=training_class.academy_id, session_id=session.id, number=session.number,
                                  present=present, absent=len(people) - present))


def enter_grades(actor, training_class: TrainingClass, marks: dict[int, tuple[int | None, int]]) -> Entered:
    """The grade sheet: enrollment -> (mark in tenths or None, version the form was opened on; 0 for none). Returns what changed."""
    training_class = hold(training_class.id)
    if training_class.state not in ("running", "finished"):
        raise Problem(_("Chỉ nhập điểm khi lớp đang học hoặc đã học xong."))
    known, saved, cleared = grades_of(training_class.id), 0, 0
    for one in seated(training_class.id):
        mark, version = marks.get(one.id, (None, None))
        row = known.get(one.id)
        if version is None or mark == (row.mark if row else None):
            continue
        if version != (row.version if row else 0):
            raise StaleForm(_("Điểm của %(name)s vừa được người khác sửa. Chưa có gì bị mất.", name=one.person.name), thing=row)
        if mark is None:
            db.session.delete(row)
            cleared += 1
        else:
            row = row or Grade(enrollment_id=one.id)
            row.mark, row.entered_by_id, row.entered_at = mark, actor.id, clock.now()
            db.session.add(row)
            saved += 1
    db.session.flush()
    if saved or cleared:
        record(actor, GradesEntered(subject_id=training_class.id, unit_id=training_class.academy_id, count=saved + cleared, cleared=cleared))
    return Entered(saved, cleared)


def missing_for_decision(training_class: TrainingClass, lines: list) -> list[tuple[str, int]]:
    """What still stands against deciding: ("sessions", n) without attendance, ("marks", n) without a mark though attendance is enough (the lines say which)."""
    sessions, marks = untaken(training_class.id), sum(line.lacks_mark for line in lines)
    return [(kind, count) for kind, count in (("sessions", sessions), ("marks", marks)) if count]


def recognise(actor, training_class: TrainingClass, decision: dict) -> int:
    """The academy's decision on the results: `dated`, `signer_name`, `signer_post`, `signer_rank`, `number` or None. Certificates cite it."""
    if decision["dated"] > clock.today() or decision["dated"] < training_class.starts_on:
        raise Problem(_("Ngày quyết định phải từ ngày khai giảng đến hôm nay."), field="dated")
    given = {name: decision[name] for name in ("dated", "signer_name", "signer_post", "number")}
    paper = documents.issue_decision(actor, issuer=training_class.academy, subject=f"Công nhận kết quả lớp {training_class.code}",
                                     body={"signer_rank": decision.get("signer_rank", "")}, **given)
    return paper.id


def decide_completion(actor, training_class: TrainingClass, decision: dict | None = None) -> list[Completion]:
    """The head of the academy decides the results by the course's rule; figures, rule and the decision's number are frozen, the class is closed."""
    training_class = hold(training_class.id)
    if graded_by(actor, training_class.id):
        raise SamePerson(_("Người đã nhập điểm của lớp không được công nhận kết quả lớp đó."))
    lines = preview(training_class)
    for kind, count in missing_for_decision(training_class, lines):
        raise Problem(_("Còn %(n)s buổi chưa điểm danh.", n=count) if kind == "sessions" else _("Còn %(n)s người dự đủ buổi mà chưa có điểm.", n=count))
    paper_id = recognise(actor, training_class, decision) if decision else None
    flow.move(training_class, "close", actor)
    rule, results = rule_in_words(rule_of(training_class.course)), []
    for line in lines:
        flow.move(line.enrollment, "complete" if line.verdict.completed else "fail", actor)
        note(actor, line.enrollment, line.enrollment.state, line.enrollment.seat_no)
        results.append(Completion(
            enrollment_id=line.enrollment.id, class_id=training_class.id, person_id=line.enrollment.person_id, completed=line.verdict.completed,
            attended=line.figures.attended, sessions=line.figures.sessions, mark=line.figures.mark, rule=rule, decided_by_id=actor.id, decided_at=clock.now(), decision_id=paper_id))
    db.session.add_all(results)
    db.session.flush()
    done = sum(line.verdict.completed for line in lines)
    record(actor, ClassClosed(subject_id=training_class.id, unit_id=training_class.academy_id, completed=done, not_completed=len(lines) - done))
    return results
