"""Classes with shares, nominations and seats, for the tests of this package."""
from datetime import timedelta
from types import SimpleNamespace

from lms import clock
from lms.courses import actions as courses
from lms.db import db
from lms.enrollment import actions
from lms.enrollment.models import Enrollment, Nomination
from lms.quota.models import Allocation, LedgerEntry
from tests import builders as make


def open_class(academy, shares: dict, *, capacity: int | None = None, course=None, days_ahead: int = 60):
    """A class of the academy that takes nominations, with a share for each unit."""
    made = courses.open_class(None, course=course or make.course(), academy=academy, decision=None, starts_on=clock.today() + timedelta(days=days_ahead),
                              capacity=capacity or sum(shares.values()), year=2027)
    courses.open_nomination(None, made)
    for unit, seats in shares.items():
        db.session.add(Allocation(class_id=made.id, unit_id=unit.id, proposed=seats, approved=seats, allocated=seats))
        db.session.add(LedgerEntry(at=clock.now(), year=2027, movement="allocate", unit_id=unit.id, course_id=made.course_id, academy_id=academy.id,
                                   class_id=made.id, seats=seats))
    db.session.commit()
    return made


def scene(seats: int = 2, *, other_seats: int = 0, capacity: int | None = None, **course):
    """A ministry with an academy, two units and one account a role, and an open class."""
    top = make.ministry()
    academy, unit, other = make.academy(top), make.unit(parent=top), make.unit(parent=top)
    made = open_class(academy, {unit: seats, other: other_seats} if other_seats else {unit: seats}, capacity=capacity, course=make.course(**course))
    return SimpleNamespace(
        top=top, academy=academy, unit=unit, other=other, training_class=made, commander=make.account("commander", unit), officer=make.account("personnel_officer", top),
        other_commander=make.account("commander", other), staff=make.account("academy_staff", academy), head=make.account("academy_head", academy))


def name(at, training_class, number: int = 1, *, by=None, priority: int | None = None, unit=None) -> list[Nomination]:
    """Persons of a unit named for a class."""
    unit = unit or at
    named = actions.nominate(by, training_class, unit, [make.person(at).id for _ in range(number)])
    for one in named:
        one.priority = priority or one.priority
    db.session.commit()
    return named


def seat(world, number: int, *, unit=None) -> list[Enrollment]:
    """Persons named and approved."""
    places = [actions.approve(world.officer, one) for one in name(unit or world.unit, world.training_class, number)]
    db.session.commit()
    return places


def run(world) -> None:
    """The class goes on to its first day, without waiting for it."""
    actions.lock_class(world.staff, world.training_class, "thử", 99)
    world.training_class.starts_on = clock.today()
    courses.start_class(world.staff, world.training_class)
    for session in courses_sessions(world):
        session.day = clock.today() - timedelta(days=session.number)
    db.session.commit()


def courses_sessions(world) -> list:
    """Sessions of the scene's class."""
    from lms.courses.queries import sessions
    return sessions(world.training_class.id)
