"""An instance turned into what the engine reckons with: cells, possible courses, possible starts."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Start:
    """Sections of one course at one academy that begin in one period."""

    academy: int
    course: int
    period: int
    end: int
    most: int

    @property
    def key(self) -> tuple[int, int, int]:
        return self.academy, self.course, self.period


class Problem:
    """Read once, never changed. `old` is the number of sections of a previous plan by (academy, course, start)."""

    def __init__(self, instance: dict, old: dict[tuple[int, int, int], int] | None = None):
        self.instance = instance
        self.old = old
        self.periods = instance["periods"]
        self.buckets = range(len(instance["bucket_end"]))
        self.academies = range(len(instance["academies"]["id"]))
        self.courses = range(len(instance["courses"]["id"]))
        for name, column in instance["courses"].items():
            setattr(self, name, column)
        self.teachers, self.rooms = instance["teachers_q"], instance["rooms"]
        self.budget, self.new_limit = instance["academies"]["budget_mvnd"], instance["academies"]["new_limit"]
        self.travel = instance["travel_kvnd"]
        self.unit_top, self.unit_region = instance["units"]["top"], instance["units"]["region"]

    @cached_property
    def unit_cells(self) -> dict[tuple[int, int, int, int], int]:
        """Heads by (unit, course, priority, bucket), summed over groups, in that order."""
        demand, heads = self.instance["demand"], defaultdict(int)
        names = ("unit", "course", "priority", "bucket", "heads")
        for *key, count in zip(*(demand[name] for name in names)):
            heads[tuple(key)] += count
        return dict(sorted(heads.items()))

    @cached_property
    def top_cells(self) -> dict[tuple[int, int, int, int, int], int]:
        """Heads by (first-level unit, region, course, priority, bucket): all the programme needs to know."""
        heads = defaultdict(int)
        for (u, c, pi, b), count in self.unit_cells.items():
            heads[self.unit_top[u], self.unit_region[u], c, pi, b] += count
        return dict(sorted(heads.items()))

    @cached_property
    def top_heads(self) -> dict[int, int]:
        heads = defaultdict(int)
        for (t, *_), count in self.top_cells.items():
            heads[t] += count
        return dict(sorted(heads.items()))

    @cached_property
    def unit_heads(self) -> dict[int, int]:
        heads = defaultdict(int)
        for (u, *_), count in self.unit_cells.items():
            heads[u] += count
        return dict(heads)

    def asked(self, priority: int | None = None) -> int:
        return sum(n for (_, _, pi, _), n in self.unit_cells.items() if priority in (None, pi))

    @cached_property
    def reachable(self) -> dict[tuple[int, int], int]:
        """Heads by (course, end): those a class ending in this bucket may serve."""
        heads = defaultdict(int)
        for (_, c, _, b), count in self.unit_cells.items():
            for end in range(b + 1):
                heads[c, end] += count
        return heads

    @cached_property
    def regions_of(self) -> dict[tuple[int, int], list[int]]:
        """Regions by (course, end) with somebody a class ending then may serve."""
        found = defaultdict(set)
        for _, r, c, _, b in self.top_cells:
            for end in range(b + 1):
                found[c, end].add(r)
        return {key: sorted(regions) for key, regions in found.items()}

    @cached_property
    def ends(self) -> list[int]:
        """The bucket in which a class with this last period ends."""
        bucket_end = self.instance["bucket_end"]
        return [next(b for b in self.buckets if bucket_end[b] >= last) for last in range(self.periods)]

    @cached_property
    def licensed(self) -> set[tuple[int, int]]:
        return {(a, c) for a, held in enumerate(self.instance["academies"]["licences"]) for c in held}

    def may_open(self, a: int, c: int) -> bool:
        """A new course: allowed by its rule, with a place under the academy's limit and money for its set-up."""
        if (a, c) in self.licensed or not self.new_limit[a] or self.setup_mvnd[c] > self.budget[a]:
            return False
        if self.new_rule[c] == 2:
            held = self.instance["academies"]["licences"][a]
            return any(self.topic[other] == self.topic[c] for other in held)
        return self.new_rule[c] == 1

    @cached_property
    def starts(self) -> list[Start]:
        """Every (academy, course, period) at which at least one section is possible, in that order."""
        found = []
        for a in self.academies:
            for c in self.courses:
                new = (a, c) not in self.licensed
                if new and not self.may_open(a, c):
                    continue
                first = self.instance["academies"]["prep"][a] if new else 0
                for p in range(first, self.periods - self.duration[c] + 1):
                    end = self.ends[p + self.duration[c] - 1]
                    most = self._most(a, c, p, end)
                    if most:
                        found.append(Start(a, c, p, end, most))
        return found

    def _most(self, a: int, c: int, p: int, end: int) -> int:
        """Sections that resources and demand could bear at most; more than fill the demand help nobody."""
        heads = self.reachable[c, end] if (c, end) in self.reachable else 0
        most = -(-heads // self.max_size[c])
        if self.old:
            most = max(most, self.old.get((a, c, p), 0))
        if self.min_size[c]:
            most = min(most, heads // self.min_size[c])
        for x in range(p, p + self.duration[c]):
            most = min(most, self.rooms[a][x])
            if self.load_q[c]:
                most = min(most, self.teachers[a][self.topic[c]][x] // self.load_q[c])
        if self.cost_mvnd[c]:
            money = self.budget[a] - (0 if (a, c) in self.licensed else self.setup_mvnd[c])
            most = min(most, money // self.cost_mvnd[c])
        return max(most, 0)

    @cached_property
    def new_pairs(self) -> list[tuple[int, int]]:
        return sorted({(s.academy, s.course) for s in self.starts} - self.licensed)


class Usage:
    """What a set of sections takes from every academy: rooms and lecturer time by period, money, new courses."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.rooms = [[0] * problem.periods for _ in problem.academies]
        self.teachers = defaultdict(int)
        self.money = [0] * len(problem.academies)
        self.new = [0] * len(problem.academies)

    def add(self, sections: dict[tuple[int, int, int], float], sign: int = 1) -> "Usage":
        """Whole sections; a course without licence is opened when it holds any."""
        for (a, c, p), count in sections.items():
            self.section((a, c, p), sign * count)
        for a, c in sorted({(a, c) for (a, c, _), count in sections.items() if count} - self.problem.licensed):
            self.opening((a, c), sign)
        return self

    def section(self, key: tuple[int, int, int], count: float) -> None:
        (a, c, p), problem = key, self.problem
        self.money[a] += problem.cost_mvnd[c] * count
        for x in range(p, p + problem.duration[c]):
            self.rooms[a][x] += count
            self.teachers[a, problem.topic[c], x] += problem.load_q[c] * count

    def opening(self, pair: tuple[int, int], share: float) -> None:
        a, c = pair
        self.money[a] += self.problem.setup_mvnd[c] * share
        self.new[a] += share
