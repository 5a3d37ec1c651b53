"""From accepted needs to classes and allocations, through the worker."""
import os
import signal
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms import clock
from lms.courses.models import TrainingClass
from lms.db import db, work
from lms.documents.models import Document
from lms.errors import Problem, SamePerson, WrongMove
from lms.quota import actions, queries
from lms.quota.models import Allocation, LedgerEntry, PlannedSeat, Proposal
from lms.survey.models import NeedSheet
from lms.units.models import Unit
from tests import builders


def _computed(app, army) -> Proposal:
    with work():
        proposal = actions.request(army["staff"], army["round"], army["year"], "A")
    builders.drain(app)
    return proposal


DECISION = {"number": None, "signer_name": "Trung tướng Nguyễn Văn Mẫu", "signer_post": "Trưởng ban"}


def _approve(army, proposal, **changes):
    actions.approve(army["chief"], proposal, {**DECISION, "dated": clock.today(), **changes})
    db.session.commit()


def test_the_worker_computes_a_plan_that_gives_everybody_a_seat(app, army):
    proposal = _computed(app, army)
    assert proposal.state == "scenario", proposal.problem
    board = queries.board(proposal)
    assert (board.asked, board.granted) == (12, 12)
    assert proposal.figures["goals"]["mandatory"] == [12, 12]


def test_a_round_without_accepted_needs_gives_no_proposal(app, army):
    db.session.execute(db.update(NeedSheet).values(state="submitted"))
    db.session.commit()
    with pytest.raises(Problem):
        actions.request(army["staff"], army["round"], army["year"], "A")


def test_an_approval_writes_the_ledger_and_opens_classes_with_allocations(app, army):
    proposal = _computed(app, army)
    actions.submit(army["staff"], proposal)
    db.session.commit()
    _approve(army, proposal)
    sums = dict(db.session.execute(select(LedgerEntry.movement, func.sum(LedgerEntry.seats)).group_by(LedgerEntry.movement)).all())
    assert sums == {"propose": 12, "grant": 12, "allocate": 12}
    opened = db.session.execute(select(TrainingClass)).scalars().all()
    assert sum(one.capacity for one in opened) == 12 and {one.state for one in opened} == {"planned"}
    shares = db.session.execute(select(Unit.name, func.sum(Allocation.allocated)).join(Unit, Allocation.unit_id == Unit.id).group_by(Unit.name).order_by(Unit.name)).all()
    assert [tuple(row) for row in shares] == [("Quân khu Mẫu 1", 7), ("Quân khu Mẫu 2", 5)]
    decision = db.session.get(Document, proposal.decision_id)
    assert decision.number == 1 and decision.state == "issued"


def test_who_submitted_may_not_approve_even_with_the_role(app, army):
    proposal = _computed(app, army)
    actions.submit(army["staff"], proposal)
    db.session.commit()
    with pytest.raises(SamePerson):
        actions.approve(army["staff"], proposal, {**DECISION, "dated": clock.today()})
    db.session.rollback()
    assert db.session.execute(select(func.count(LedgerEntry.id)).where(LedgerEntry.movement == "grant")).scalar_one() == 0


def test_a_scenario_cannot_be_approved_and_an_approved_one_not_returned(app, army):
    proposal = _computed(app, army)
    with pytest.raises(WrongMove):
        _approve(army, proposal)
    db.session.rollback()
    actions.submit(army["staff"], proposal)
    _approve(army, proposal)
    with pytest.raises(WrongMove):
        actions.send_back(army["chief"], proposal, "muộn rồi")


def test_a_returned_proposal_comes_again(app, army):
    proposal = _computed(app, army)
    actions.submit(army["staff"], proposal)
    actions.send_back(army["chief"], proposal, "thiếu giảng viên")
    db.session.commit()
    actions.submit(army["staff"], proposal)
    _approve(army, proposal)
    assert db.session.execute(select(func.sum(LedgerEntry.seats)).where(LedgerEntry.movement == "propose")).scalar_one() == 12


def test_a_round_is_granted_once(app, army):
    first, second = _computed(app, army), _computed(app, army)
    for proposal in (first, second):
        actions.submit(army["staff"], proposal)
    db.session.commit()
    _approve(army, first)
    with pytest.raises(Problem):
        _approve(army, second)


def test_the_number_of_an_office_is_taken_and_never_twice(app, army):
    proposal = _computed(app, army)
    actions.submit(army["staff"], proposal)
    _approve(army, proposal, number=5)
    assert db.session.get(Document, proposal.decision_id).number_text.startswith("05/")


def test_seats_of_the_plan_are_those_of_the_rows(app, army):
    proposal = _computed(app, army)
    assert db.session.execute(select(func.sum(PlannedSeat.heads)).where(PlannedSeat.proposal_id == proposal.id)).scalar_one() == proposal.figures["seats"]


def _kill_the_solver(stop: threading.Event) -> None:
    """Ends the first solver process that this process has started."""
    while not stop.wait(0.01):
        for place in Path("/proc").glob("[0-9]*"):
            try:
                mine = f"\nPPid:\t{os.getpid()}\n" in (place / "status").read_text()
                if mine and b"lms.quota.rules.solve_child" in (place / "cmdline").read_bytes():
                    os.kill(int(place.name), signal.SIGKILL)
                    return
            except OSError:
                continue


def test_a_solver_that_dies_leaves_a_failed_scenario_with_a_reason_and_no_half_of_a_plan(app, army):
    with work():
        proposal = actions.request(army["staff"], army["round"], army["year"], "A")
    stop = threading.Event()
    killer = threading.Thread(target=_kill_the_solver, args=(stop,))
    killer.start()
    builders.drain(app)
    stop.set()
    killer.join()
    db.session.refresh(proposal)
    assert proposal.state == "failed" and "dừng giữa chừng" in proposal.problem
    assert db.session.execute(select(func.count(PlannedSeat.id))).scalar_one() == 0
    second = _computed(app, army)
    assert second.state == "scenario" and "moved" not in second.figures
