"""What is read about proposals: lists, the board, a unit's allocations."""
from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select

from lms.access import reach
from lms.courses.models import Course, TrainingClass
from lms.db import db
from lms.quota.models import Allocation, DemandCell, PlannedSeat, PlannedSection, Proposal
from lms.quota.queries.reasons import by_unit, missing
from lms.quota.rules.reasons import Reason, together
from lms.spelling import text_key
from lms.survey.models import SurveyRound
from lms.units.models import Unit


def visible(user, verb: str):
    """Proposals whose round's top unit the user reaches."""
    return (select(Proposal).join(SurveyRound, Proposal.round_id == SurveyRound.id).join(Unit, SurveyRound.scope_id == Unit.id)
            .where(reach(user, verb).covers(Unit.path)))


def newest_first(user) -> list[Proposal]:
    """All proposals in reach, newest first."""
    return list(db.session.execute(visible(user, "quota.read").order_by(Proposal.year.desc(), Proposal.id.desc()).limit(100)).scalars())


@dataclass
class BoardRow:
    """One course of the board: asked, granted, and (seats, classes) per academy."""
    course: Course
    asked: int = 0
    granted: int = 0
    cells: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def short(self) -> int:
        """How many seats are missing."""
        return max(0, self.asked - self.granted)


@dataclass
class Board:
    """Course x academy with totals."""
    rows: list[BoardRow]
    academies: list[Unit]
    totals: dict[int, list[int]]
    asked: int
    granted: int
    classes: int


def board(proposal: Proposal) -> Board:
    """The whole board, four grouped statements."""
    asked = _grouped(DemandCell, DemandCell.course_id, proposal)
    seats = db.session.execute(select(PlannedSeat.course_id, PlannedSeat.academy_id, func.sum(PlannedSeat.heads))
                               .where(PlannedSeat.proposal_id == proposal.id).group_by(PlannedSeat.course_id, PlannedSeat.academy_id)).all()
    sections = db.session.execute(select(PlannedSection.course_id, PlannedSection.academy_id, func.sum(PlannedSection.count))
                                  .where(PlannedSection.proposal_id == proposal.id).group_by(PlannedSection.course_id, PlannedSection.academy_id)).all()
    courses = db.session.execute(select(Course).where(Course.id.in_(set(asked) | {row[0] for row in seats}))).scalars()
    rows = {course.id: BoardRow(course, asked.get(course.id, 0)) for course in courses}
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for place, source in ((0, seats), (1, sections)):
        for course_id, academy_id, number in source:
            rows[course_id].cells[academy_id][place] += number
            totals[academy_id][place] += number
            if place == 0:
                rows[course_id].granted += number
    academies = list(db.session.execute(select(Unit).where(Unit.id.in_(totals)).order_by(Unit.path)).scalars())
    ordered = sorted(rows.values(), key=lambda row: text_key(row.course.title))
    return Board(ordered, academies, totals, sum(row.asked for row in ordered), sum(row.granted for row in ordered), sum(total[1] for total in totals.values()))


def _grouped(model, key, proposal: Proposal) -> dict[int, int]:
    return dict(db.session.execute(select(key, func.sum(model.heads)).where(model.proposal_id == proposal.id).group_by(key)).all())


@dataclass
class UnitRow:
    """One unit of a course: asked, granted, seats per academy, both by priority, and why seats are lacking."""
    unit: Unit
    asked: int = 0
    granted: int = 0
    academies: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    priorities: dict[int, list[int]] = field(default_factory=lambda: {priority: [0, 0] for priority in (1, 2, 3)})
    reasons: list[Reason] = field(default_factory=list)

    @property
    def short(self) -> int:
        """How many seats are missing."""
        return max(0, self.asked - self.granted)


def units_of_course(proposal: Proposal, course_id: int, reasons: dict[int, list[Reason]]) -> list[UnitRow]:
    """Who asked for a course and got what, and why not more, by unit in the order of the tree."""
    asked = db.session.execute(select(DemandCell.unit_id, DemandCell.priority, func.sum(DemandCell.heads))
                               .where(DemandCell.proposal_id == proposal.id, DemandCell.course_id == course_id).group_by(DemandCell.unit_id, DemandCell.priority)).all()
    given = db.session.execute(select(PlannedSeat.unit_id, PlannedSeat.priority, PlannedSeat.academy_id, func.sum(PlannedSeat.heads))
                               .where(PlannedSeat.proposal_id == proposal.id, PlannedSeat.course_id == course_id)
                               .group_by(PlannedSeat.unit_id, PlannedSeat.priority, PlannedSeat.academy_id)).all()
    units = {unit.id: UnitRow(unit) for unit in db.session.execute(select(Unit).where(Unit.id.in_({row[0] for row in asked}))).scalars()}
    for unit_id, priority, heads in asked:
        units[unit_id].asked += heads
        units[unit_id].priorities[priority][0] += heads
    for unit_id, priority, academy_id, heads in given:
        units[unit_id].granted += heads
        units[unit_id].priorities[priority][1] += heads
        units[unit_id].academies[academy_id] += heads
    for (unit_id, _course_id), told in by_unit(proposal, missing(proposal, course_id), reasons).items():
        units[unit_id].reasons = together(told)
    return sorted(units.values(), key=lambda row: row.unit.path)


def by_first_level(proposal: Proposal) -> list[tuple[Unit, dict[int, list[int]]]]:
    """(first-level unit, course -> [asked, granted]) for the dense page of 48 rows."""
    table: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for place, model in ((0, DemandCell), (1, PlannedSeat)):
        top = func.coalesce(Unit.first_level_id, Unit.id)
        rows = db.session.execute(select(top, model.course_id, func.sum(model.heads)).join(Unit, model.unit_id == Unit.id)
                                  .where(model.proposal_id == proposal.id).group_by(top, model.course_id)).all()
        for unit_id, course_id, heads in rows:
            table[unit_id][course_id][place] += heads
    units = db.session.execute(select(Unit).where(Unit.id.in_(table)).order_by(Unit.position, Unit.path)).scalars()
    return [(unit, table[unit.id]) for unit in units]


def undecided(rounds) -> list[SurveyRound]:
    """Of a selection of rounds those without a granted proposal: closed ones first, then the newest."""
    granted = select(Proposal.round_id).where(Proposal.state == "approved")
    order = (SurveyRound.state != "closed", SurveyRound.year.desc(), SurveyRound.id.desc())
    return list(db.session.execute(rounds.where(SurveyRound.id.not_in(granted), SurveyRound.state != "draft").order_by(*order)).scalars())


def asked_by_priority(proposal: Proposal) -> dict[str, int]:
    """Heads asked: mandatory, priority, all."""
    sums = dict(db.session.execute(select(DemandCell.priority, func.sum(DemandCell.heads)).where(DemandCell.proposal_id == proposal.id).group_by(DemandCell.priority)).all())
    return {"mandatory": sums.get(1, 0), "priority": sums.get(2, 0), "all": sum(sums.values())}


def allocations(user):
    """What the units in reach may use, class by class."""
    return (select(Allocation).join(TrainingClass, Allocation.class_id == TrainingClass.id).join(Unit, Allocation.unit_id == Unit.id)
            .where(reach(user, "ledger.read").covers(Unit.path)).order_by(TrainingClass.starts_on, TrainingClass.code, Unit.path))


def allocation_of(class_id: int, unit_id: int) -> Allocation | None:
    """The allocation of one unit in one class."""
    return db.session.execute(select(Allocation).where(Allocation.class_id == class_id, Allocation.unit_id == unit_id)).scalar_one_or_none()
