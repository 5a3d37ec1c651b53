"""Why seats are lacking: stored by the worker per course and deadline, said here in the reader's language; nothing is solved."""
from collections import defaultdict
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from lms.courses.models import Course, Topic
from lms.db import db
from lms.quota.models import DemandCell, PlannedSeat, Proposal, Shortfall
from lms.quota.rules.reasons import Reason, Shortage, lacking_of, reason_of
from lms.units.models import Unit


def reasons(proposal: Proposal) -> dict[int, list[Reason]]:
    """Course id -> a reason for each deadline that some heads miss."""
    rows = db.session.execute(select(Shortfall, Topic.name).join(Course, Shortfall.course_id == Course.id).join(Topic, Course.topic_id == Topic.id)
                              .where(Shortfall.proposal_id == proposal.id).order_by(Shortfall.course_id, Shortfall.bucket)).all()
    wanted = {entry["academy"] for row, _topic in rows for entry in row.facts["academies"]}
    names = dict(db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(wanted))).all()) if wanted else {}
    found: dict[int, list[Reason]] = defaultdict(list)
    for row, topic in rows:
        found[row.course_id].append(reason_of(Shortage(proposal.year, row.bucket, row.heads, topic, row.facts), names))
    return dict(found)


@dataclass(frozen=True)
class Missing:
    """Heads of a unit that got no seat, by priority and deadline."""
    unit_id: int
    course_id: int
    priority: int
    bucket: int
    heads: int


def missing(proposal: Proposal, course_id: int | None = None) -> list[Missing]:
    """Every short cell of unit and course (or of one course), in that order; two grouped statements."""
    lacking: dict[tuple, int] = defaultdict(int)
    for sign, model in ((1, DemandCell), (-1, PlannedSeat)):
        key = (model.unit_id, model.course_id, model.priority, model.bucket)
        rows = select(*key, func.sum(model.heads)).where(model.proposal_id == proposal.id).group_by(*key)
        for *cell, heads in db.session.execute(rows if course_id is None else rows.where(model.course_id == course_id)):
            lacking[tuple(cell)] += sign * heads
    return [Missing(*cell, heads=heads) for cell, heads in sorted(lacking.items()) if heads > 0]


def by_unit(proposal: Proposal, cells: list[Missing], told: dict[int, list[Reason]]) -> dict[tuple[int, int], list[Reason]]:
    """(unit, course) -> what it lacks by priority and deadline, each with the course's reason for that deadline; `told` is what `reasons` found."""
    known = {(course_id, reason.bucket): reason for course_id, lines in told.items() for reason in lines}
    found: dict[tuple[int, int], list[Reason]] = defaultdict(list)
    for cell in cells:
        title = lacking_of(proposal.year, cell.bucket, cell.heads, cell.priority)
        reason = known.get((cell.course_id, cell.bucket), Reason(cell.bucket, "", "", ()))
        found[cell.unit_id, cell.course_id].append(replace(reason, title=title))
    return dict(found)
