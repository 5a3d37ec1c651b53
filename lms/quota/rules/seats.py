"""Who gets the seats of the opened classes: one integer minimum-cost flow (stage B).

source -> (academy, course, end) -> (region, course, end) -> later ends -> unit -> first-level unit -> sink. The goals are
costs of falling size, each larger than what one exchange can lose on the goals below it; the k-th seat of a unit with D
heads costs in proportion to (2k - 1) / D (Webster), so that no unit runs ahead of the others without need. On a re-run a
seat that stands in the plan before is worth KEEP more: among equally good answers the one that moves fewest seats.
"""

from collections import defaultdict
from dataclasses import dataclass

from ortools.graph.python import min_cost_flow

from .problem import Problem

SCALE = 16
STEP = 32
PIECES = 20
KEEP = SCALE  # as much as one thousand VND of travel


@dataclass(frozen=True)
class Wish:
    """`theta` in ppm is the coverage every first-level unit is to reach; `fairness` is worth thousand VND; `keep` holds on to old seats."""

    theta: int = 0
    fairness: int = 0
    by_unit: bool = True
    keep: bool = False


@dataclass(frozen=True)
class Flow:
    """Seats by (region, course, academy, end) and by cell; the cell is that of a unit or of a first-level unit."""

    offered: dict[tuple[int, int, int, int], int]
    given: dict[tuple, int]
    short_of_floor: int
    short_of_size: int

    def count(self, priority: int | None = None) -> int:
        return sum(n for key, n in self.given.items() if priority in (None, key[-2]))

    def goals(self) -> tuple[int, ...]:
        """What must not get worse for the sake of smaller wishes."""
        return self.short_of_size, self.short_of_floor, self.count(1), self.count(2), self.count()


class _Network:
    """Nodes by name, arcs in the order they are added."""

    def __init__(self) -> None:
        self.flow = min_cost_flow.SimpleMinCostFlow()
        self.nodes: dict[tuple, int] = {}

    def node(self, *name: object) -> int:
        return self.nodes.setdefault(name, len(self.nodes))

    def arc(self, tail: int, head: int, capacity: int, cost: int) -> int:
        return self.flow.add_arc_with_capacity_and_unit_cost(tail, head, capacity, cost)

    def arcs(self, ends: tuple[int, int], capacity: int, cost: int, kept: int) -> list[int]:
        """One arc, or two of which the first, for the `kept` seats that stand already, is a little cheaper."""
        first = min(kept, capacity)
        pieces = [(first, cost - KEEP), (capacity - first, cost)] if first else [(capacity, cost)]
        return [self.arc(*ends, part, price) for part, price in pieces]

    def moved(self, arcs: dict[tuple, list[int]]) -> dict[tuple, int]:
        """What flows over each bundle, where anything does."""
        sums = {key: sum(map(self.flow.flow, bundle)) for key, bundle in arcs.items()}
        return {key: heads for key, heads in sums.items() if heads}


