"""What waits for a person, and what is late under a person's units."""
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, func, or_, select

from lms import clock
from lms.access import VERBS, reach
from lms.accounts.models import Account, Assignment, in_force
from lms.calendar import CalendarDay
from lms.db import db
from lms.deadlines.models import Task
from lms.people.models import Person
from lms.survey.models import NeedSheet
from lms.units.models import Unit


# Personnel offices sit at the larger units and work for everybody below.
WIDE = ("approve_nominations",)
# Who prepares a sheet sees its task as well; it belongs to whoever may send it.
HELPED = ("fill_sheet", "fix_sheet")
# Nothing can be done about these before the day they are due.
ON_ITS_DAY = ("take_attendance",)


def mine(account):
    """Open tasks at exactly the units where the account holds a role that may do the task's verb; kinds in WIDE also below them,
    kinds in HELPED also where he may only edit the sheet, kinds in ON_ITS_DAY not before their day."""
    verbs: dict[int, set[str]] = {}
    for grant in account.grants:
        if grant.role != "person":
            verbs.setdefault(grant.unit_id, set()).update(verb for verb, roles in VERBS.items() if grant.role in roles)
    alike: dict[frozenset[str], list[int]] = {}
    for unit_id, may_do in verbs.items():
        alike.setdefault(frozenset(may_do), []).append(unit_id)
    edits = sorted(unit_id for unit_id, may_do in verbs.items() if "sheet.edit" in may_do)
    wide = select(Unit.id).where(reach(account, "nomination.approve").covers(Unit.path))
    held = [and_(Task.unit_id.in_(sorted(units)), Task.verb.in_(sorted(may_do))) for may_do, units in alike.items()]
    held.append(and_(Task.kind.in_(WIDE), Task.unit_id.in_(wide)))
    held.append(and_(Task.kind.in_(HELPED), Task.unit_id.in_(edits)))
    begun = or_(Task.kind.not_in(ON_ITS_DAY), Task.due_at < clock.at(clock.today() + timedelta(days=1)))
    return select(Task).where(Task.done_at.is_(None), or_(*held), begun)


def waiting_for(account, limit: int = 100) -> list[Task]:
    """The open tasks of a person, most urgent first."""
    return list(db.session.execute(mine(account).order_by(Task.due_at, Task.id).limit(limit)).scalars())


def count_for(account) -> int:
    """How many tasks wait for a person."""
    return db.session.execute(select(func.count()).select_from(mine(account).order_by(None).subquery())).scalar_one()


def answers_of(tasks: list[Task]) -> dict[int, tuple[int, int, bool]]:
    """Task id -> (persons, heads, says no need) of the sheet it is about."""
    sheets = {task.subject_id: task.id for task in tasks if task.subject == "sheet"}
    rows = select(NeedSheet.id, NeedSheet.persons, NeedSheet.heads, NeedSheet.no_need).where(NeedSheet.id.in_(sheets))
    return {sheets[row.id]: (row.persons, row.heads, row.no_need) for row in db.session.execute(rows)} if sheets else {}


def late_tasks(account, at: datetime | None = None):
    """Tasks that are or were late under the units the account watches; open ones first."""
    at = at or clock.now()
    late = or_(and_(Task.done_at.is_(None), Task.due_at < at), Task.late)
    return (select(Task).join(Unit, Task.unit_id == Unit.id).where(late, reach(account, "watch.read").covers(Unit.path))
            .order_by(Task.done_at.is_not(None), Task.due_at, Task.id))


def late_by_unit(account) -> list:
    """(unit, open late, late in history) per unit, most open first."""
    now = clock.now()
    open_late = func.sum(case((and_(Task.done_at.is_(None), Task.due_at < now), 1), else_=0))
    was_late = func.sum(case((Task.late, 1), else_=0))
    late = or_(and_(Task.done_at.is_(None), Task.due_at < now), Task.late)
    rows = (select(Unit.id, Unit.name, open_late.label("open_late"), was_late.label("was_late")).select_from(Task).join(Unit, Task.unit_id == Unit.id)
            .where(late, reach(account, "watch.read").covers(Unit.path)).group_by(Unit.id, Unit.name)
            .order_by(open_late.desc(), was_late.desc(), Unit.name).limit(400))
    return db.session.execute(rows).all()


def holders_of(tasks: list[Task]) -> dict[int, list[Person]]:
    """Task id -> the persons who hold a role for it today and can act (who the delay belongs to)."""
    if not tasks:
        return {}
    today = clock.today()
    rows = db.session.execute(
        select(Assignment.unit_id, Assignment.role, Person).join(Account, Assignment.account_id == Account.id).join(Person, Account.person_id == Person.id)
        .where(Assignment.unit_id.in_({task.unit_id for task in tasks}), Account.state.in_(("active", "invited")), in_force(today))).all()
    found = {task.id: [] for task in tasks}
    for task in tasks:
        roles = VERBS.get(task.verb, frozenset())
        found[task.id] = [person for unit_id, role, person in rows if unit_id == task.unit_id and role in roles]
    return found


def end_of_week(now: datetime) -> datetime:
    """Sunday midnight in Hà Nội."""
    today = clock.local(now).date()
    return clock.at(today + timedelta(days=7 - today.weekday()))


def days_of(year: int) -> list[CalendarDay]:
    """Days of a year that differ from the week's rule."""
    rows = select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))).order_by(CalendarDay.day)
    return list(db.session.execute(rows).scalars())
