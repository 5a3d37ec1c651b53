"""Two ways quotas are shared without an optimiser, as we read present practice: the yardstick of a comparison.

Proportional: every academy splits lecturer time over its courses in proportion to what is asked, seats by largest
remainder. First come, first served: units in a drawn order take the nearest place and open classes on demand. Neither
opens new courses; classes below their least size are cancelled and their people lose the seat.
"""

from collections import defaultdict

from .generate import Sequence
from .problem import Problem


class Room:
    """What is left at the academies while sections are added one by one."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.rooms = [list(row) for row in problem.rooms]
        self.teachers = [[list(pool) for pool in pools] for pools in problem.teachers]
        self.money = list(problem.budget)

    def fits(self, a: int, c: int, p: int) -> bool:
        problem, pool = self.problem, self.teachers[a][self.problem.topic[c]]
        active = range(p, p + problem.duration[c])
        if active.stop > problem.periods or problem.cost_mvnd[c] > self.money[a]:
            return False
        return all(self.rooms[a][x] and pool[x] >= problem.load_q[c] for x in active)

    def take(self, a: int, c: int, p: int) -> None:
        self.money[a] -= self.problem.cost_mvnd[c]
        for x in range(p, p + self.problem.duration[c]):
            self.rooms[a][x] -= 1
            self.teachers[a][self.problem.topic[c]][x] -= self.problem.load_q[c]


def proportional(problem: Problem) -> dict[tuple, int]:
    """Seats by unit cell."""
    room, asked = Room(problem), _asked(problem)
    sections: dict[tuple, int] = defaultdict(int)
    for a in problem.academies:
        _split_time(problem, room, sections, a)
    supply = _supply(problem, sections)
    while True:
        lacking = [(supply[c] / asked[c], c) for c in sorted(asked) if supply[c] < asked[c]]
        opened = next((key for _, c in sorted(lacking) if (key := _first_fit(problem, room, c))), None)
        if opened is None:
            return _largest_remainder(problem, sections)
        room.take(*opened)
        sections[opened] += 1
        supply[opened[1]] += problem.max_size[opened[1]]


def _asked(problem: Problem) -> dict[int, int]:
    asked: dict[int, int] = defaultdict(int)
    for (_, c, _, _), heads in problem.unit_cells.items():
        asked[c] += heads
    return asked


def _split_time(problem: Problem, room: Room, sections: dict[tuple, int], a: int) -> None:
    """Each topic's lecturer time over its licensed courses, in proportion to the heads asked, spread over the year."""
    asked, licences = _asked(problem), problem.instance["academies"]["licences"][a]
    for k in sorted({problem.topic[c] for c in licences}):
        courses = [c for c in licences if problem.topic[c] == k and asked[c]]
        total = sum(asked[c] for c in courses)
        for c in courses:
            time = sum(problem.teachers[a][k]) * asked[c] // total
            per = max(1, problem.load_q[c] * problem.duration[c])
            wanted = min(time // per, -(-asked[c] // problem.max_size[c]))
            last = problem.periods - problem.duration[c]
            for turn in range(wanted if last >= 0 else 0):
                first = turn * (last + 1) // wanted
                places = [*range(first, last + 1), *range(first)]
                p = next((p for p in places if room.fits(a, c, p)), None)
                if p is None:
                    break
                room.take(a, c, p)
                sections[a, c, p] += 1


def _first_fit(problem: Problem, room: Room, c: int) -> tuple[int, int, int] | None:
    for p in range(problem.periods - problem.duration[c] + 1):
        for a in problem.academies:
            if (a, c) in problem.licensed and room.fits(a, c, p):
                return a, c, p
    return None


def _supply(problem: Problem, sections: dict[tuple, int]) -> dict[int, int]:
    supply: dict[int, int] = defaultdict(int)
    for (_, c, _), count in sections.items():
        supply[c] += problem.max_size[c] * count
    return supply


def _largest_remainder(problem: Problem, sections: dict[tuple, int]) -> dict[tuple, int]:
    """A course's seats over units by heads asked, mandatory first inside a unit; late seats do not count."""
    by_end: dict[tuple[int, int], int] = defaultdict(int)
    for (_, c, p), count in sorted(sections.items()):
        by_end[c, problem.ends[p + problem.duration[c] - 1]] += count * problem.max_size[c]
    given: dict[tuple, int] = {}
    for c in sorted({c for c, _ in by_end}):
        cells = [(key, heads) for key, heads in problem.unit_cells.items() if key[1] == c]
        asked: dict[int, int] = defaultdict(int)
        for key, heads in cells:
            asked[key[0]] += heads
        for end in problem.buckets:
            for u, seats in _share(by_end[c, end], asked).items():
                _fill(given, [cell for cell in cells if cell[0][0] == u], seats, end)
    return given


def _share(seats: int, asked: dict[int, int]) -> dict[int, int]:
    total = sum(asked.values())
    seats = min(seats, total)
    if not seats:
        return {}
    share = {u: seats * heads // total for u, heads in asked.items()}
    rest = sorted(asked, key=lambda u: (-(seats * asked[u] % total), u))[:seats - sum(share.values())]
    return {u: count + (u in rest) for u, count in share.items()}


def _fill(given: dict[tuple, int], cells: list[tuple], seats: int, end: int) -> None:
    for key, heads in sorted(cells, key=lambda cell: (cell[0][2], cell[0][3])):
        taken = min(seats, heads - given.get(key, 0)) if key[3] >= end else 0
        if taken > 0:
            given[key] = given.get(key, 0) + taken
            seats -= taken


def first_come(problem: Problem) -> dict[tuple, int]:
    """Seats by unit cell; the order of the units is drawn from the instance's seed."""
    room, draw = Room(problem), Sequence(problem.instance["seed"], "first come")
    order = sorted({key[0] for key in problem.unit_cells}, key=lambda u: (draw.next(), u))
    cells: dict[int, list] = defaultdict(list)
    for key, heads in problem.unit_cells.items():
        cells[key[0]].append((key, heads))
    classes: dict[tuple, list] = defaultdict(list)
    for u in order:
        for key, heads in sorted(cells[u], key=lambda cell: (cell[0][2], cell[0])):
            _serve(problem, room, classes, key, heads)
    given: dict[tuple, int] = defaultdict(int)
    for (_, c, _), people in sorted(classes.items()):
        for one in people:
            if sum(one.values()) >= problem.min_size[c]:
                for key, heads in one.items():
                    given[key] += heads
    return dict(given)


def _serve(problem: Problem, room: Room, classes: dict[tuple, list], key: tuple, heads: int) -> None:
    u, c, _, b = key
    travel = problem.travel[problem.unit_region[u]]
    for a in sorted((a for a in problem.academies if (a, c) in problem.licensed), key=lambda a: (travel[a], a)):
        for p in range(problem.periods - problem.duration[c] + 1):
            if problem.ends[p + problem.duration[c] - 1] > b:
                break
            for one in classes[a, c, p]:
                taken = min(heads, problem.max_size[c] - sum(one.values()))
                if taken:
                    one[key] = one.get(key, 0) + taken
                    heads -= taken
            while heads and room.fits(a, c, p):
                room.take(a, c, p)
                taken = min(heads, problem.max_size[c])
                classes[a, c, p].append({key: taken})
                heads -= taken
            if not heads:
                return
