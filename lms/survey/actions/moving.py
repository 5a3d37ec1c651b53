"""A unit is merged or renamed during a round: its open work goes on at the successor. What was accepted keeps its old name."""
from dataclasses import dataclass

from sqlalchemy import func, select, update

from lms import clock, flow
from lms.db import db, work
from lms.events import record
from lms.events.base import UnitChanged, UnitsImported
from lms.events.rounds import SheetMoved
from lms.events.survey import SheetBegun
from lms.survey.actions.sheets import recount
from lms.survey.models import CourseWish, Need, NeedComment, NeedCorrection, NeedSheet, SheetEvent, SurveyRound, WarningAnswer
from lms.survey.queries.lines import lines_of
from lms.survey.queries.scope import successors
from lms.survey.queries.sheets import as_sent
from lms.survey.rules.scope import nearest
from lms.survey.rules.sending import EDITABLE
from lms.units.models import Unit

_OF_LINES = (NeedCorrection, NeedComment, WarningAnswer)


def follow_units(actor=None) -> int:
    """Take the open sheets of renamed and merged units along; returns how many. Again and again it does the same once."""
    db.session.flush()
    return sum([_rename(actor, sheet) for sheet in _open_sheets(NeedSheet.unit_name != Unit.name)]) + _follow_merged(actor)


def _open_sheets(*conditions) -> list[NeedSheet]:
    rows = (select(NeedSheet).join(Unit, NeedSheet.unit_id == Unit.id).join(SurveyRound, NeedSheet.round_id == SurveyRound.id)
            .where(NeedSheet.live(), NeedSheet.state != "accepted", SurveyRound.state.in_(("open", "locked")), *conditions).order_by(NeedSheet.id))
    return list(db.session.execute(rows).unique().scalars())


def _rename(actor, sheet: NeedSheet) -> int:
    old, sheet.unit_name = sheet.unit_name, sheet.unit.name
    _done(actor, sheet, sheet, Step(sheet.unit_id, old, "renamed"))
    return 1


def _follow_merged(actor) -> int:
    became = successors()
    if not became:
        return 0
    sheets = _open_sheets(NeedSheet.unit_id.in_(became), Unit.until <= clock.today())
    targets = {unit.id: unit for unit in db.session.execute(select(Unit).where(Unit.id.in_({became[sheet.unit_id] for sheet in sheets}))).scalars()}
    return sum([_follow(actor, sheet, targets[became[sheet.unit_id]]) for sheet in sheets])


def _follow(actor, sheet: NeedSheet, target: Unit) -> int:
    """To the successor's own sheet while that one is open too; as the successor's sheet when it has none; else it waits beside."""
    scope = sheet.round.scope
    if target.until is not None or target.id == scope.id or not target.path.startswith(scope.path):
        return 0
    twin = db.session.execute(select(NeedSheet).where(NeedSheet.round_id == sheet.round_id, NeedSheet.unit_id == target.id)).unique().scalar_one_or_none()
    if twin is None:
        _take_over(actor, sheet, target)
        return 1
    if sheet.state not in EDITABLE or twin.state not in EDITABLE or twin.moved_to_id is not None:
        return 0
    _join(actor, sheet, twin)
    return 1


def _take_over(actor, sheet: NeedSheet, target: Unit) -> None:
    """The sheet becomes the successor's, with its lines, state and history."""
    old = (sheet.unit_id, sheet.unit_name)
    inside = set(db.session.execute(select(NeedSheet.unit_id).where(NeedSheet.round_id == sheet.round_id, NeedSheet.live(), NeedSheet.id != sheet.id)).scalars())
    _hang_below(sheet, target)
    moved = update(Need).where(Need.sheet_id == sheet.id, Need.unit_id == sheet.unit_id).values(unit_id=target.id, version=Need.version + 1)
    lines = db.session.execute(select(func.count(Need.id)).where(Need.sheet_id == sheet.id)).scalar_one()
    db.session.execute(moved.execution_options(synchronize_session="fetch"))
    sheet.unit_id, sheet.unit_name = target.id, target.name
    sheet.review_unit_id = nearest(target.path, inside - {old[0]}, sheet.round.scope_id)
    _done(actor, sheet, sheet, Step(*old, "moved", lines))


