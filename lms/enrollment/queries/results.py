"""Attendance, marks and results of a class."""
from dataclasses import dataclass

from sqlalchemy import func, select

from lms.courses.models import ClassSession, Course, TrainingClass
from lms.db import db
from lms.enrollment.models import Attendance, Completion, Enrollment, Grade
from lms.enrollment.rules.results import PRESENT, Figures, Rule, Verdict, judge


@dataclass(frozen=True)
class Line:
    """One trainee of the preview; `lacks_mark`: attendance is enough, only the mark is missing."""
    enrollment: Enrollment
    figures: Figures
    verdict: Verdict
    lacks_mark: bool = False


def rule_of(course: Course) -> Rule:
    """The completion rule of a course."""
    return Rule(course.min_attendance, course.pass_grade)


def seated(class_id: int) -> list[Enrollment]:
    """Who sits in the class, by seat."""
    return list(db.session.execute(select(Enrollment).where(Enrollment.class_id == class_id, Enrollment.state == "seated").order_by(Enrollment.seat_no)).scalars())


def sitting(class_id: int) -> list[Enrollment]:
    """Who has a seat or had one when the results were decided, by seat."""
    return list(db.session.execute(select(Enrollment).where(Enrollment.class_id == class_id, Enrollment.seat_no.is_not(None)).order_by(Enrollment.seat_no)).scalars())


def attendance_of(session_id: int) -> dict[int, Attendance]:
    """Enrollment -> its attendance at the session."""
    return {row.enrollment_id: row for row in db.session.execute(select(Attendance).where(Attendance.session_id == session_id)).scalars()}


def grades_of(class_id: int) -> dict[int, Grade]:
    """Enrollment -> its mark."""
    rows = db.session.execute(select(Grade).join(Enrollment, Grade.enrollment_id == Enrollment.id).where(Enrollment.class_id == class_id)).scalars()
    return {row.enrollment_id: row for row in rows}


def untaken(class_id: int) -> int:
    """Sessions without attendance."""
    return db.session.execute(select(func.count(ClassSession.id)).where(ClassSession.class_id == class_id, ClassSession.taken_at.is_(None))).scalar_one()


def preview(training_class: TrainingClass) -> list[Line]:
    """The rule applied to everybody who sits in the class, by figures of now."""
    sessions = db.session.execute(select(func.count(ClassSession.id)).where(ClassSession.class_id == training_class.id)).scalar_one()
    attended = dict(db.session.execute(
        select(Attendance.enrollment_id, func.count(Attendance.id)).join(ClassSession, Attendance.session_id == ClassSession.id)
        .where(ClassSession.class_id == training_class.id, Attendance.status.in_(PRESENT)).group_by(Attendance.enrollment_id)).all())
    grades, rule = grades_of(training_class.id), rule_of(training_class.course)
    lines = []
    for one in seated(training_class.id):
        figures = Figures(attended.get(one.id, 0), sessions, grades[one.id].mark if one.id in grades else None)
        verdict = judge(rule, figures)
        lines.append(Line(one, figures, verdict, bool(rule.pass_grade) and verdict.enough_attendance and figures.mark is None))
    return lines


def completions(class_id: int) -> list[Completion]:
    """Results of a closed class, by seat."""
    found = select(Completion).join(Enrollment, Completion.enrollment_id == Enrollment.id).where(Completion.class_id == class_id)
    return list(db.session.execute(found.order_by(Enrollment.seat_no)).scalars())


def graded_by(account, class_id: int) -> bool:
    """Whether the account, or one that counts as the same person, entered a mark of the class."""
    rows = (select(Grade.id).join(Enrollment, Grade.enrollment_id == Enrollment.id)
            .where(Enrollment.class_id == class_id, account.same_as(Grade.entered_by_id, Grade.entered_at)))
    return db.session.execute(rows.limit(1)).first() is not None
