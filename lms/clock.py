"""The only clock. Tests hold it; nothing else in the house asks the machine for the time."""
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_held: list[datetime] = []


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _held[-1] if _held else datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The instant as a wall clock in Hà Nội shows it."""
    return moment.astimezone(HANOI)


def today() -> date:
    """The date in Hà Nội."""
    return local(now()).date()


def at(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """The instant of a Hà Nội wall-clock time, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=HANOI).astimezone(UTC)


@contextmanager
def held(moment: datetime):
    """Stop the clock (for all threads of this process) at an aware instant."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware datetime")
    _held.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.pop()
