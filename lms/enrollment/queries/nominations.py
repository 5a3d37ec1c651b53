"""Nominations and places within reach."""
from sqlalchemy import func, select

from lms.access import reach
from lms.courses.models import TrainingClass
from lms.db import db
from lms.enrollment.models import Enrollment, Nomination, SeatEvent
from lms.quota.models import Allocation
from lms.units.models import Unit


def visible(user, verb: str):
    """Nominations of units that the user reaches with the verb."""
    return select(Nomination).join(Unit, Nomination.unit_id == Unit.id).where(reach(user, verb).covers(Unit.path))


def visible_enrollments(user, verb: str):
    """Places in classes of academies that the user reaches with the verb."""
    return (select(Enrollment).join(TrainingClass, Enrollment.class_id == TrainingClass.id)
            .join(Unit, TrainingClass.academy_id == Unit.id).where(reach(user, verb).covers(Unit.path)))


def listed(user, state: str | None, class_id: int | None = None):
    """Nominations, the oldest first."""
    found = visible(user, "nomination.read").order_by(Nomination.nominated_at, Nomination.id)
    found = found.where(Nomination.state == state) if state else found
    return found.where(Nomination.class_id == class_id) if class_id else found


def counts_by_state(user, class_id: int | None = None) -> dict[str, int]:
    """How many nominations are in each state."""
    inner = listed(user, None, class_id).order_by(None).with_only_columns(Nomination.state).subquery()
    return dict(db.session.execute(select(inner.c.state, func.count()).group_by(inner.c.state)).all())


def waiting_by_unit(class_id: int) -> list[tuple[str, int]]:
    """(unit, how many of its nominations wait for approval), in the tree's order."""
    rows = (select(Unit.name, func.count(Nomination.id)).join(Unit, Nomination.unit_id == Unit.id)
            .where(Nomination.class_id == class_id, Nomination.state == "nominated").group_by(Unit.id, Unit.name, Unit.position).order_by(Unit.position, Unit.id))
    return [tuple(row) for row in db.session.execute(rows)]


def closed_by_lock(user, training_class: TrainingClass) -> list[Nomination]:
    """Nominations within reach that still waited when the list was fixed."""
    if training_class.state not in ("locked", "running", "finished", "closed"):
        return []
    found = visible(user, "nomination.read").where(Nomination.class_id == training_class.id, Nomination.state == "cancelled", Nomination.decided_by_id.is_(None))
    return list(db.session.execute(found.order_by(Nomination.id)).scalars())


def enrollment_of(nomination_id: int) -> Enrollment | None:
    """The place that came of a nomination."""
    return db.session.execute(select(Enrollment).where(Enrollment.nomination_id == nomination_id)).scalar_one_or_none()


def history(enrollment_id: int) -> list[SeatEvent]:
    """What happened to a place."""
    return list(db.session.execute(select(SeatEvent).where(SeatEvent.enrollment_id == enrollment_id).order_by(SeatEvent.id)).scalars())


def nominating_units(user, class_id: int) -> list[Unit]:
    """For which units the user may name persons: those with a share of the class first, then where he holds the role."""
    within = reach(user, "nomination.make")
    shares = (select(Unit).join(Allocation, Allocation.unit_id == Unit.id).where(Allocation.class_id == class_id, within.covers(Unit.path))
              .order_by(Unit.position, Unit.id))
    own = select(Unit).where(Unit.path.in_(within.paths)).order_by(Unit.depth, Unit.id)
    found = {unit.id: unit for statement in (shares, own) for unit in db.session.execute(statement).scalars()}
    return list(found.values())


def places_of(nomination_ids: list[int]) -> dict[int, Enrollment]:
    """Nomination -> the place that came of it, in one statement."""
    rows = db.session.execute(select(Enrollment).where(Enrollment.nomination_id.in_(nomination_ids))).scalars()
    return {one.nomination_id: one for one in rows}
