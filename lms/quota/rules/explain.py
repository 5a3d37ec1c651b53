"""Why a unit got what it got of a course: plain data read from a plan, no text and no solver.

Three steps: what was asked and given; whether the classes that end in time have a free seat; and, where they have none,
which resource keeps each academy from one more section.
"""

from collections import defaultdict

from .problem import Problem, Usage


class Explainer:
    """One instance and one plan; `cell` may be asked many times."""

    def __init__(self, instance: dict, plan: dict):
        self.problem = problem = Problem(instance)
        table = plan["sections"]
        rows = zip(*(table[name] for name in ("academy", "course", "start", "count")))
        self.sections = {(a, c, p): count for a, c, p, count in rows}
        opened = zip(plan["new_courses"]["academy"], plan["new_courses"]["course"])
        self.opened = set(opened)
        self.usage = Usage(problem)
        for key, count in self.sections.items():
            self.usage.section(key, count)
        for pair in sorted(self.opened):
            self.usage.opening(pair, 1)
        names = ("unit", "course", "priority", "bucket", "academy", "end", "heads")
        self.seats = list(zip(*(plan["seats"][name] for name in names)))
        self.given: dict[tuple, int] = defaultdict(int)
        self.filled: dict[tuple, int] = defaultdict(int)
        for u, c, pi, b, a, e, heads in self.seats:
            self.given[u, c, pi, b] += heads
            self.filled[a, c, e] += heads
        self.count: dict[tuple, int] = defaultdict(int)
        for (a, c, p), count in self.sections.items():
            self.count[a, c, problem.ends[p + problem.duration[c] - 1]] += count

    def cell(self, unit: int, course: int) -> dict:
        """`short` has one entry for every priority and deadline with heads that got no seat."""
        problem, asked, given, short = self.problem, 0, 0, []
        by_priority = {pi: {"asked": 0, "given": 0} for pi in (1, 2, 3)}
        for (u, c, pi, b), heads in problem.unit_cells.items():
            if (u, c) != (unit, course):
                continue
            got = self.given[u, c, pi, b]
            asked, given = asked + heads, given + got
            by_priority[pi]["asked"] += heads
            by_priority[pi]["given"] += got
            if got < heads:
                short.append({"priority": pi, "bucket": b, "heads": heads - got, **self._why(course, b)})
        rows = [row for row in self.seats if row[0] == unit and row[1] == course]
        classes = [{"academy": a, "end": e, "priority": pi, "heads": h} for _, _, pi, _, a, e, h in rows]
        return {"unit": unit, "course": course, "asked": asked, "given": given, "by_priority": by_priority,
                "classes": classes, "short": short}

    def shortfalls(self) -> list[dict]:
        """For every course and deadline that some heads miss: how many, and why; what stands in the way is the same for all units."""
        lacking: dict[tuple[int, int], int] = defaultdict(int)
        for (u, c, pi, b), heads in self.problem.unit_cells.items():
            lacking[c, b] += heads - self.given.get((u, c, pi, b), 0)
        missing = {key: heads for key, heads in sorted(lacking.items()) if heads}
        left: dict[int, int] = defaultdict(int)
        for (c, _), heads in missing.items():
            left[c] += heads
        return [{"course": c, "bucket": b, "heads": heads, "left": left[c], **self._why(c, b)} for (c, b), heads in missing.items()]

    def _why(self, course: int, bucket: int) -> dict:
        """`free_seats` above zero means: seats are there, one more section is not what is lacking."""
        ends = [(key, n) for key, n in sorted(self.count.items()) if key[1] == course and key[2] <= bucket and n]
        free = sum(self.problem.max_size[course] * n - self.filled[key] for key, n in ends)
        academies = [self._academy(a, course, bucket) for a in self.problem.academies]
        return {
            "no_class_in_time": not ends,
            "classes_full": bool(ends) and free == 0,
            "free_seats": free,
            "too_few_for_a_class": not ends and self.problem.reachable[course, 0] < self.problem.min_size[course],
            "asked": self.problem.reachable[course, 0], "least": self.problem.min_size[course],
            "academies": [entry for entry in academies if entry is not None],
        }

    def _academy(self, a: int, course: int, bucket: int) -> dict | None:
        """What stands against one more section here that ends in time; None where the course could never be held."""
        problem, pair = self.problem, (a, course)
        held = pair in problem.licensed or pair in self.opened
        entry = {"academy": a, "licensed": pair in problem.licensed, "new": pair in self.opened, "new_limit": False,
                 "budget": False, "teachers": [], "rooms": [], "possible_starts": []}
        if not held and not problem.may_open(a, course):
            return None
        money = problem.budget[a] - self.usage.money[a] - (0 if held else problem.setup_mvnd[course])
        entry["new_limit"] = not held and self.usage.new[a] >= problem.new_limit[a]
        entry["budget"] = money < problem.cost_mvnd[course]
        starts = self._starts(a, course, bucket)
        entry["no_start_in_time"] = not starts
        teachers, rooms = set(), set()
        for p in starts:
            lacking = self._lacking(a, course, p)
            teachers |= lacking[0]
            rooms |= lacking[1]
            if not (lacking[0] or lacking[1] or entry["budget"] or entry["new_limit"]):
                entry["possible_starts"].append(p)
        entry["teachers"], entry["rooms"] = sorted(teachers), sorted(rooms)
        return entry

    def _starts(self, a: int, course: int, bucket: int) -> list[int]:
        problem, length = self.problem, self.problem.duration[course]
        first = 0 if (a, course) in problem.licensed else problem.instance["academies"]["prep"][a]
        last = range(first, problem.periods - length + 1)
        return [p for p in last if problem.ends[p + length - 1] <= bucket]

    def _lacking(self, a: int, course: int, p: int) -> tuple[set[int], set[int]]:
        """Periods in which the lecturers, and those in which the rooms, do not bear one more section."""
        problem, topic = self.problem, self.problem.topic[course]
        active = range(p, p + problem.duration[course])
        pool, used = problem.teachers[a][topic], self.usage.teachers
        teachers = {x for x in active if used[a, topic, x] + problem.load_q[course] > pool[x]}
        return teachers, {x for x in active if self.usage.rooms[a][x] + 1 > problem.rooms[a][x]}