def _join(actor, sheet: NeedSheet, twin: NeedSheet) -> None:
    """The lines go to the successor's sheet; a line that this one has too is kept once. The empty sheet stays for its history."""
    lines, kept = lines_of(sheet.id), lines_of(twin.id)
    if lines and twin.state == "not_opened":
        flow.move(twin, "begin", actor)
        record(actor, SheetBegun(subject_id=twin.id, unit_id=twin.unit_id, round_id=twin.round_id))
    sent, known = [as_sent(need) for need in lines], {(need.person_id, need.topic_id, need.level) for need in kept if need.person_id}
    fresh = [need for need in lines if need.person_id is None or (need.person_id, need.topic_id, need.level) not in known]
    for need in lines:
        if need not in fresh:
            db.session.delete(need)
    db.session.flush()
    for number, need in enumerate(fresh, start=twin.last_line_no + 1):
        need.sheet_id, need.line_no = twin.id, number
        need.unit_id = twin.unit_id if need.unit_id == sheet.unit_id else need.unit_id
    twin.last_line_no += len(fresh)
    twin.no_need = twin.no_need and not fresh
    twin.reopened_until = max(filter(None, (twin.reopened_until, sheet.reopened_until)), default=None)
    _carry_notes(sheet, twin, [need.id for need in fresh])
    _hang_below(sheet, twin.unit)
    sheet.moved_to_id = twin.id
    recount(twin)
    recount(sheet)
    _done(actor, sheet, twin, Step(sheet.unit_id, sheet.unit_name, "moved", len(fresh), sent))


def _carry_notes(sheet: NeedSheet, twin: NeedSheet, need_ids: list[int]) -> None:
    """Corrections, comments and answers stay with their lines; wishes go along."""
    db.session.flush()
    for kind in _OF_LINES:
        db.session.execute(update(kind).where(kind.sheet_id == sheet.id, kind.need_id.in_(need_ids)).values(sheet_id=twin.id).execution_options(synchronize_session="fetch"))
    wishes = update(CourseWish).where(CourseWish.sheet_id == sheet.id).values(sheet_id=twin.id, version=CourseWish.version + 1)
    db.session.execute(wishes.execution_options(synchronize_session="fetch"))


def _hang_below(sheet: NeedSheet, target: Unit) -> None:
    """Sheets that the old unit reviewed, accepted ones as well, are reviewed by the successor, or by whom their own new place says."""
    below = select(NeedSheet).where(NeedSheet.round_id == sheet.round_id, NeedSheet.review_unit_id == sheet.unit_id)
    inside = {target.id, *db.session.execute(select(NeedSheet.unit_id).where(NeedSheet.round_id == sheet.round_id, NeedSheet.live())).scalars()} - {sheet.unit_id}
    for child in db.session.execute(below).unique().scalars():
        if child.unit_id == target.id:
            child.review_unit_id = nearest(target.path, inside, sheet.round.scope_id)
        elif child.unit.path.startswith(sheet.unit.path):
            child.review_unit_id = target.id
        else:
            child.review_unit_id = nearest(child.unit.path, inside, sheet.round.scope_id)


@dataclass(frozen=True)
class Step:
    """What happened to a sheet: whose it was, under which name, how many lines went along, and the lines as they stood."""
    unit_id: int
    name: str
    move: str
    lines: int = 0
    kept: list | None = None


def _done(actor, sheet: NeedSheet, goal: NeedSheet, step: Step) -> None:
    at, by = clock.now(), actor.id if actor else None
    sheet.changed_at = goal.changed_at = at
    db.session.add(SheetEvent(sheet_id=sheet.id, at=at, by_id=by, move=step.move, reason=f"{step.name} → {goal.unit_name}", lines=step.kept))
    if goal is not sheet:
        db.session.add(SheetEvent(sheet_id=goal.id, at=at, by_id=by, move="joined", reason=step.name))
    db.session.flush()
    record(actor, SheetMoved(subject_id=sheet.id, unit_id=step.unit_id, round_id=sheet.round_id, to_sheet_id=goal.id, to_unit_id=goal.unit_id, lines=step.lines,
                             old_name=step.name, new_name=goal.unit_name))


def units_changed(actor, _fact) -> None:
    """After a change of the units."""
    follow_units(actor)


def follow_now() -> None:
    """The worker's tick: successions of which the day has come."""
    with work():
        follow_units()


LISTENERS = [(units_changed, (UnitsImported, UnitChanged))]
