"""Who has not answered, who holds the task there, and what was reminded."""
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from lms import clock
from lms.access import VERBS, reach
from lms.accounts.models import Account, Assignment
from lms.db import db
from lms.survey.models import NeedSheet, RoundReminder, SurveyRound
from lms.survey.rules.sending import EDITABLE
from lms.units.models import Unit


@dataclass(frozen=True)
class SilentSheet:
    """A sheet that is not sent."""
    id: int
    unit_id: int
    name: str
    state: str
    held: bool


@dataclass(frozen=True)
class Silent:
    """The sheets below a level that are not sent and could be, and how many accounts hold the task."""
    level_id: int
    sheets: list[SilentSheet]
    holders: int

    @property
    def empty(self) -> list[SilentSheet]:
        """Units where nobody holds the task: a reminder reaches nobody there."""
        return [sheet for sheet in self.sheets if not sheet.held]


def silent_below(user, found: SurveyRound) -> Silent | None:
    """What the user may remind: the sheets of units whose reviewing unit he reaches; None when he reaches no level of the round."""
    grasp, level = reach(user, "sheet.review"), level_of(user, found)
    if level is None:
        return None
    now, reviewer = clock.now(), Unit.__table__.alias("reviewer")
    can_send = True if found.state == "open" and now <= found.lock_at else NeedSheet.reopened_until >= now
    rows = (select(NeedSheet.id, NeedSheet.unit_id, NeedSheet.unit_name, NeedSheet.state).join(Unit, NeedSheet.unit_id == Unit.id)
            .join(reviewer, NeedSheet.review_unit_id == reviewer.c.id)
            .where(NeedSheet.round_id == found.id, NeedSheet.live(), NeedSheet.state.in_(EDITABLE), grasp.covers(reviewer.c.path), can_send).order_by(Unit.path))
    sheets = db.session.execute(rows).all()
    held, holders = _holders(select(NeedSheet.unit_id).where(NeedSheet.id.in_(rows.order_by(None).with_only_columns(NeedSheet.id)))) if sheets else (set(), 0)
    return Silent(level, [SilentSheet(*row, held=row.unit_id in held) for row in sheets], holders)


def level_of(user, found: SurveyRound) -> int | None:
    """The level for which the user reminds: the scope, or his own highest unit within it that reviews sheets of the round."""
    grasp = reach(user, "sheet.review")
    if grasp.holds(found.scope.path):
        return found.scope_id
    rows = (select(Unit.id).join(NeedSheet, NeedSheet.review_unit_id == Unit.id)
            .where(NeedSheet.round_id == found.id, NeedSheet.live(), grasp.covers(Unit.path)).order_by(Unit.depth, Unit.path).limit(1))
    return db.session.execute(rows).scalar_one_or_none()


def _holders(unit_ids) -> tuple[set[int], int]:
    """Units of these with somebody who may fill in or send, and how many accounts that are."""
    today, roles = clock.today(), VERBS["sheet.submit"] | VERBS["sheet.edit"]
    rows = (select(Assignment.unit_id, Assignment.account_id).join(Account, Assignment.account_id == Account.id)
            .where(Assignment.unit_id.in_(unit_ids), Assignment.role.in_(roles), Account.state.in_(("active", "invited")),
                   and_(Assignment.since <= today, or_(Assignment.until.is_(None), Assignment.until > today))))
    pairs = [tuple(row) for row in db.session.execute(rows)]
    return {unit_id for unit_id, _account in pairs}, len({account_id for _unit, account_id in pairs})


def last_reminder(round_id: int, level_id: int) -> RoundReminder | None:
    """The newest of a level."""
    rows = select(RoundReminder).where(RoundReminder.round_id == round_id, RoundReminder.level_id == level_id).order_by(RoundReminder.id.desc()).limit(1)
    return db.session.execute(rows).scalar_one_or_none()


def reminders_of(user, found: SurveyRound) -> list[tuple]:
    """(at, who, level, units reached, text), newest first, of the levels in reach."""
    names = (select(RoundReminder.at, RoundReminder.by_id, Unit.name, RoundReminder.unit_ids, RoundReminder.text).join(Unit, RoundReminder.level_id == Unit.id)
             .where(RoundReminder.round_id == found.id, reach(user, "round.read").covers(Unit.path)).order_by(RoundReminder.id.desc()).limit(20))
    return [(at, by_id, level, len(unit_ids), text) for at, by_id, level, unit_ids, text in db.session.execute(names)]


def reminded(round_id: int) -> tuple[dict[int, int], int]:
    """unit -> how often it was reminded, and how many reminders there were."""
    lists = db.session.execute(select(RoundReminder.unit_ids).where(RoundReminder.round_id == round_id)).scalars().all()
    counts: dict[int, int] = {}
    for unit_id in (unit_id for each in lists for unit_id in each):
        counts[unit_id] = counts.get(unit_id, 0) + 1
    return counts, len(lists)
