"""Seats and the waiting list. Every act first takes the class row's lock (`hold`), then writes; unique keys are the wall behind it."""
from sqlalchemy import select, update

from lms import clock, flow
from lms.courses.actions import hold
from lms.courses.models import TrainingClass
from lms.db import db
from lms.enrollment.models import Enrollment, Nomination, SeatEvent
from lms.enrollment.rules.seats import Share, Waiter, giver, in_order, lowest_free
from lms.errors import Problem
from lms.events import record
from lms.events.quota import SeatsMoved
from lms.events.training import PromotedFromWaitingList, PutOnWaitingList, SeatCancelled, SeatGiven, SeatWithdrawn
from lms.quota.models import Allocation, LedgerEntry
from lms.texts import lazy as _

SEATING = ("open", "locked")
QUIET = {"synchronize_session": False}


def note(actor, enrollment: Enrollment, state: str, seat_no: int | None, reason: str = "") -> None:
    """One line of the place's history."""
    db.session.add(SeatEvent(enrollment_id=enrollment.id, at=clock.now(), by_id=actor.id if actor else None, state=state, seat_no=seat_no, reason=reason))


def count(training_class: TrainingClass, **changes: int) -> None:
    """Raise or lower `seated` and `waiting` in the database; the row in hand forgets its old numbers."""
    values = {name: getattr(TrainingClass, name) + change for name, change in changes.items()}
    db.session.execute(update(TrainingClass).where(TrainingClass.id == training_class.id).values(values).execution_options(**QUIET))
    db.session.expire(training_class, list(changes))


def use_allocation(class_id: int, unit_id: int) -> bool:
    """Take one seat of the unit's share; False when none is left. The condition stands in the statement."""
    taken = update(Allocation).where(Allocation.class_id == class_id, Allocation.unit_id == unit_id, Allocation.used < Allocation.allocated)
    return db.session.execute(taken.values(used=Allocation.used + 1).execution_options(**QUIET)).rowcount == 1


def give_back(class_id: int, unit_id: int) -> None:
    """The unit uses one seat less."""
    freed = update(Allocation).where(Allocation.class_id == class_id, Allocation.unit_id == unit_id, Allocation.used > 0)
    db.session.execute(freed.values(used=Allocation.used - 1).execution_options(**QUIET))


def taken_seats(class_id: int) -> set[int]:
    """Seat numbers that somebody has."""
    return set(db.session.execute(select(Enrollment.seat_no).where(Enrollment.class_id == class_id, Enrollment.seat_no.is_not(None))).scalars())


def place(actor, nomination: Nomination, training_class: TrainingClass) -> Enrollment:
    """The lowest free seat when the unit has some left, else the next number of the waiting list. The class must be held."""
    seat_no = lowest_free(taken_seats(training_class.id), training_class.capacity)
    if seat_no is not None and not use_allocation(training_class.id, nomination.unit_id):
        seat_no = None
    made = Enrollment(
        class_id=training_class.id, person_id=nomination.person_id, unit_id=nomination.unit_id, nomination_id=nomination.id, priority=nomination.priority,
        state="waiting" if seat_no is None else "seated", seat_no=seat_no, waiting_no=None if seat_no else training_class.last_waiting_no + 1,
        enrolled_at=clock.now(), changed_at=clock.now())
    db.session.add(made)
    db.session.flush()
    note(actor, made, made.state, seat_no)
    about = {"subject_id": made.id, "unit_id": made.unit_id, "class_id": made.class_id, "person_id": made.person_id}
    if seat_no is None:
        count(training_class, waiting=1, last_waiting_no=1)
        record(actor, PutOnWaitingList(**about, waiting_no=made.waiting_no))
    else:
        count(training_class, seated=1)
        record(actor, SeatGiven(**about, seat_no=seat_no))
    return made


def next_waiter(class_id: int) -> Waiter | None:
    """Who is next: by priority, then by the number drawn."""
    rows = db.session.execute(select(Enrollment.id, Enrollment.unit_id, Enrollment.priority, Enrollment.waiting_no)
                              .where(Enrollment.class_id == class_id, Enrollment.state == "waiting"))
    waiters = in_order([Waiter(*row) for row in rows])
    return waiters[0] if waiters else None


