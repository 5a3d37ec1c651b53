"""The ledger against what hangs on it: allocations, seats used, approved plans."""
from sqlalchemy import func, select

from lms.courses.models import TrainingClass
from lms.db import db
from lms.enrollment.models import Enrollment
from lms.quota.models import Allocation, LedgerEntry, PlannedSeat, Proposal

ALLOTTING = ("allocate", "supplement", "withdraw", "transfer_in", "transfer_out", "release")


def _pairs(statement) -> dict:
    return {tuple(row[:-1]): int(row[-1] or 0) for row in db.session.execute(statement)}


def _codes() -> dict[int, str]:
    return {row.id: row.code for row in db.session.execute(select(TrainingClass.id, TrainingClass.code))}


def allocations() -> list[str]:
    """`allocated` is the sum of the ledger for the class and the unit; no ledger line is without its allocation."""
    moved = _pairs(select(LedgerEntry.class_id, LedgerEntry.unit_id, func.sum(LedgerEntry.seats))
                   .where(LedgerEntry.class_id.is_not(None), LedgerEntry.movement.in_(ALLOTTING)).group_by(LedgerEntry.class_id, LedgerEntry.unit_id))
    stored = _pairs(select(Allocation.class_id, Allocation.unit_id, Allocation.allocated))
    codes = _codes()
    return [f"class {codes.get(key[0], key[0])}, unit {key[1]}: allocated {stored.get(key, 0)}, the ledger says {moved.get(key, 0)}"
            for key in sorted(moved.keys() | stored.keys()) if moved.get(key, 0) != stored.get(key, 0)]


def used() -> list[str]:
    """`used` is the number of seats that the unit's people hold in the class."""
    held = _pairs(select(Enrollment.class_id, Enrollment.unit_id, func.count(Enrollment.id)).where(Enrollment.seat_no.is_not(None))
                  .group_by(Enrollment.class_id, Enrollment.unit_id))
    stored, codes = _pairs(select(Allocation.class_id, Allocation.unit_id, Allocation.used)), _codes()
    return [f"class {codes.get(key[0], key[0])}, unit {key[1]}: {stored.get(key, 0)} seats used, {held.get(key, 0)} are taken"
            for key in sorted(held.keys() | stored.keys()) if held.get(key, 0) != stored.get(key, 0)]


def approved() -> list[str]:
    """What an approval granted is what its plan held, unit by unit, course by course."""
    key = (PlannedSeat.proposal_id, PlannedSeat.unit_id, PlannedSeat.course_id, PlannedSeat.academy_id)
    planned = _pairs(select(*key, func.sum(PlannedSeat.heads)).join(Proposal, PlannedSeat.proposal_id == Proposal.id).where(Proposal.state == "approved").group_by(*key))
    line = (LedgerEntry.proposal_id, LedgerEntry.unit_id, LedgerEntry.course_id, LedgerEntry.academy_id)
    granted = _pairs(select(*line, func.sum(LedgerEntry.seats)).join(Proposal, LedgerEntry.proposal_id == Proposal.id)
                     .where(Proposal.state == "approved", LedgerEntry.movement == "grant").group_by(*line))
    return [f"proposal {one[0]}, unit {one[1]}, course {one[2]}, academy {one[3]}: {granted.get(one, 0)} granted, the plan says {planned.get(one, 0)}"
            for one in sorted(planned.keys() | granted.keys()) if planned.get(one, 0) != granted.get(one, 0)]
