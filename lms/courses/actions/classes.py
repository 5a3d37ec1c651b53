"""The life of a class, from the approval that opens it to the last day."""
from datetime import date, timedelta

from lms import calendar, clock, flow
from lms.counters import next_number
from lms.courses.actions.sessions import propose_sessions
from lms.courses.models import ClassSession, Course, TrainingClass
from lms.courses.queries import working
from lms.courses.rules.dates import ClassPlan, class_days, milestones
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.training import ClassCancelled, ClassChanged, ClassFinished, ClassLocked, ClassOpened, ClassPlanned, ClassStarted
from lms.texts import lazy as _


def end_of(day: date):
    """The instant at which a working day ends."""
    return clock.at(day, *calendar.END_OF_DAY)


def class_code(course: Course, year: int) -> str:
    """`ATT2-27-03`: course, year and a number without gap."""
    return f"{course.code}-{year % 100:02d}-{next_number(f'class/{course.id}/{year}'):02d}"


def open_class(actor, *, course, academy, decision, **plan) -> TrainingClass:
    """A class of the course at the academy, with a room and sessions proposed; it rests on a decision (or None).

    `plan`: starts_on, capacity, year, code=None (taken from the counter)."""
    wanted = ClassPlan(**plan)
    days = class_days(wanted.starts_on, course.days, working(wanted.starts_on, wanted.starts_on + timedelta(days=course.days * 7 + 60)))
    nominate_until, release_at, lock_at = milestones(days[0], end_of, clock.local(clock.now()))
    made = TrainingClass(
        code=wanted.code or class_code(course, wanted.year), course_id=course.id, academy_id=academy.id, year=wanted.year, starts_on=days[0], ends_on=days[-1],
        capacity=wanted.capacity, decision_id=decision.id if decision else None, nominate_until=nominate_until, release_at=release_at, lock_at=lock_at,
        changed_at=clock.now())
    db.session.add(made)
    db.session.flush()
    propose_sessions(made, days)
    record(actor, ClassPlanned(subject_id=made.id, unit_id=academy.id, course_id=course.id, code=made.code))
    return made


def open_nomination(actor, training_class: TrainingClass) -> None:
    """Units may name persons from now on."""
    if training_class.nominate_until <= clock.now():
        raise Problem(_("Hạn đề cử đã qua; hãy sửa các mốc của lớp trước khi mở."))
    flow.move(training_class, "open", actor)
    record(actor, ClassOpened(subject_id=training_class.id, unit_id=training_class.academy_id, nominate_until=training_class.nominate_until.isoformat()))


def change_dates(actor, training_class: TrainingClass, nominate: date, release: date, lock: date) -> None:
    """Close of nomination, release of unused seats and lock of the list, each at the end of its day."""
    if training_class.state not in ("planned", "open"):
        raise Problem(_("Danh sách đã khóa, không sửa các mốc được nữa."))
    if not nominate <= release <= lock <= training_class.starts_on:
        raise Problem(_("Các mốc phải theo thứ tự và không sau ngày khai giảng."))
    if end_of(nominate) <= clock.now() and end_of(nominate) != training_class.nominate_until:
        raise Problem(_("Hạn đề cử mới không được ở trong quá khứ."))
    before = [training_class.nominate_until, training_class.release_at, training_class.lock_at]
    training_class.nominate_until, training_class.release_at, training_class.lock_at = after = end_of(nominate), end_of(release), end_of(lock)
    training_class.changed_at = clock.now()
    db.session.flush()
    record(actor, ClassChanged(subject_id=training_class.id, unit_id=training_class.academy_id,
                               changes={"dates": [[moment.isoformat() for moment in moments] for moments in (before, after)]}))


def lock_class(actor, training_class: TrainingClass, *, reason: str = "", closed: int = 0) -> None:
    """The list of names is fixed. Whether it may be, and what ends with it, says enrollment.actions.lock_class, which calls this."""
    flow.move(training_class, "lock", actor)
    record(actor, ClassLocked(subject_id=training_class.id, unit_id=training_class.academy_id, reason=reason, closed=closed))


def start_class(actor, training_class: TrainingClass) -> None:
    """The first day: somebody has a seat, and the first day has come."""
    if training_class.seated == 0:
        raise Problem(_("Lớp chưa có người nào được xếp chỗ."))
    if training_class.starts_on > clock.today():
        raise Problem(_("Chưa tới ngày khai giảng."))
    flow.move(training_class, "start", actor)
    record(actor, ClassStarted(subject_id=training_class.id, unit_id=training_class.academy_id))


def finish_class(actor, training_class: TrainingClass) -> None:
    """Teaching has ended: every session has its attendance."""
    open_ones = db.session.execute(db.select(db.func.count(ClassSession.id)).where(
        ClassSession.class_id == training_class.id, ClassSession.taken_at.is_(None))).scalar_one()
    if open_ones:
        raise Problem(_("Còn %(n)s buổi chưa điểm danh.", n=open_ones))
    flow.move(training_class, "finish", actor)
    record(actor, ClassFinished(subject_id=training_class.id, unit_id=training_class.academy_id))


def cancel_class(actor, training_class: TrainingClass, reason: str) -> None:
    """The class is not held. Its seats are given back by enrollment.actions.cancel_class, which calls this."""
    flow.move(training_class, "cancel", actor, cancel_reason=reason)
    record(actor, ClassCancelled(subject_id=training_class.id, unit_id=training_class.academy_id, reason=reason))
