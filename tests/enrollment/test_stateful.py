"""Seats against a small pure model: naming, approving, withdrawing, cancelling and promoting in any order."""
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from lms import clock
from lms.courses.models import TrainingClass
from lms.db import db as database
from lms.enrollment import actions
from lms.enrollment.models import Enrollment, Nomination, SeatEvent
from lms.errors import Problem
from lms.quota.models import Allocation, LedgerEntry
from tests import builders as make
from tests.conftest import LONG
from tests.enrollment.make import scene

pytestmark = pytest.mark.slow

CAPACITY = 4


@dataclass
class Model:
    """What ought to be: shares and uses by unit, seats and waiting by nomination."""
    shares: dict
    used: dict
    seats: dict = field(default_factory=dict)
    waiting: dict = field(default_factory=dict)
    drawn: int = 0

    def approve(self, key, unit, priority):
        """A seat when one is free and the unit has one left, else the next number."""
        free = [number for number in range(1, CAPACITY + 1) if number not in self.seats.values()]
        if free and self.used[unit] < self.shares[unit]:
            self.used[unit] += 1
            self.seats[key] = free[0]
        else:
            self.drawn += 1
            self.waiting[key] = (priority, self.drawn)

    def leave(self, key, unit, units):
        """A place ends; when it was a seat, the next moves up."""
        self.waiting.pop(key, None)
        if self.seats.pop(key, None) is None:
            return
        self.used[unit] -= 1
        self.promote(units, unit)

    def promote(self, units, freed_by=None) -> bool:
        """The first of the waiting list gets the lowest free seat, with a seat of another unit when its own has none."""
        free = [number for number in range(1, CAPACITY + 1) if number not in self.seats.values()]
        if not free or not self.waiting:
            return False
        key = min(self.waiting, key=self.waiting.get)
        unit = units[key]
        if self.used[unit] >= self.shares[unit]:
            able = sorted((one for one in self.shares if one != unit and self.used[one] < self.shares[one]), key=lambda one: (self.used[one] - self.shares[one], one))
            if not able:
                return False
            source = freed_by if freed_by in able else able[0]
            self.shares[source] -= 1
            self.shares[unit] += 1
        self.used[unit] += 1
        self.seats[key] = free[0]
        del self.waiting[key]
        return True


