"""Rounds and the page of all units of a round."""
from sqlalchemy import case, exists, false, func, or_, select

from lms import clock
from lms.access import reach
from lms.calendar import exceptions
from lms.db import db
from lms.survey.models import NeedSheet, SurveyRound
from lms.survey.rules.board import Sheet
from lms.survey.rules.sending import SENT
from lms.units.models import Unit, UnitKind


def visible_rounds(user, verb: str):
    """Rounds over the user's units: he reaches the scope, or (to read) a sheet in it."""
    grasp = reach(user, verb)
    scope = select(SurveyRound).join(Unit, SurveyRound.scope_id == Unit.id)
    if not grasp.paths:
        return scope.where(false())
    if verb == "round.manage":
        return scope.where(grasp.covers(Unit.path))
    inner = Unit.__table__.alias("sheet_unit")
    mine = exists().where(NeedSheet.round_id == SurveyRound.id, NeedSheet.unit_id == inner.c.id, grasp.covers(inner.c.path))
    return scope.where(or_(grasp.covers(Unit.path), mine))


def rounds_with_counts(user) -> list[tuple]:
    """(round, sheets in reach, of these sent, of these accepted), newest first."""
    grasp = reach(user, "round.read")
    counts = (select(NeedSheet.round_id, func.count(NeedSheet.id).label("sheets"),
                     func.sum(case((NeedSheet.state.in_(SENT), 1), else_=0)).label("sent"),
                     func.sum(case((NeedSheet.state == "accepted", 1), else_=0)).label("accepted"))
              .join(Unit, NeedSheet.unit_id == Unit.id).where(NeedSheet.live(), grasp.covers(Unit.path)).group_by(NeedSheet.round_id).subquery())
    rows = (visible_rounds(user, "round.read").outerjoin(counts, counts.c.round_id == SurveyRound.id)
            .add_columns(func.coalesce(counts.c.sheets, 0), func.coalesce(counts.c.sent, 0), func.coalesce(counts.c.accepted, 0))
            .order_by(SurveyRound.year.desc(), SurveyRound.opens_on.desc(), SurveyRound.id.desc()).limit(100))
    return [tuple(row) for row in db.session.execute(rows)]


def board_rows(user, found: SurveyRound, verb: str = "round.read") -> list[Sheet]:
    """Every sheet of the round within reach, as light values, in the order of the tree (one statement)."""
    rows = (select(NeedSheet.id, NeedSheet.unit_id, NeedSheet.review_unit_id, NeedSheet.unit_name, Unit.path, UnitKind.family, NeedSheet.state,
                   NeedSheet.no_need, NeedSheet.persons, NeedSheet.heads, NeedSheet.submitted_at, NeedSheet.late, Unit.code, NeedSheet.reopened_until,
                   NeedSheet.corrected_persons + NeedSheet.corrected_heads)
            .join(Unit, NeedSheet.unit_id == Unit.id).join(UnitKind, Unit.kind_id == UnitKind.id)
            .where(NeedSheet.round_id == found.id, NeedSheet.live(), reach(user, verb).covers(Unit.path))
            .order_by(UnitKind.position, Unit.position, Unit.id))
    return [Sheet(*row) for row in db.session.execute(rows)]


def special_days(found: SurveyRound) -> dict:
    """Days off and made-up days since the due date (for days late)."""
    return exceptions(min(clock.local(found.due_at).date(), clock.today()), clock.today())


def scopes(user) -> list[tuple[int, str]]:
    """Units over which the user may draft a round: the top two levels within reach."""
    rows = (select(Unit.id, Unit.name).where(reach(user, "round.manage").covers(Unit.path), Unit.depth <= 1, or_(Unit.until.is_(None), Unit.until >= clock.today()))
            .order_by(Unit.depth, Unit.position, Unit.id))
    return [(unit_id, name) for unit_id, name in db.session.execute(rows)]
