"""Synthetic instances: the same size and seed give the same bytes on every machine.

Only whole numbers are used, and only the splitmix64 sequence below, started with the seed and the name of the size;
nothing depends on Python's own random module, on floats or on the order of a set.
"""

from dataclasses import dataclass

from .form import INSTANCE_FORMAT, VERSION

MASK = 2**64 - 1


@dataclass(frozen=True)
class Size:
    units: int
    tops: int
    academies: int
    courses: int
    periods: int
    regions: int
    topics: int
    cells: int
    heads: int


SIZES = {
    "small": Size(20, 6, 5, 12, 6, 4, 4, 250, 2_500),
    "army": Size(1_200, 48, 30, 80, 12, 8, 12, 36_600, 125_000),
    "moonshot": Size(5_000, 120, 60, 200, 24, 8, 20, 152_000, 1_008_000),
    "product": Size(300, 48, 7, 27, 12, 8, 8, 3_000, 9_000),
}
GROUPS = 4


class Sequence:
    """splitmix64 (Steele, Lea, Flood 2014)."""

    def __init__(self, seed: int, name: str):
        self.state = seed & MASK
        for letter in name.encode("ascii"):
            self.state = (self.next() ^ letter) & MASK

    def next(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def between(self, low: int, high: int) -> int:
        return low + self.next() % (high - low + 1)

    def chance(self, percent: int) -> bool:
        return self.next() % 100 < percent

    def pick(self, weights: list[int]) -> int:
        """An index, drawn in proportion to its weight."""
        place = self.next() % sum(weights)
        for index, weight in enumerate(weights):
            if place < weight:
                return index
            place -= weight
        raise AssertionError("weights changed while drawing")


def generate(size_name: str, seed: int) -> dict:
    size, draw = SIZES[size_name], Sequence(seed, size_name)
    ends = [size.periods * (bucket + 1) // 3 - 1 for bucket in range(3)]
    units = _units(size, draw)
    courses = _courses(size, draw)
    demand = _demand(size, draw, units["weight"])
    academies = _academies(size, draw, courses)
    teachers = _teachers(size, draw, courses, demand, academies)
    rooms = _rooms(draw, courses, teachers)
    academies["budget_mvnd"] = _budgets(size, draw, courses, teachers)
    del units["weight"]
    return {
        "format": INSTANCE_FORMAT, "version": VERSION, "name": f"{size_name}-{seed}", "seed": seed,
        "periods": size.periods, "tops": size.tops, "regions": size.regions, "topics": size.topics, "groups": GROUPS,
        "bucket_end": ends, "units": units, "courses": courses, "academies": academies, "teachers_q": teachers,
        "rooms": rooms, "travel_kvnd": _travel(size, draw), "demand": demand,
    }


def _units(size: Size, draw: Sequence) -> dict:
    """Every first-level unit has a home region; six units in ten stand there."""
    home = [top % size.regions for top in range(size.tops)]
    top = [u if u < size.tops else draw.between(0, size.tops - 1) for u in range(size.units)]
    region = [home[t] if draw.chance(60) else draw.between(0, size.regions - 1) for t in top]
    weight = [draw.between(2, 6) * draw.between(1, 4) for _ in top]
    return {"id": [f"U{u + 1:04d}" for u in range(size.units)], "top": top, "region": region, "weight": weight}


def _courses(size: Size, draw: Sequence) -> dict:
    count = range(size.courses)
    low = [draw.between(10, 25) for _ in count]
    return {
        "id": [f"C{c + 1:03d}" for c in count],
        "topic": [c % size.topics for c in count],
        "duration": [1 + draw.pick([45, 25, 30]) for _ in count],
        "min_size": low,
        "max_size": [max(least + 8, draw.between(30, 50)) for least in low],
        "load_q": [draw.between(1, 4) for _ in count],
        "cost_mvnd": [draw.between(50, 115) for _ in count],
        "new_rule": [draw.pick([30, 35, 35]) for _ in count],
        "setup_mvnd": [draw.between(80, 300) for _ in count],
    }


def _demand(size: Size, draw: Sequence, weight: list[int]) -> dict:
    """Every group of a unit asks for a few courses of its own leaning; heads are scaled to the size's total."""
    fame = [draw.between(1, 9) * draw.between(1, 4) for _ in range(size.courses)]
    leaning = [[fame[c] * (3 if (c + g) % GROUPS < 2 else 1) for c in range(size.courses)] for g in range(GROUPS)]
    rows: dict[tuple, int] = {}
    while len(rows) < size.cells:
        u, g = draw.between(0, size.units - 1), draw.between(0, GROUPS - 1)
        key = (u, g, draw.pick(leaning[g]), 1 + draw.pick([9, 25, 66]), draw.pick([15, 45, 40]))
        rows[key] = weight[u] * draw.between(3, 9)
    raw, before, table = sum(rows.values()), 0, []
    for key in sorted(rows):
        after = before + rows[key]
        heads = after * size.heads // raw - before * size.heads // raw
        table.append((*key, max(1, heads)))
        before = after
    names = ("unit", "group", "course", "priority", "bucket", "heads")
    return {name: [row[place] for row in table] for place, name in enumerate(names)}


def _academies(size: Size, draw: Sequence, courses: dict) -> dict:
    """An academy teaches about a third of the topics and is licensed for most courses of these."""
    licences = []
    for a in range(size.academies):
        topics = {a % size.topics} | {k for k in range(size.topics) if draw.chance(30)}
        held = [c for c in range(size.courses) if courses["topic"][c] in topics and draw.chance(65)]
        licences.append(held or [a % size.courses])
    count = range(size.academies)
    return {
        "id": [f"A{a + 1:02d}" for a in count],
        "licences": licences,
        "new_limit": [draw.pick([45, 40, 15]) for _ in count],
        "prep": [draw.between(1, max(2, size.periods // 4)) for _ in count],
    }


def _teachers(size: Size, draw: Sequence, courses: dict, demand: dict, academies: dict) -> list:
    """A topic's lecturers reach for 45 to 115 per cent of what is asked; leave takes a third in some months."""
    need = [0] * size.topics
    for c, heads in zip(demand["course"], demand["heads"]):
        per_head = 1000 * courses["load_q"][c] * courses["duration"][c] // courses["max_size"][c]
        need[courses["topic"][c]] += heads * per_head
    table = [[[0] * size.periods for _ in range(size.topics)] for _ in range(size.academies)]
    for k in range(size.topics):
        supply = need[k] * draw.between(45, 115) // 100
        homes = [a for a in range(size.academies) if any(courses["topic"][c] == k for c in academies["licences"][a])]
        share = [draw.between(2, 8) for _ in homes]
        for a, part in zip(homes, share):
            heaviest = max(courses["load_q"][c] for c in academies["licences"][a] if courses["topic"][c] == k)
            level = max(heaviest, (supply * part // sum(share) + size.periods * 500) // (1000 * size.periods))
            for x in range(size.periods):
                table[a][k][x] = level - (level // 3 if draw.chance(12) else 0)
    return table


def _rooms(draw: Sequence, courses: dict, teachers: list) -> list:
    """Rooms follow the lecturers at a mean load, between somewhat short and ample."""
    load = sum(courses["load_q"])
    rooms = []
    for pools in teachers:
        level = max(sum(column) for column in zip(*pools)) * len(courses["load_q"]) * draw.between(85, 125)
        level = max(2, (level + 50 * load) // (100 * load))
        rooms.append([max(1, level - (1 if draw.chance(12) else 0)) for _ in pools[0]])
    return rooms


def _budgets(size: Size, draw: Sequence, courses: dict, teachers: list) -> list[int]:
    """Money for the sections the lecturers could hold at a mean load, length and cost."""
    count = size.courses
    load, length, cost = (sum(courses[name]) for name in ("load_q", "duration", "cost_mvnd"))
    budgets = []
    for pools in teachers:
        time = sum(sum(pool) for pool in pools)
        budgets.append(max(2 * cost // count, time * cost * count * draw.between(80, 130) // (load * length * 100)))
    return budgets


def _travel(size: Size, draw: Sequence) -> list:
    """Distance on a strip of 16 by 5 squares, in thousand VND a seat, with a little noise."""
    place = [(16 * r // size.regions, draw.between(0, 4)) for r in range(size.regions)]
    seat = [(draw.between(0, 15), draw.between(0, 4)) for _ in range(size.academies)]
    return [[400 + 95 * abs(x - i) + 60 * abs(y - j) + draw.between(0, 90) for i, j in seat] for x, y in place]
