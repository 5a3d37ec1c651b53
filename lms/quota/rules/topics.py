"""Opening classes when the programme is large: topic by topic.

A course has one topic and lecturers belong to one topic; only rooms, money and new courses link topics. Each topic is an
integer programme of its own that gets what the relaxation (first pass) or the others' real classes (later) leave.
"""

from collections import defaultdict
from collections.abc import Callable

from .highs import Settings, Stopped
from .problem import Problem, Usage
from .program import Program, Scope
from .seats import SeatFlow, Wish

WORTH = {1: 100.0, 2: 10.0, 3: 1.0}
STRICT = {1: 2000.0, 2: 50.0, 3: 1.0}
MONEY = 0.001
CHANGE = 5.0
FINE_STARTS = 1500
SHORT = 5.0


class Topics:
    """The state of the search: what every topic takes now, at first as the relaxation (or the previous plan) has it."""

    def __init__(self, problem: Problem, settings: Settings, shares: dict[int, Usage]):
        self.problem, self.settings = problem, settings
        self.use = dict(shares)
        self.sections: dict[int, dict[tuple, int]] = {}
        self.covered: dict[int, dict[int, int]] = {}
        self.fine = len(problem.starts) <= FINE_STARTS
        for topic, sections in self._by_topic(problem.old or {}).items():
            if topic in self.use:
                self.sections[topic] = sections
                self.use[topic] = Usage(problem).add(sections)

    def _by_topic(self, sections: dict[tuple, int]) -> dict[int, dict[tuple, int]]:
        """Only sections that are possible here; a previous plan may know others."""
        possible, found = {s.key for s in self.problem.starts}, defaultdict(dict)
        for key, count in sorted(sections.items()):
            if key in possible:
                found[self.problem.topic[key[1]]][key] = count
        return dict(found)

    def left(self, topic: int) -> Scope:
        """Rooms are whole: a share is rounded, and what one topic loses by it the next one gets."""
        problem = self.problem
        rooms = [list(map(float, row)) for row in problem.rooms]
        budget, new = list(map(float, problem.budget)), list(map(float, problem.new_limit))
        for other, use in sorted(self.use.items()):
            if other == topic:
                continue
            for a in problem.academies:
                budget[a] -= use.money[a]
                new[a] -= use.new[a]
                rooms[a] = [have - used for have, used in zip(rooms[a], use.rooms[a])]
        courses = frozenset(c for c in problem.courses if problem.topic[c] == topic)
        whole = [[max(0.0, float(int(have + 0.5 + 1e-7))) for have in row] for row in rooms]
        money = [max(0.0, have + 1e-6) for have in budget]
        tops = problem.instance["tops"]
        group = list(range(tops)) if self.fine else [0] * tops
        return Scope(courses, whole, money, [max(0.0, have + 1e-6) for have in new], group)

    def improve(self, topic: int, theta: int, worth: dict[int, float] = WORTH) -> None:
        program = Program(self.problem, self.left(topic))
        if not program.y:
            self._keep(topic, {})
            return
        goal = {column: worth[pi] for (_, _, _, pi, _), column in program.q.items()}
        for column, cost in program.goal("cost").items():
            goal[column] = goal.get(column, 0.0) + MONEY * cost
        if self.problem.old is not None:
            for column, away in program.goal("changes").items():
                goal[column] = goal.get(column, 0.0) + CHANGE * away
        if self.fine and self.covered:
            goal |= {column: -SHORT for column in program.short(self._need(topic, theta)).values()}
        try:
            answer = program.model.maximize(goal, self.settings, program.start_of(self.sections.get(topic)))
        except Stopped:
            answer = None
        if answer is not None and answer.values is not None:
            self._keep(topic, program.sections(answer.values))
        else:
            self._keep(topic, {})

    def _need(self, topic: int, theta: int) -> dict[int, float]:
        """What each first-level unit still needs from this topic to reach the coverage aimed at."""
        need = {t: theta * heads / 1_000_000 for t, heads in self.problem.top_heads.items()}
        for other, covered in sorted(self.covered.items()):
            if other != topic:
                for t, heads in covered.items():
                    need[t] -= heads
        return need

    def _keep(self, topic: int, sections: dict[tuple, int]) -> None:
        self.sections[topic] = sections
        self.use[topic] = Usage(self.problem).add(sections)

    def together(self) -> dict[tuple, int]:
        found: dict[tuple, int] = {}
        for topic in sorted(self.sections):
            found |= self.sections[topic]
        return found

    def settle(self) -> "Standing":
        """Where the search stands, by the seat flow over first-level units."""
        seats = SeatFlow(self.problem, self.together())
        theta = seats.best_theta()
        flow = seats.solve(Wish(theta, by_unit=False))
        self.covered = {k: defaultdict(int) for k in self.use}
        for (t, _, c, _, _), heads in flow.given.items():
            self.covered[self.problem.topic[c]][t] += heads
        return Standing(self.together(), (flow.count(1), flow.count(2), theta, flow.count()), flow.given)


class Standing:
    """Sections with the goals they reach."""

    def __init__(self, sections: dict[tuple, int], goals: tuple[int, int, int, int], given: dict[tuple, int]):
        self.sections, self.goals, self.given = sections, goals, given

    def lacking(self, problem: Problem) -> list[int]:
        """Topics in which mandatory or priority heads go without a seat, the worst first."""
        lack: dict[int, int] = defaultdict(int)
        for key, heads in problem.top_cells.items():
            if key[3] < 3:
                lack[problem.topic[key[2]]] += (10 if key[3] == 1 else 1) * (heads - self.given.get(key, 0))
        return sorted((k for k, count in lack.items() if count), key=lambda k: (-lack[k], k))


def search(found: Topics, passes: int, aim: tuple[int, int, int], tell: Callable[[str, dict], None]) -> Standing:
    """`aim` is what the relaxation reaches of mandatory, priority and theta."""
    order = sorted(found.use, key=lambda k: (-sum(found.use[k].money), k))
    best = None
    for turn in range(passes):
        for place, topic in enumerate(order):
            tell("topic", {"pass": turn + 1, "topic": topic, "done": place, "of": len(order)})
            found.improve(topic, aim[2])
        best = found.settle()
        tell("pass", {"pass": turn + 1, "reached": list(best.goals)})
    if best.goals[0] >= aim[0] and best.goals[1] * 1000 >= aim[1] * 999:
        return best
    for topic in best.lacking(found.problem):
        tell("repair", {"topic": topic})
        found.improve(topic, aim[2], STRICT)
    return max(best, found.settle(), key=lambda standing: standing.goals)