def _move_share(actor, training_class: TrainingClass, from_unit_id: int, to_unit_id: int, reason: str) -> None:
    """One unused seat changes its unit: both shares, two lines of the ledger, one fact."""
    class_id = training_class.id
    down = update(Allocation).where(Allocation.class_id == class_id, Allocation.unit_id == from_unit_id, Allocation.used < Allocation.allocated)
    if db.session.execute(down.values(allocated=Allocation.allocated - 1).execution_options(**QUIET)).rowcount != 1:
        raise Problem(_("Đơn vị trả chỗ không còn chỗ trống trong lớp này."))
    up = update(Allocation).where(Allocation.class_id == class_id, Allocation.unit_id == to_unit_id)
    if db.session.execute(up.values(allocated=Allocation.allocated + 1).execution_options(**QUIET)).rowcount == 0:
        db.session.add(Allocation(class_id=class_id, unit_id=to_unit_id, allocated=1))
    about = {"at": clock.now(), "by_id": actor.id if actor else None, "year": training_class.year, "course_id": training_class.course_id,
             "academy_id": training_class.academy_id, "class_id": class_id, "document_id": training_class.decision_id, "reason": reason}
    db.session.add_all([LedgerEntry(movement="transfer_out", unit_id=from_unit_id, seats=-1, **about),
                        LedgerEntry(movement="transfer_in", unit_id=to_unit_id, seats=1, **about)])
    db.session.flush()
    record(actor, SeatsMoved(subject_id=class_id, unit_id=to_unit_id, from_unit_id=from_unit_id, to_unit_id=to_unit_id, seats=1, reason=reason))


def _cover(actor, training_class: TrainingClass, unit_id: int, freed_by: int | None, reason: str) -> bool:
    """A seat of the unit's own share, else one that moves from another unit; False when nobody has an unused seat."""
    if use_allocation(training_class.id, unit_id):
        return True
    rows = db.session.execute(select(Allocation.unit_id, Allocation.allocated, Allocation.used).where(Allocation.class_id == training_class.id))
    source = giver([Share(*row) for row in rows], unit_id, freed_by)
    if source is None:
        return False
    _move_share(actor, training_class, source, unit_id, reason)
    return use_allocation(training_class.id, unit_id)


def promote(actor, training_class: TrainingClass, reason: str, freed_by: int | None = None) -> Enrollment | None:
    """The next of the waiting list gets the lowest free seat; None when nobody waits or no seat is free. The class must be held."""
    waiter = next_waiter(training_class.id)
    seat_no = lowest_free(taken_seats(training_class.id), training_class.capacity)
    if waiter is None or seat_no is None or not _cover(actor, training_class, waiter.unit_id, freed_by, reason):
        return None
    chosen = db.session.get(Enrollment, waiter.enrollment_id, populate_existing=True)
    flow.move(chosen, "promote", actor, seat_no=seat_no)
    note(actor, chosen, "seated", seat_no, reason)
    count(training_class, seated=1, waiting=-1)
    record(actor, PromotedFromWaitingList(subject_id=chosen.id, unit_id=chosen.unit_id, class_id=chosen.class_id, person_id=chosen.person_id, seat_no=seat_no))
    return chosen


def end(actor, enrollment: Enrollment, training_class: TrainingClass, step: str, reason: str) -> int | None:
    """End a place (`withdraw` by the unit, `cancel` by the academy); returns the seat number it had. The class must be held."""
    db.session.refresh(enrollment)
    seat_no, was_waiting = enrollment.seat_no, enrollment.state == "waiting"
    flow.move(enrollment, step, actor, seat_no=None, reason=reason)
    note(actor, enrollment, enrollment.state, seat_no, reason)
    if seat_no is not None:
        give_back(training_class.id, enrollment.unit_id)
    count(training_class, **({"waiting": -1} if was_waiting else {"seated": -1}))
    fact = SeatWithdrawn if step == "withdraw" else SeatCancelled
    record(actor, fact(subject_id=enrollment.id, unit_id=enrollment.unit_id, class_id=enrollment.class_id, person_id=enrollment.person_id,
                       seat_no=seat_no, reason=reason))
    return seat_no


def cancel_seat(actor, enrollment: Enrollment, reason: str) -> Enrollment | None:
    """The academy cancels a place; the next of the waiting list moves up. Returns who was promoted."""
    training_class = hold(enrollment.class_id)
    seat_no = end(actor, enrollment, training_class, "cancel", reason)
    nomination = db.session.get(Nomination, enrollment.nomination_id, populate_existing=True)
    flow.move(nomination, "cancel", actor, reason=reason)
    if seat_no is None or training_class.state not in SEATING:
        return None
    return promote(actor, training_class, reason, freed_by=enrollment.unit_id)


def promote_next(actor, training_class: TrainingClass, reason: str) -> Enrollment:
    """The academy offers a free seat to the next of the waiting list: after the release date, or when the person's unit has seats left."""
    training_class = hold(training_class.id)
    if training_class.state not in SEATING:
        raise Problem(_("Lớp không ở giai đoạn xếp chỗ."))
    waiter = next_waiter(training_class.id)
    if waiter is None:
        raise Problem(_("Không còn ai trong danh sách chờ."))
    own = db.session.execute(select(Allocation.id).where(Allocation.class_id == training_class.id, Allocation.unit_id == waiter.unit_id,
                                                         Allocation.used < Allocation.allocated)).first()
    if own is None and clock.now() < training_class.release_at:
        raise Problem(_("Chỗ trống còn thuộc các đơn vị khác đến hạn trả chỗ."))
    promoted = promote(actor, training_class, reason)
    if promoted is None:
        raise Problem(_("Lớp không còn chỗ trống."))
    return promoted
