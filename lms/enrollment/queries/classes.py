"""Classes as their readers see them: an academy its own, a unit those in which it has seats or persons."""
from collections import defaultdict

from sqlalchemy import case, func, or_, select

from lms import clock
from lms.access import reach
from lms.courses.models import ClassSession, Course, TrainingClass
from lms.courses.queries import opens_at
from lms.db import db
from lms.documents.models import Document
from lms.enrollment.models import Attendance, Enrollment, Grade, Nomination
from lms.enrollment.queries.results import preview
from lms.enrollment.rules.locking import unready
from lms.enrollment.rules.results import ClassFacts, steps
from lms.people.models import Person
from lms.quota.models import Allocation
from lms.units.models import Unit

HAS_SEAT = ("seated", "completed", "not_completed", "absent")


def _classes_of_units(covered):
    """Class ids in which a unit has an allocation or a nomination."""
    shares = select(Allocation.class_id).join(Unit, Allocation.unit_id == Unit.id).where(covered(Unit.path))
    named = select(Nomination.class_id).join(Unit, Nomination.unit_id == Unit.id).where(covered(Unit.path))
    return shares.union(named)


def visible_classes(user, verb: str):
    """Classes whose academy the user reaches, and classes in which units he reaches have seats or persons."""
    covers = reach(user, verb).covers
    own = select(Unit.id).where(covers(Unit.path))
    return select(TrainingClass).where(or_(TrainingClass.academy_id.in_(own), TrainingClass.id.in_(_classes_of_units(covers))))


def listed(user, filters: dict):
    """The list of classes: by state, academy, course, year. What runs comes first, then what is to come (soonest first), then what has ended."""
    past = TrainingClass.state.in_(("closed", "cancelled"))
    order = case((TrainingClass.state == "running", 0), (TrainingClass.state == "finished", 2), (past, 3), else_=1)
    found = visible_classes(user, "class.read").order_by(
        order, case((past, None), else_=TrainingClass.starts_on), TrainingClass.starts_on.desc(), TrainingClass.code, TrainingClass.id)
    for column, value in ((TrainingClass.state, filters.get("state")), (TrainingClass.academy_id, filters.get("academy")),
                          (TrainingClass.course_id, filters.get("course")), (TrainingClass.year, filters.get("year"))):
        found = found.where(column == value) if value else found
    return found


def counts_by_state(user, filters: dict) -> dict[str, int]:
    """How many classes are in each state, with the other filters."""
    inner = listed(user, {**filters, "state": None}).order_by(None).with_only_columns(TrainingClass.state).subquery()
    return dict(db.session.execute(select(inner.c.state, func.count()).group_by(inner.c.state)).all())


def academies_of(user) -> list[Unit]:
    """Academies that hold classes the user sees (the filter)."""
    ids = visible_classes(user, "class.read").with_only_columns(TrainingClass.academy_id)
    return list(db.session.execute(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.position, Unit.id)).scalars())


def sees_all(user, training_class: TrainingClass) -> bool:
    """Whether the user reads the whole roster (the academy and the centre), not only his own people."""
    return reach(user, "class.read").holds(training_class.academy.path)


def roster(user, training_class: TrainingClass) -> list[Enrollment]:
    """Seats in the order of their numbers; a unit sees its own people only."""
    found = (select(Enrollment).join(Unit, Enrollment.unit_id == Unit.id)
             .where(Enrollment.class_id == training_class.id, Enrollment.state.in_(HAS_SEAT)).order_by(Enrollment.seat_no))
    return _own(user, training_class, found)


def waiting_list(user, training_class: TrainingClass) -> list[Enrollment]:
    """Who waits, by priority, then by the number drawn."""
    found = (select(Enrollment).join(Unit, Enrollment.unit_id == Unit.id)
             .where(Enrollment.class_id == training_class.id, Enrollment.state == "waiting").order_by(Enrollment.priority, Enrollment.waiting_no))
    return _own(user, training_class, found)


