"""Opening and closing tasks; called by the listeners, in the transaction of the deed."""
from datetime import date, datetime

from sqlalchemy import bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lms import clock
from lms.calendar import CalendarDay
from lms.db import db
from lms.deadlines.models import Task
from lms.events import record
from lms.events.base import CalendarDayChanged


def open_tasks(kind: str, subject: str, verb: str, rows: list[dict]) -> None:
    """Open a task per row (subject_id, unit_id, due_at, words); one that is open already stays as it is."""
    if not rows:
        return
    now = clock.now()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    values = [{"kind": kind, "subject": subject, "verb": verb, "opened_at": now, "late": False, **row} for row in rows]
    db.session.execute(dialect.insert(Task).on_conflict_do_nothing(), values)


def open_task(kind: str, subject: str, verb: str, *, subject_id: int, unit_id: int, due_at: datetime, **words) -> None:
    """Open one task."""
    open_tasks(kind, subject, verb, [{"subject_id": subject_id, "unit_id": unit_id, "due_at": due_at, "words": words}])


def move_due(kind: str, subjects, due_at: datetime) -> None:
    """Open tasks of a kind about these things (a SELECT of ids) are due at another time."""
    statement = update(Task).where(Task.done_at.is_(None), Task.kind == kind, Task.subject_id.in_(subjects))
    db.session.execute(statement.values(due_at=due_at).execution_options(synchronize_session=False))


def note_reminded(kinds: tuple[str, ...], subjects, at: datetime) -> None:
    """Open tasks about these things say how often they were reminded and when last; two statements for any number."""
    rows = db.session.execute(select(Task.id, Task.words).where(Task.done_at.is_(None), Task.kind.in_(kinds), Task.subject_id.in_(subjects))).all()
    if rows:
        table = Task.__table__
        told = [{"b_id": task_id, "words": {**words, "reminded": words.get("reminded", 0) + 1, "reminded_on": clock.local(at).date().isoformat()}} for task_id, words in rows]
        db.session.execute(update(table).where(table.c.id == bindparam("b_id")).values(words=bindparam("words", type_=table.c.words.type)), told)
        db.session.expire_all()


def hand_over(kinds: tuple[str, ...], subjects, from_unit: int | None, to: tuple[int, dict]) -> None:
    """Open tasks about these things go to another unit, with other words; of one unit only, when it is given."""
    unit_id, words = to
    mine = select(Task).where(Task.done_at.is_(None), Task.kind.in_(kinds), Task.subject_id.in_(subjects))
    for task in db.session.execute(mine if from_unit is None else mine.where(Task.unit_id == from_unit)).unique().scalars():
        task.unit_id, task.words = unit_id, {**task.words, **words}
    db.session.flush()


def close_tasks(actor, kinds: tuple[str, ...], subject_ids: list[int], unit_id: int | None = None) -> None:
    """Close open tasks of these kinds about these things (of one unit, if given); a late one stays marked late for ever."""
    if not subject_ids:
        return
    now = clock.now()
    statement = update(Task).where(Task.done_at.is_(None), Task.kind.in_(kinds), Task.subject_id.in_(subject_ids))
    if unit_id is not None:
        statement = statement.where(Task.unit_id == unit_id)
    late = case((Task.due_at < now, True), else_=False)
    db.session.execute(statement.values(done_at=now, done_by_id=actor.id if actor else None, late=late).execution_options(synchronize_session=False))


def set_day(actor, day: date, kind: str | None, name: str) -> None:
    """A day is off, made up, or (kind None) ordinary again."""
    db.session.execute(delete(CalendarDay).where(CalendarDay.day == day))
    if kind is not None:
        db.session.add(CalendarDay(day=day, kind=kind, name=name))
    record(actor, CalendarDayChanged(subject_id=day.toordinal(), day=day.isoformat(), kind=kind or "ordinary"))
