"""A round like the last one: a year later, on working days, under a code and a title of the new year; and what differs from the last one."""
from dataclasses import dataclass
from datetime import date, timedelta

MOST_CODE = 40


@dataclass(frozen=True)
class Difference:
    """One thing that the draft says otherwise: what, before, after."""
    name: str
    before: object
    after: object


def a_year_later(day: date, is_working) -> date:
    """The same day of the next year, or the first working day after it. 29 February becomes the 28th."""
    try:
        moved = day.replace(year=day.year + 1)
    except ValueError:
        moved = day.replace(year=day.year + 1, day=28)
    while not is_working(moved):
        moved += timedelta(days=1)
    return moved


def next_words(text: str, year: int) -> str:
    """A title with the next year in it where it names this one."""
    return text.replace(str(year), str(year + 1))


def next_code(code: str, year: int, taken: set[str]) -> str:
    """A free code for the next year: the year is counted on; else a number is added, within the length of a code."""
    base = next_words(code, year)
    if base not in taken:
        return base
    numbers = (f"-{number}" for number in range(2, 1000))
    return next(made for end in numbers if (made := base[:MOST_CODE - len(end)] + end) not in taken)


def differences(before: dict, after: dict) -> list[Difference]:
    """Named values that are not the same, in the order of `after`."""
    return [Difference(name, before.get(name), value) for name, value in after.items() if before.get(name) != value]