def _own(user, training_class, found) -> list[Enrollment]:
    if not sees_all(user, training_class):
        found = found.where(reach(user, "class.read").covers(Unit.path))
    return list(db.session.execute(found).scalars())


def shares(user, class_id: int, everything: bool) -> list[Allocation]:
    """What units may use of the class; a unit sees its own share only."""
    found = select(Allocation).join(Unit, Allocation.unit_id == Unit.id).where(Allocation.class_id == class_id).order_by(Unit.position, Unit.id)
    if not everything:
        found = found.where(reach(user, "class.read").covers(Unit.path))
    return list(db.session.execute(found).scalars())


def share_totals(class_id: int) -> tuple[int, int]:
    """Seats proposed and approved for the class, over all units."""
    totals = select(func.coalesce(func.sum(Allocation.proposed), 0), func.coalesce(func.sum(Allocation.approved), 0))
    return tuple(db.session.execute(totals.where(Allocation.class_id == class_id)).one())


def decision_of(training_class: TrainingClass) -> Document | None:
    """The paper the class rests on."""
    return db.session.get(Document, training_class.decision_id) if training_class.decision_id else None


def nomination_counts(class_id: int) -> tuple[int, int, int]:
    """Live nominations, those that wait for approval, and from how many units."""
    live = Nomination.state.in_(("nominated", "approved"))
    row = db.session.execute(select(
        func.coalesce(func.sum(case((live, 1), else_=0)), 0), func.coalesce(func.sum(case((Nomination.state == "nominated", 1), else_=0)), 0),
        func.count(func.distinct(case((live, Nomination.unit_id))))).where(Nomination.class_id == class_id)).one()
    return tuple(row)


def attendance_by_person(class_id: int) -> dict[int, dict[int, str]]:
    """Enrollment -> session -> status, in one statement."""
    rows = db.session.execute(select(Attendance.enrollment_id, Attendance.session_id, Attendance.status)
                              .join(ClassSession, Attendance.session_id == ClassSession.id).where(ClassSession.class_id == class_id))
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for enrollment_id, session_id, status in rows:
        found[enrollment_id][session_id] = status
    return found


def without_mark(training_class: TrainingClass) -> int:
    """Seated persons without a mark; once teaching has ended only those whose attendance is enough, as for the decision."""
    if training_class.state == "finished":
        return sum(line.lacks_mark for line in preview(training_class))
    return db.session.execute(select(func.count(Enrollment.id)).outerjoin(Grade, Grade.enrollment_id == Enrollment.id)
                              .where(Enrollment.class_id == training_class.id, Enrollment.state == "seated", Grade.id.is_(None))).scalar_one()


def steps_of(training_class: TrainingClass, sessions: list[ClassSession], to_approve: int, today) -> list[tuple[str, int]]:
    """What this class waits for."""
    untaken = [session for session in sessions if session.taken_at is None]
    missing = without_mark(training_class) if training_class.course.pass_grade and training_class.state in ("running", "finished") else 0
    return steps(ClassFacts(
        training_class.state, training_class.starts_on, training_class.seated, training_class.waiting, to_approve, untaken[0].number if untaken else None,
        bool(untaken) and opens_at(untaken[0]) <= clock.now(), len(untaken), missing, (training_class.lock_at.date() - today).days,
        bool(unready(training_class.nominate_until, clock.now(), to_approve))), today)


def course_choices(user) -> list[Course]:
    """Courses of the classes the user sees (the filter)."""
    ids = visible_classes(user, "class.read").with_only_columns(TrainingClass.course_id)
    return list(db.session.execute(select(Course).where(Course.id.in_(ids)).order_by(Course.code)).scalars())


def lecturers_of(class_id: int) -> list[Person]:
    """Who teaches sessions of the class, most sessions first."""
    counted = (select(ClassSession.lecturer_id, func.count().label("n")).where(ClassSession.class_id == class_id, ClassSession.lecturer_id.is_not(None))
               .group_by(ClassSession.lecturer_id).subquery())
    return list(db.session.execute(select(Person).join(counted, counted.c.lecturer_id == Person.id).order_by(counted.c.n.desc(), Person.id)).scalars())
