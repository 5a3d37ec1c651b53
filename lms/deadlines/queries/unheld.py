"""Work that shows up for nobody: a unit owes it, and nobody holds the role there, not even a deputy."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import aliased

from lms import clock
from lms.access import ROLES, VERBS, reach
from lms.accounts.models import Account, Assignment, in_force
from lms.db import db
from lms.deadlines.models import Task
from lms.deadlines.queries.tasks import WIDE
from lms.units.models import Unit

SHOWN = 50


@dataclass(frozen=True)
class Unheld:
    """One unit and the role that is missing there: how many tasks wait, and when the first is due."""
    unit: str
    roles: tuple
    tasks: int
    due_at: datetime


def _unheld(account):
    """SQL: open tasks within reach that nobody holds. Kinds in WIDE may be held at a unit above."""
    verbs = db.session.execute(select(Task.verb).where(Task.done_at.is_(None)).distinct()).scalars()
    fits = or_(false(), *[and_(Task.verb == verb, Assignment.role.in_(sorted(VERBS.get(verb, ())))) for verb in sorted(verbs)])
    above = aliased(Unit)
    held = exists().where(Account.id == Assignment.account_id, Account.state.in_(("active", "invited")), fits, in_force(clock.today()),
                          above.id == Assignment.unit_id, or_(above.id == Task.unit_id, and_(Task.kind.in_(WIDE), Unit.path.startswith(above.path))))
    return (select(Unit.name, Task.verb, func.count(Task.id), func.min(Task.due_at)).select_from(Task).join(Unit, Task.unit_id == Unit.id)
            .where(Task.done_at.is_(None), Task.account_id.is_(None), not_(held), reach(account, "watch.read").covers(Unit.path)))


def unheld(account) -> tuple[list[Unheld], int]:
    """The most urgent ones, and how many more there are."""
    rows = _unheld(account).group_by(Unit.id, Unit.name, Task.verb).order_by(func.min(Task.due_at), Unit.id, Task.verb)
    found = db.session.execute(rows.limit(SHOWN)).all()
    more = db.session.execute(select(func.count()).select_from(rows.order_by(None).subquery())).scalar_one() - SHOWN if len(found) == SHOWN else 0
    return [Unheld(name, tuple(ROLES[role] for role in ROLES if role in VERBS.get(verb, ())), tasks, due_at) for name, verb, tasks, due_at in found], more


def unheld_units(account) -> int:
    """How many units within reach owe something that nobody holds."""
    return db.session.execute(_unheld(account).with_only_columns(func.count(Unit.id.distinct()))).scalar_one()