class Seats(RuleBasedStateMachine):
    """One class of four seats, two units with a share and one without."""
    app = None

    @initialize()
    def begin(self):
        """A fresh class in the same database."""
        self.world = scene(seats=2, other_seats=2)
        self.third = make.unit(parent=self.world.top)
        self.places = [self.world.unit, self.world.other, self.third]
        self.model = Model({one.id: share for one, share in zip(self.places, (2, 2, 0), strict=True)}, {one.id: 0 for one in self.places})
        self.units, self.priorities, self.open, self.live, self.locked = {}, {}, [], [], False
        for place, priority in ((0, 3), (0, 3), (0, 3), (2, 2), (2, 1)):
            self.name(place, priority, 1)
            self.approve(0)
        database.session.commit()

    def _nomination(self, key):
        return database.session.get(Nomination, key)

    @rule(place=st.integers(0, 2), priority=st.integers(1, 3), number=st.integers(1, 2))
    def name(self, place, priority, number):
        """A unit names persons; nobody once the list is fixed."""
        unit = self.places[place]
        if self.locked:
            try:
                actions.nominate(None, self.world.training_class, unit, [make.person(unit).id])
            except Problem:
                database.session.rollback()
                return
            raise AssertionError("named after the lock")
        named = actions.nominate(None, self.world.training_class, unit, [make.person(unit).id for _ in range(number)])
        for one in named:
            one.priority = priority
            self.units[one.id], self.priorities[one.id] = unit.id, priority
            self.open.append(one.id)
        database.session.commit()

    @precondition(lambda self: not self.locked)
    @rule(dice=st.integers(0, 5), reason=st.sampled_from(["", "thử khóa sớm"]), missed=st.integers(0, 1), after=st.booleans())
    def lock(self, dice, reason, missed, after):
        """The academy fixes the list: early only with a reason and having seen who waits; whoever waits is closed out. (Rarely, so that most runs go on.)"""
        found = self.world.training_class
        if dice:
            return
        shown = max(0, len(self.open) - missed)
        allowed = bool(reason or (after and not self.open)) and shown == len(self.open)
        with clock.held(found.nominate_until if after else clock.now()):
            try:
                assert actions.lock_class(self.world.staff, found, reason, shown) == len(self.open)
                database.session.commit()
                done = True
            except Problem:
                database.session.rollback()
                done = False
        assert done == allowed
        if done:
            self.locked, self.shut, self.open = True, self.open, []

    @precondition(lambda self: self.locked and self.shut)
    @rule(pick=st.integers(0, 99))
    def approve_after_the_lock(self, pick):
        """Nobody new gets a place once the list is fixed."""
        one = self._nomination(self.shut[pick % len(self.shut)])
        assert (one.state, one.closed_by_lock) == ("cancelled", True)
        try:
            actions.approve(self.world.officer, one)
        except Problem:
            database.session.rollback()
        else:
            raise AssertionError("a place after the lock")

    @precondition(lambda self: self.open)
    @rule(pick=st.integers(0, 99))
    def approve(self, pick):
        """The personnel office approves one."""
        key = self.open.pop(pick % len(self.open))
        actions.approve(self.world.officer, self._nomination(key))
        database.session.commit()
        self.model.approve(key, self.units[key], self.priorities[key])
        self.live.append(key)

    @precondition(lambda self: self.open)
    @rule(pick=st.integers(0, 99), how=st.sampled_from(["refuse", "withdraw"]))
    def close(self, pick, how):
        """A nomination ends before it had a place."""
        key = self.open.pop(pick % len(self.open))
        getattr(actions, how)(self.world.officer if how == "refuse" else self.world.commander, self._nomination(key), "thử")
        database.session.commit()

    @precondition(lambda self: self.live)
    @rule(pick=st.integers(0, 99), academy=st.booleans(), seated=st.booleans())
    def leave(self, pick, academy, seated):
        """A person with a place leaves: withdrawn by the unit or cancelled by the academy."""
        able = [key for key in self.live if key in self.model.seats] if seated and self.model.seats else self.live
        key = able[pick % len(able)]
        self.live.remove(key)
        if academy:
            place = database.session.execute(select(Enrollment).where(Enrollment.nomination_id == key)).scalar_one()
            actions.cancel_seat(self.world.staff, place, "thử")
        else:
            actions.withdraw(self.world.commander, self._nomination(key), "thử")
        database.session.commit()
        self.model.leave(key, self.units[key], self.units)

    @precondition(lambda self: self.live)
    @rule()
    def promote(self):
        """After the release date the academy offers a free seat to the next."""
        with clock.held(self.world.training_class.release_at):
            try:
                actions.promote_next(self.world.staff, self.world.training_class, "thử")
                database.session.commit()
                done = True
            except Problem:
                database.session.rollback()
                done = False
        assert done == self.model.promote(self.units)

    @invariant()
    def the_rows_say_what_the_model_says(self):
        """Seats, waiting list, shares, counters, ledger and history."""
        if not hasattr(self, "model"):
            return
        class_id = self.world.training_class.id
        rows = database.session.execute(select(Enrollment.nomination_id, Enrollment.state, Enrollment.seat_no, Enrollment.priority, Enrollment.waiting_no)
                                        .where(Enrollment.class_id == class_id)).all()
        assert {row.nomination_id: row.seat_no for row in rows if row.state == "seated"} == self.model.seats
        assert {row.nomination_id: (row.priority, row.waiting_no) for row in rows if row.state == "waiting"} == self.model.waiting
        shares = database.session.execute(select(Allocation.unit_id, Allocation.allocated, Allocation.used).where(Allocation.class_id == class_id)).all()
        assert {unit: (allocated, used) for unit, allocated, used in shares if allocated or used} == {
            unit: (share, self.model.used[unit]) for unit, share in self.model.shares.items() if share or self.model.used[unit]}
        found = database.session.get(TrainingClass, class_id, populate_existing=True)
        assert (found.seated, found.waiting, found.last_waiting_no) == (len(self.model.seats), len(self.model.waiting), self.model.drawn)
        ledger = database.session.execute(select(LedgerEntry.unit_id, func.sum(LedgerEntry.seats)).where(LedgerEntry.class_id == class_id).group_by(LedgerEntry.unit_id))
        assert {unit: seats for unit, seats in ledger if seats} == {unit: share for unit, share in self.model.shares.items() if share}
        last = database.session.execute(select(func.count(SeatEvent.id.distinct())).join(Enrollment).where(Enrollment.class_id == class_id)).scalar_one()
        assert last >= len(rows)


def test_seats_behave_like_the_model(app):
    run_state_machine_as_test(Seats, settings=settings(max_examples=60 if LONG else 8, stateful_step_count=40 if LONG else 20, deadline=None, derandomize=True,
                                                       suppress_health_check=list(HealthCheck)))
