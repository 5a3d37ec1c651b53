"""Working days: Monday to Friday, unless a row says that the day is off or is made up. Tết and swapped days are rows, not code."""
import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock
from lms.db import db

END_OF_DAY = (16, 30)


class CalendarDay(db.Model):
    """A day that differs from the week's rule: `off` (holiday) or `work` (made up)."""
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    __table_args__ = (CheckConstraint("kind IN ('off', 'work')", name="known_kind"),)


class Swap(NamedTuple):
    """The day that a day is swapped with, and whether the calendar says so too."""
    day: date
    stands: bool


def swaps(rows: list[CalendarDay]) -> dict[date, Swap]:
    """A day off and the day on which it is made up: the name of either names the other (`Làm bù cho 31/8`)."""
    kinds = {row.day: row.kind for row in rows}
    found = {}
    for row in rows:
        other = _named_day(row)
        if other is None or kinds.get(other) == row.kind:
            continue
        found[row.day] = Swap(other, other in kinds)
        if other in kinds:
            found.setdefault(other, Swap(row.day, True))
    return found


def _named_day(row: CalendarDay) -> date | None:
    """The day that the name speaks of, in the year that is nearest when none is written."""
    hit = re.search(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", row.name)
    years = [] if hit is None else [int(hit[3])] if hit[3] else [row.day.year, row.day.year - 1, row.day.year + 1]
    days = []
    for year in years:
        try:
            days.append(date(year, int(hit[2]), int(hit[1])))
        except ValueError:
            continue
    return min((day for day in days if day != row.day), key=lambda day: abs((day - row.day).days), default=None)


def exceptions(first: date, last: date) -> dict[date, str]:
    """Days between two dates (both included) that differ from the week's rule."""
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.kind).where(CalendarDay.day.between(first, last)))
    return {row.day: row.kind for row in rows}


def is_working(day: date, special: dict[date, str]) -> bool:
    """Whether people work that day."""
    return special[day] == "work" if day in special else day.weekday() < 5


def working_days_between(start: date, end: date, special: dict[date, str]) -> int:
    """Working days after `start` up to and including `end`; negative when end is before start."""
    if end < start:
        return -working_days_between(end, start, special)
    return sum(is_working(start + timedelta(days=step), special) for step in range(1, (end - start).days + 1))


def add_working_days(start: date, number: int, special: dict[date, str]) -> date:
    """The date `number` working days after start."""
    day = start
    while number > 0:
        day += timedelta(days=1)
        number -= is_working(day, special)
    return day


def due_after(working_days: int) -> datetime:
    """The end of the working day so many working days from today, in UTC."""
    today = clock.today()
    day = add_working_days(today, working_days, exceptions(today, today + timedelta(days=working_days * 3 + 30)))
    return clock.at(day, *END_OF_DAY)


def days_late(due_at: datetime, special: dict[date, str], at: datetime | None = None) -> int:
    """Working days between the due date and now (or `at`); 0 while it is not over."""
    at = at or clock.now()
    if at <= due_at:
        return 0
    return max(1, working_days_between(clock.local(due_at).date(), clock.local(at).date(), special))
