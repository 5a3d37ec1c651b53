"""The aggregated integer programme that opens classes (stage A of docs/decisions/quota-engine.md).

y sections, n sections that end in one bucket, z new courses, f seats of a region in the classes of one (academy, course, end), w seats a region keeps
for a later deadline, q heads covered. Units of one first-level unit and region are interchangeable, so the programme
knows only them; `Scope.group` may put several first-level units together when fairness is not asked for.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .highs import INF, Model
from .problem import Problem, Start


@dataclass(frozen=True)
class Scope:
    """Which part of the problem is looked at, and what the rest leaves to it."""

    courses: frozenset[int]
    rooms: list[list[float]]
    budget: list[float]
    new_limit: list[float]
    group: list[int]
    fair: bool = False


def whole_scope(problem: Problem, fair: bool) -> Scope:
    tops = problem.instance["tops"]
    group = list(range(tops)) if fair else [0] * tops
    return Scope(frozenset(problem.courses), problem.rooms, problem.budget, problem.new_limit, group, fair)


class Program:
    """Columns by name, goals as objective functions, floors as row bounds."""

    def __init__(self, problem: Problem, scope: Scope):
        self.problem, self.scope, self.model = problem, scope, Model()
        self.starts = [s for s in problem.starts if s.course in scope.courses]
        self.y: dict[tuple, int] = {}
        self.z: dict[tuple, int] = {}
        self.n: dict[tuple, int] = {}
        self.f: dict[tuple, int] = {}
        self.w: dict[tuple, int] = {}
        self.q: dict[tuple, int] = {}
        self.covered: dict[int, int] = {}
        self.theta: int | None = None
        self.away: dict[tuple, int] = {}
        self._sections()
        self._demand()
        self._sizes()
        self._balance()
        self._resources()
        self._openings()
        self.total = {name: self._total(name) for name in ("mandatory", "priority", "all")}
        if scope.fair:
            self._fairness()
        if problem.old is not None:
            self._changes()

    def _sections(self) -> None:
        for s in self.starts:
            self.y[s.key] = self.model.column(0, s.most, whole=True)
            pair = (s.academy, s.course)
            if pair not in self.problem.licensed and pair not in self.z:
                self.z[pair] = self.model.column(0, 1, whole=True)

    def _demand(self) -> None:
        cells: dict[tuple, int] = defaultdict(int)
        for (t, r, c, pi, b), heads in self.problem.top_cells.items():
            if c in self.scope.courses:
                cells[self.scope.group[t], r, c, pi, b] += heads
        for key, heads in sorted(cells.items()):
            self.q[key] = self.model.column(0, heads)

    def _by_end(self) -> dict[tuple[int, int, int], list[Start]]:
        found = defaultdict(list)
        for s in self.starts:
            found[s.academy, s.course, s.end].append(s)
        return found

    def _sizes(self) -> None:
        for (a, c, e), starts in sorted(self._by_end().items()):
            seats = []
            for r in self.problem.regions_of[c, e]:
                self.f[r, c, a, e] = self.model.column(0, INF)
                seats.append((self.f[r, c, a, e], 1.0))
            most, least = self.problem.max_size[c], self.problem.min_size[c]
            together = self.n[a, c, e] = self.model.column(0, sum(s.most for s in starts), whole=True)
            self.model.row(0, 0, [(together, -1.0)] + [(self.y[s.key], 1.0) for s in starts])
            self.model.row(-INF, 0, [*seats, (together, -most)])
            if least:
                self.model.row(0, INF, [*seats, (together, -least)])

    def _balance(self) -> None:
        """Seats of a region and course: those that end in this bucket or were kept serve demand due now or are kept."""
        rows: dict[tuple, list] = defaultdict(list)
        for (r, c, _, e), column in self.f.items():
            rows[r, c, e].append((column, 1.0))
        for (_, r, c, _, b), column in self.q.items():
            rows[r, c, b].append((column, -1.0))
        for r, c in sorted({(r, c) for r, c, _ in rows}):
            for b in list(self.problem.buckets)[:-1]:
                self.w[r, c, b] = self.model.column(0, INF)
                rows[r, c, b].append((self.w[r, c, b], -1.0))
                rows[r, c, b + 1].append((self.w[r, c, b], 1.0))
        for key in sorted(rows):
            self.model.row(0, 0, rows[key])

    def _resources(self) -> None:
        problem = self.problem
        rooms, teachers, money = defaultdict(list), defaultdict(list), defaultdict(list)
        for s in self.starts:
            column, load = self.y[s.key], problem.load_q[s.course]
            money[s.academy].append((column, problem.cost_mvnd[s.course]))
            for x in range(s.period, s.period + problem.duration[s.course]):
                rooms[s.academy, x].append((column, 1.0))
                if load:
                    teachers[s.academy, problem.topic[s.course], x].append((column, load))
        for (a, c), column in self.z.items():
            money[a].append((column, problem.setup_mvnd[c]))
        for (a, k, x), terms in sorted(teachers.items()):
            self.model.row(-INF, problem.teachers[a][k][x], terms)
        for (a, x), terms in sorted(rooms.items()):
            self.model.row(-INF, self.scope.rooms[a][x], terms)
        for a, terms in sorted(money.items()):
            self.model.row(-INF, self.scope.budget[a], terms)

    def _openings(self) -> None:
        limit = defaultdict(list)
        for s in self.starts:
            if (s.academy, s.course) in self.z:
                z = self.z[s.academy, s.course]
                self.model.row(-INF, 0, [(self.y[s.key], 1.0), (z, -s.most)])
        for (a, _), column in sorted(self.z.items()):
            limit[a].append((column, 1.0))
        for a, terms in sorted(limit.items()):
            self.model.row(-INF, self.scope.new_limit[a], terms)

    def _total(self, name: str) -> int:
        return self.model.row(-INF, INF, [(column, value) for column, value in self.goal(name).items()])

    def _fairness(self) -> None:
        terms = defaultdict(list)
        for (g, *_), column in self.q.items():
            terms[g].append((column, -1.0))
        self.theta = self.model.column(0, 1)
        for g, heads in self.problem.top_heads.items():
            self.covered[g] = self.model.column(0, heads, whole=True)
            self.model.row(0, 0, [(self.covered[g], 1.0), *terms[g]])
            self.model.row(0, INF, [(self.covered[g], 1.0), (self.theta, -heads)])

    def _changes(self) -> None:
        """How far the sections are from those of the previous plan."""
        for key, column in self.y.items():
            before = self.problem.old.get(key, 0)
            if before:
                self.away[key] = self.model.column(0, INF)
                self.model.row(-before, INF, [(self.away[key], 1.0), (column, -1.0)])
                self.model.row(before, INF, [(self.away[key], 1.0), (column, 1.0)])

    def short(self, need: dict[int, float]) -> dict[int, int]:
        """Columns for the heads each group stays short of what it needs."""
        terms = defaultdict(list)
        for (g, *_), column in self.q.items():
            terms[g].append((column, 1.0))
        columns = {}
        for g, heads in sorted(need.items()):
            if heads > 0 and terms[g]:
                columns[g] = self.model.column(0, INF)
                self.model.row(heads, INF, [*terms[g], (columns[g], 1.0)])
        return columns

    def goal(self, name: str) -> dict[int, float]:
        """Objective functions, always to be maximized."""
        if name == "theta":
            return {self.theta: 1.0}
        if name == "changes":
            return {column: -1.0 for key, column in self.y.items() if key not in self.away} | {
                column: -1.0 for column in self.away.values()}
        if name == "cost":
            return self._cost()
        wanted = {"mandatory": (1,), "priority": (2,), "all": (1, 2, 3)}[name]
        return {column: 1.0 for (_, _, _, pi, _), column in self.q.items() if pi in wanted}

    def _cost(self) -> dict[int, float]:
        """In million VND, so that the numbers stay near one another."""
        problem = self.problem
        cost = {column: -float(problem.cost_mvnd[c]) for (_, c, _), column in self.y.items()}
        cost |= {column: -float(problem.setup_mvnd[c]) for (_, c), column in self.z.items()}
        return cost | {column: -problem.travel[r][a] / 1000 for (r, _, a, _), column in self.f.items()}

    def floor(self, name: str, value: float) -> None:
        """From now on at least this much of a goal."""
        model = self.model
        if name in self.total:
            model.row_lower[self.total[name]] = value
        elif name == "theta":
            for g, heads in self.problem.top_heads.items():
                model.lower[self.covered[g]] = -(-int(value) * heads // 1_000_000)
        else:
            model.row(value, INF, list(self.goal(name).items()))

    def only_fewer(self, values: np.ndarray) -> None:
        """From now on no section beyond those of a solution."""
        for column in [*self.y.values(), *self.z.values()]:
            self.model.upper[column] = float(round(values[column]))

    def start_of(self, sections: dict[tuple, int] | None) -> dict[int, float] | None:
        """Whole-number columns of known sections, from which the solver may begin."""
        if sections is None:
            return None
        start = {column: float(min(sections.get(key, 0), self.model.upper[column])) for key, column in self.y.items()}
        for s in self.starts:
            column = self.n[s.academy, s.course, s.end]
            start[column] = start.get(column, 0.0) + start[self.y[s.key]]
        opened = {(a, c) for a, c, _ in sections}
        return start | {column: float(pair in opened) for pair, column in self.z.items()}

    def sections(self, values: np.ndarray) -> dict[tuple[int, int, int], int]:
        """Sections of a solution as whole numbers, only those that are held."""
        rounded = {key: int(round(values[column])) for key, column in self.y.items()}
        return {key: count for key, count in rounded.items() if count}