class SeatFlow:
    """The network for given sections; `solve` may be asked for several wishes. `before` are the seat rows of the plan before."""

    def __init__(self, problem: Problem, sections: dict[tuple[int, int, int], int], before: dict[tuple, int] | None = None):
        self.problem, regions = problem, problem.unit_region
        self.old_cells: dict[tuple, int] = defaultdict(int)
        self.old_offers: dict[tuple, int] = defaultdict(int)
        for (u, c, pi, b, a, e), heads in (before or {}).items():
            if 0 <= u < len(regions):
                self.old_cells[u, c, pi, b] += heads
                self.old_offers[regions[u], c, a, e] += heads
        self.classes: dict[tuple[int, int, int], int] = defaultdict(int)
        for (a, c, p), count in sorted(sections.items()):
            self.classes[a, c, problem.ends[p + problem.duration[c] - 1]] += count

    def weights(self, wish: Wish) -> dict[str, int]:
        dearest = max((cost for row in self.problem.travel for cost in row), default=0)
        seat = 16 * SCALE * (dearest + 4 * wish.fairness + 1 + wish.keep)
        names = ("all", "theta", "priority", "mandatory", "size")
        return {name: seat * STEP**place for place, name in enumerate(names)}

    def solve(self, wish: Wish) -> Flow:
        net, weight = _Network(), self.weights(wish)
        source, sink = net.node("source"), net.node("sink")
        reserved = self._classes(net, source, weight["size"])
        offered = self._travel(net, wish)
        cells = self._cells(net, wish, weight)
        floors = self._tops(net, wish, weight["theta"])
        total = sum(self.classes[key] * self.problem.max_size[key[1]] for key in self.classes)
        net.arc(source, sink, total, 0)
        net.flow.set_node_supply(source, total)
        net.flow.set_node_supply(sink, -total)
        status = net.flow.solve()
        if status != net.flow.OPTIMAL:
            raise ArithmeticError(f"the seat flow ended with {status.name}")
        moved = net.flow.flow
        return Flow(
            net.moved(offered),
            net.moved(cells),
            sum(least - moved(arc) for arc, least in floors),
            sum(least - moved(arc) for arc, least in reserved),
        )

    def _classes(self, net: _Network, source: int, weight: int) -> list[tuple[int, int]]:
        """The least size is a reward so large that it acts as a bound."""
        reserved, problem = [], self.problem
        for (a, c, e), count in self.classes.items():
            least, most = problem.min_size[c] * count, problem.max_size[c] * count
            head = net.node("class", a, c, e)
            reserved.append((net.arc(source, head, least, -weight), least))
            net.arc(source, head, most - least, 0)
        return reserved

    def _travel(self, net: _Network, wish: Wish) -> dict[tuple[int, int, int, int], list[int]]:
        offered, problem = {}, self.problem
        for (a, c, e), count in self.classes.items():
            for r in problem.regions_of[c, e] if (c, e) in problem.regions_of else ():
                tail, head = net.node("class", a, c, e), net.node("due", r, c, e)
                most = problem.max_size[c] * count
                kept = self.old_offers.get((r, c, a, e), 0) if wish.keep else 0
                offered[r, c, a, e] = net.arcs((tail, head), most, SCALE * problem.travel[r][a], kept)
        for r, c in sorted({(r, c) for r, c, _, _ in offered}):
            for b in list(problem.buckets)[:-1]:
                net.arc(net.node("due", r, c, b), net.node("due", r, c, b + 1), 2**40, 0)
        return offered

    def _cells(self, net: _Network, wish: Wish, weight: dict[str, int]) -> dict[tuple, list[int]]:
        """Heads asked for are the arcs into a unit (or, when units do not matter, into its first-level unit)."""
        worth = {1: weight["mandatory"] + weight["all"], 2: weight["priority"] + weight["all"], 3: weight["all"]}
        problem, cells = self.problem, {}
        taught = {c for _, c, _ in self.classes}
        if not wish.by_unit:
            for (t, r, c, pi, b), heads in problem.top_cells.items():
                if c in taught:
                    cells[t, r, c, pi, b] = [net.arc(net.node("due", r, c, b), net.node("top", t), heads, -worth[pi])]
            return cells
        for (u, c, pi, b), heads in problem.unit_cells.items():
            if c in taught:
                ends = net.node("due", problem.unit_region[u], c, b), net.node("unit", u)
                kept = self.old_cells.get((u, c, pi, b), 0) if wish.keep else 0
                cells[u, c, pi, b] = net.arcs(ends, heads, -worth[pi], kept)
        for u in sorted({key[0] for key in cells}):
            self._webster(net, (net.node("unit", u), net.node("top", problem.unit_top[u])), problem.unit_heads[u], wish)
        return cells

    def _tops(self, net: _Network, wish: Wish, weight: int) -> list[tuple[int, int]]:
        floors = []
        for t, heads in self.problem.top_heads.items():
            tail, head = net.node("top", t), net.node("sink")
            least = -(-wish.theta * heads // 1_000_000)
            floors.append((net.arc(tail, head, least, -weight), least))
            self._webster(net, (tail, head), heads, wish)
        return floors

    def _webster(self, net: _Network, ends: tuple[int, int], heads: int, wish: Wish) -> None:
        """Pieces of equal length of the convex cost; a piece costs what its middle seat costs."""
        pieces = min(heads, PIECES) if wish.fairness else 1
        for piece in range(pieces):
            first, after = heads * piece // pieces, heads * (piece + 1) // pieces
            net.arc(*ends, after - first, SCALE * wish.fairness * (first + after) // heads)

    def best_theta(self, low: int = 0) -> int:
        """The highest coverage of the worst first-level unit these sections allow without loss on the goals above."""
        plain = self.solve(Wish(by_unit=False))
        goal = (plain.short_of_size, plain.count(1), plain.count(2))
        heads = self.problem.top_heads
        high = self._ceiling()

        def holds(theta: int) -> bool:
            flow = self.solve(Wish(theta=theta, by_unit=False))
            return flow.short_of_floor == 0 and (flow.short_of_size, flow.count(1), flow.count(2)) == goal

        grain = max(1, 250_000 // max(heads.values(), default=1))
        low = low if low and holds(low) else 0
        while high - low > grain:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if holds(middle) else (low, middle - 1)
        return low

    def _ceiling(self) -> int:
        seats = sum(count * self.problem.max_size[c] for (_, c, _), count in self.classes.items())
        asked = sum(self.problem.top_heads.values())
        return min(1_000_000, seats * 1_000_000 // asked) if asked else 1_000_000


def seat_rows(problem: Problem, flow: Flow, before: dict[tuple, int] | None = None) -> dict[tuple, int]:
    """Seats by (unit, course, priority, bucket, academy, end).

    Who must be done first chooses first; deadlines nest, so any class that ends in time will do. Rows of the plan
    before (`before`) are kept where their class still has a seat, else what ends first is taken first.
    """
    pools: dict[tuple[int, int], dict[tuple[int, int], int]] = defaultdict(dict)
    for (r, c, a, e), count in sorted(flow.offered.items(), key=lambda item: (item[0][3], item[0])):
        pools[r, c][e, a] = count
    rows: dict[tuple, int] = defaultdict(int)
    for b in problem.buckets:
        left = {key: heads for key, heads in sorted(flow.given.items()) if key[3] == b}
        for kept in (True, False):
            for key in left:
                pool = pools[problem.unit_region[key[0]], key[1]]
                for e, a in list(pool):
                    if e > b:
                        continue
                    most = (before or {}).get((*key, a, e), 0) if kept else left[key]
                    taken = min(pool[e, a], left[key], most)
                    if taken:
                        pool[e, a] -= taken
                        left[key] -= taken
                        rows[*key, a, e] += taken
        if any(left.values()):
            raise ArithmeticError("a seat ends after its deadline")
    return dict(sorted(rows.items()))
