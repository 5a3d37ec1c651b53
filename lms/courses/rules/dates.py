"""Days, milestones and sittings of a class, from its first day. Plain values only."""
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

NOMINATE_BEFORE, RELEASE_BEFORE, LOCK_BEFORE = 45, 30, 7
HALF_DAYS = ((time(7, 30), time(11, 0)), (time(13, 30), time(17, 0)))


@dataclass(frozen=True)
class ClassPlan:
    """What an approval says about a class it opens."""
    starts_on: date
    capacity: int
    year: int
    code: str | None = None


@dataclass(frozen=True)
class Sitting:
    """When one session is held."""
    number: int
    day: date
    begins: time
    ends: time


def class_days(first: date, days: int, working) -> list[date]:
    """The working days of a class; `working(day)` says whether people work. The first may move to the next working day."""
    found, day = [], first
    while len(found) < days and day < first + timedelta(days=days * 7 + 60):
        if working(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def milestones(starts_on: date, at_end_of, now: datetime) -> tuple[datetime, datetime, datetime]:
    """Close of nomination (T-45), release of unused seats (T-30), lock (T-7); none before tomorrow, and in order.

    `at_end_of(day)` is the instant at which that working day ends."""
    soonest = at_end_of(now.date() + timedelta(days=1))
    nominate = max(at_end_of(starts_on - timedelta(days=NOMINATE_BEFORE)), soonest)
    release = max(at_end_of(starts_on - timedelta(days=RELEASE_BEFORE)), nominate)
    return nominate, release, max(at_end_of(starts_on - timedelta(days=LOCK_BEFORE)), release)


def sittings(days: list[date]) -> list[Sitting]:
    """One in the morning and one in the afternoon of every day."""
    halves = [(day, half) for day in days for half in HALF_DAYS]
    return [Sitting(number, day, begins, ends) for number, (day, (begins, ends)) in enumerate(halves, start=1)]


def overlaps(one: tuple[time, time], other: tuple[time, time]) -> bool:
    """Whether two times of a day share a minute."""
    return one[0] < other[1] and other[0] < one[1]


def first_free(rooms: list[tuple[int, int]], capacity: int, taken: set[int]) -> int | None:
    """The smallest room that holds the class and is free; rooms are (id, seats)."""
    fitting = sorted((seats, room_id) for room_id, seats in rooms if seats >= capacity and room_id not in taken)
    return fitting[0][1] if fitting else None
