"""From accepted needs and the academies' capacity to the engine's instance: plain values in, the JSON value of quota-format.md out.

Costs: there is no price list yet, so a class costs its teaching days (3 million VND a day) and travel goes by region; they only order plans that are
equal in everything above. Both stand here, named, until a price list is data.
"""
import math
from dataclasses import dataclass, field

COST_PER_DAY_MVND = 3
TRAVEL_KVND = {"same": 300, "whole": 800, "other": 1500}
DAYS_PER_MONTH = 22
QUARTERS_PER_MONTH = 4
WHOLE_COUNTRY = "Toàn quốc"
NO_BUDGET_LIMIT = 1_000_000


@dataclass(frozen=True)
class Line:
    """One accepted need: who asks, for which course, how urgent, by which quarter, how many."""
    unit_id: int
    group: str
    course_id: int
    priority: int
    quarter: str
    heads: int


@dataclass(frozen=True)
class Cell:
    """Heads of a unit, group, course, priority and bucket; `overdue` when some were due before the plan year."""
    unit_id: int
    group: str
    course_id: int
    priority: int
    bucket: int
    heads: int
    overdue: bool


@dataclass(frozen=True)
class UnitRow:
    """A unit that asks, its first-level unit and its region."""
    id: int
    code: str
    top_id: int
    region: str


@dataclass(frozen=True)
class CourseRow:
    """What the engine needs of a course."""
    id: int
    code: str
    topic_id: int
    days: int
    min_size: int
    max_size: int


@dataclass(frozen=True)
class AcademyRow:
    """An academy: teacher quarters by (topic, month 0-11), rooms."""
    id: int
    code: str
    region: str
    rooms: int
    quarters: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Keys:
    """What the indexes of an instance stand for, so that a plan can be read back."""
    units: list[int]
    courses: list[int]
    academies: list[int]
    topics: list[int]
    groups: list[str]
    regions: list[str]


def bucket_of(quarter: str, year: int) -> tuple[int, bool]:
    """(deadline bucket 0-3, overdue): before the plan year counts in the first and is overdue, after it in the last."""
    due_year, part = int(quarter[:4]), int(quarter[5])
    if due_year < year:
        return 0, True
    return (3, False) if due_year > year else (part - 1, False)


def cells_of(lines: list[Line], year: int) -> list[Cell]:
    """Sum the lines to demand cells, in a fixed order."""
    summed: dict[tuple, list] = {}
    for line in lines:
        bucket, overdue = bucket_of(line.quarter, year)
        entry = summed.setdefault((line.unit_id, line.group, line.course_id, line.priority, bucket), [0, False])
        entry[0] += line.heads
        entry[1] = entry[1] or overdue
    return [Cell(*key, heads=heads, overdue=overdue) for key, (heads, overdue) in sorted(summed.items())]


def instance(name: str, cells: list[Cell], units: list[UnitRow], courses: list[CourseRow], academies: list[AcademyRow]) -> tuple[dict, Keys]:
    """The instance of one plan year (12 months, 4 buckets) and the meaning of its indexes."""
    units, courses, academies = sorted(units, key=lambda row: row.id), sorted(courses, key=lambda row: row.code), sorted(academies, key=lambda row: row.code)
    topics = sorted({course.topic_id for course in courses})
    groups = sorted({cell.group for cell in cells}) or ["N9"]
    regions = sorted({unit.region for unit in units} | {academy.region for academy in academies}) or [WHOLE_COUNTRY]
    tops = sorted({unit.top_id for unit in units})
    keys = Keys([unit.id for unit in units], [course.id for course in courses], [academy.id for academy in academies], topics, groups, regions)
    value = {
        "format": "lms-quota-instance", "version": 1, "name": name, "seed": 0, "periods": 12, "bucket_end": [2, 5, 8, 11],
        "tops": max(1, len(tops)), "regions": len(regions), "topics": max(1, len(topics)), "groups": len(groups),
        "units": {"id": [unit.code for unit in units], "top": [tops.index(unit.top_id) for unit in units], "region": [regions.index(unit.region) for unit in units]},
        "courses": _courses(courses, topics),
        "academies": _academies(academies, courses),
        "teachers_q": [[[academy.quarters.get((topic, month), 0) for month in range(12)] for topic in topics] for academy in academies],
        "rooms": [[academy.rooms] * 12 for academy in academies],
        "travel_kvnd": [[travel(region, academy.region) for academy in academies] for region in regions],
        "demand": _demand(cells, keys),
    }
    return value, keys


def travel(of_unit: str, of_academy: str) -> int:
    """Travel of one person, in thousand VND."""
    if of_unit == of_academy:
        return TRAVEL_KVND["same"]
    return TRAVEL_KVND["whole"] if WHOLE_COUNTRY in (of_unit, of_academy) else TRAVEL_KVND["other"]


def months_of(course: CourseRow) -> int:
    """How many months a class of this course touches."""
    return max(1, math.ceil(course.days / DAYS_PER_MONTH))


def _courses(courses: list[CourseRow], topics: list[int]) -> dict:
    return {"id": [course.code for course in courses], "topic": [topics.index(course.topic_id) for course in courses],
            "duration": [months_of(course) for course in courses], "min_size": [course.min_size for course in courses],
            "max_size": [course.max_size for course in courses],
            "load_q": [max(1, math.ceil(course.days * QUARTERS_PER_MONTH / DAYS_PER_MONTH / months_of(course))) for course in courses],
            "cost_mvnd": [course.days * COST_PER_DAY_MVND for course in courses], "new_rule": [0] * len(courses), "setup_mvnd": [0] * len(courses)}


def _academies(academies: list[AcademyRow], courses: list[CourseRow]) -> dict:
    licensed = [{topic for (topic, _month), quarters in academy.quarters.items() if quarters > 0} for academy in academies]
    return {"id": [academy.code for academy in academies],
            "licences": [[place for place, course in enumerate(courses) if course.topic_id in topics] for topics in licensed],
            "budget_mvnd": [NO_BUDGET_LIMIT] * len(academies), "new_limit": [0] * len(academies), "prep": [0] * len(academies)}


def _demand(cells: list[Cell], keys: Keys) -> dict:
    place = {"unit": {value: at for at, value in enumerate(keys.units)}, "course": {value: at for at, value in enumerate(keys.courses)},
             "group": {value: at for at, value in enumerate(keys.groups)}}
    rows = sorted((place["unit"][cell.unit_id], place["group"][cell.group], place["course"][cell.course_id], cell.priority, cell.bucket, cell.heads) for cell in cells)
    columns = ("unit", "group", "course", "priority", "bucket", "heads")
    return {name: [row[at] for row in rows] for at, name in enumerate(columns)}
