"""From an approved plan to classes and allocations; called by the approval, downwards to courses."""
from collections import defaultdict
from datetime import timedelta

from sqlalchemy import insert, select

from lms import clock
from lms.calendar import exceptions, is_working
from lms.courses import actions as courses
from lms.courses.models import Course
from lms.db import db
from lms.quota.models import Allocation, LedgerEntry, PlannedSeat, PlannedSection, Proposal
from lms.quota.rules.split import PlannedClass, Section, Share, split
from lms.units.models import Unit


def open_classes(actor, proposal: Proposal, paper) -> int:
    """Open a class for each planned section, give each unit its seats in it, and note both in the ledger; how many classes."""
    planned = split(*_planned(proposal))
    known = {course.id: course for course in db.session.execute(select(Course).where(Course.id.in_({one.course_id for one in planned}))).scalars()}
    academies = {unit.id: unit for unit in db.session.execute(select(Unit).where(Unit.id.in_({one.academy_id for one in planned}))).scalars()}
    starts = _starts(planned)
    allocations, ledger = [], []
    for one, starts_on in zip(planned, starts, strict=True):
        opened = courses.open_class(actor, course=known[one.course_id], academy=academies[one.academy_id], decision=paper, starts_on=starts_on,
                                    capacity=one.size, year=proposal.year)
        for unit_id, seats in sorted(one.seats.items()):
            allocations.append({"class_id": opened.id, "unit_id": unit_id, "proposed": seats, "approved": seats, "allocated": seats, "used": 0, "version": 1})
            ledger.append({"unit_id": unit_id, "course_id": one.course_id, "academy_id": one.academy_id, "class_id": opened.id, "seats": seats})
    base = {"at": clock.now(), "by_id": actor.id if actor else None, "year": proposal.year, "movement": "allocate", "proposal_id": proposal.id,
            "document_id": paper.id, "reason": "", "classes": 0}
    if allocations:
        db.session.execute(insert(Allocation), allocations)
        db.session.execute(insert(LedgerEntry), [{**base, **row} for row in ledger])
    return len(planned)


def _planned(proposal: Proposal) -> tuple[list[Section], list[Share]]:
    sections = db.session.execute(select(PlannedSection).where(PlannedSection.proposal_id == proposal.id)).scalars()
    seats = db.session.execute(select(PlannedSeat).where(PlannedSeat.proposal_id == proposal.id)).scalars()
    return ([Section(row.academy_id, row.course_id, row.month, row.end_bucket, row.count) for row in sections],
            [Share(row.unit_id, row.academy_id, row.course_id, row.priority, row.end_bucket, row.heads) for row in seats])


def _starts(planned: list[PlannedClass]) -> list:
    """First working days: classes of one academy that start in one month are spread over its weeks, and none lies in the past."""
    if not planned:
        return []
    first, last = min(one.month for one in planned), max(one.month for one in planned) + timedelta(days=60)
    special, seen, found = exceptions(first, last), defaultdict(int), []
    for one in planned:
        week = seen[(one.academy_id, one.month)] % 3
        seen[(one.academy_id, one.month)] += 1
        day = one.month + timedelta(days=7 * week)
        while not is_working(day, special):
            day += timedelta(days=1)
        found.append(day)
    return found
