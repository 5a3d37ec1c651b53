"""What counts about persons who are or could be named, in a fixed number of statements."""
from collections import defaultdict

from sqlalchemy import and_, func, or_, select

from lms.access import under
from lms.competence.models import Qualification
from lms.courses.models import Course, CoursePrerequisite, TrainingClass
from lms.db import db
from lms.enrollment.models import Completion, Enrollment, Nomination
from lms.enrollment.rules.reasons import Busy, Candidate, Target
from lms.people.models import Person
from lms.quota.models import Allocation
from lms.spelling import fold
from lms.survey.models import Need, NeedSheet
from lms.units.models import Unit

LIVE = ("nominated", "approved")
SOME = 50


def target_of(training_class: TrainingClass) -> Target:
    """The class as the rules see it."""
    needed = db.session.execute(select(Course.id, Course.title).join(CoursePrerequisite, CoursePrerequisite.needs_id == Course.id)
                                .where(CoursePrerequisite.course_id == training_class.course_id).order_by(Course.code)).all()
    return Target(training_class.id, training_class.state, training_class.starts_on, training_class.ends_on, training_class.nominate_until,
                  training_class.course_id, tuple((course_id, title) for course_id, title in needed))


def _busy(person_ids: list[int]) -> dict[int, list[Busy]]:
    rows = db.session.execute(
        select(Nomination.person_id, TrainingClass.id, TrainingClass.code, TrainingClass.starts_on, TrainingClass.ends_on)
        .join(TrainingClass, Nomination.class_id == TrainingClass.id)
        .where(Nomination.person_id.in_(person_ids), Nomination.state.in_(LIVE), TrainingClass.state != "cancelled").order_by(TrainingClass.code))
    found = defaultdict(list)
    for person_id, *values in rows:
        found[person_id].append(Busy(*values))
    return found


def _held(person_ids: list[int], on) -> dict[int, set[int]]:
    """Course ids by person: completed with us, or held as a certificate that is valid on the day."""
    own = (select(Completion.person_id, TrainingClass.course_id).join(TrainingClass, Completion.class_id == TrainingClass.id)
           .where(Completion.person_id.in_(person_ids), Completion.completed))
    listed = (select(Qualification.person_id, Course.id).join(Course, Course.code == Qualification.course_code)
              .where(Qualification.person_id.in_(person_ids), Qualification.revoked.is_(False),
                     or_(Qualification.valid_until.is_(None), Qualification.valid_until >= on)))
    found = defaultdict(set)
    for person_id, course_id in db.session.execute(own.union(listed)):
        found[person_id].add(course_id)
    return found


def candidates(people: list[Person], on) -> list[Candidate]:
    """Persons as the rules see them, in the order given."""
    ids = [person.id for person in people]
    busy, held = _busy(ids), _held(ids, on)
    return [Candidate(one.id, one.active, one.unit.path, tuple(busy[one.id]), frozenset(held[one.id])) for one in people]


def open_needs(course: Course, unit_path: str):
    """Accepted person lines for the course under the unit that nobody struck out and for which nobody has been named yet."""
    failed = select(Enrollment.nomination_id).where(Enrollment.state == "not_completed")
    named = select(Nomination.need_id).where(Nomination.need_id.is_not(None), Nomination.state.in_(LIVE), Nomination.id.not_in(failed))
    fits = or_(Need.course_id == course.id, and_(Need.course_id.is_(None), Need.topic_id == course.topic_id, Need.level == course.level))
    return (select(Need).join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, Need.unit_id == Unit.id)
            .where(NeedSheet.state == "accepted", Need.person_id.is_not(None), fits, Need.id.not_in(named),
                   Need.heads_counted > 0, under(Unit.path, unit_path))
            .order_by(Need.priority, Need.quarter, Need.id))


def needs_of_persons(course: Course, unit_path: str, person_ids: list[int]) -> dict[int, Need]:
    """The most urgent accepted line of each person for this course."""
    rows = db.session.execute(open_needs(course, unit_path).where(Need.person_id.in_(person_ids))).scalars()
    found: dict[int, Need] = {}
    for need in rows:
        found.setdefault(need.person_id, need)
    return found


def proposed(training_class: TrainingClass, unit: Unit, words: str = "") -> list[tuple[Person, Need | None]]:
    """Candidates: persons of accepted needs first, then who is searched for in the unit's roster."""
    needs = list(db.session.execute(open_needs(training_class.course, unit.path).limit(200)).scalars())
    found: dict[int, tuple[Person, Need | None]] = {}
    for need in needs:
        found.setdefault(need.person_id, (need.person, need))
    if key := fold(words):
        roster = (select(Person).join(Unit, Person.unit_id == Unit.id).where(
            under(Unit.path, unit.path), or_(Person.name_fold.contains(key, autoescape=True), Person.service_no == words))
            .order_by(Person.sort_key, Person.id).limit(SOME))
        for person in db.session.execute(roster).scalars():
            found.setdefault(person.id, (person, None))
    return list(found.values())


def persons(person_ids: list[int]) -> list[Person]:
    """Persons of these ids, in the order of the ids."""
    rows = {one.id: one for one in db.session.execute(select(Person).where(Person.id.in_(person_ids))).scalars()}
    return [rows[key] for key in person_ids if key in rows]


def left_to_name(class_id: int, unit_id: int) -> int:
    """Seats of the unit for which nobody has been named: allocated minus live nominations that are not reserve."""
    allocated = db.session.execute(select(Allocation.allocated).where(Allocation.class_id == class_id, Allocation.unit_id == unit_id)).scalar_one_or_none()
    named = db.session.execute(select(func.count(Nomination.id)).where(
        Nomination.class_id == class_id, Nomination.unit_id == unit_id, Nomination.reserve.is_(False), Nomination.state.in_(LIVE))).scalar_one()
    return max(0, (allocated or 0) - named)


def of_person(person_id: int) -> list[tuple[Nomination, Enrollment | None, Completion | None]]:
    """Everything this person was named for, with the place and the result, newest first."""
    rows = (select(Nomination, Enrollment, Completion).outerjoin(Enrollment, Enrollment.nomination_id == Nomination.id)
            .outerjoin(Completion, Completion.enrollment_id == Enrollment.id).where(Nomination.person_id == person_id)
            .order_by(Nomination.nominated_at.desc(), Nomination.id.desc()))
    return [tuple(row) for row in db.session.execute(rows).unique()]
