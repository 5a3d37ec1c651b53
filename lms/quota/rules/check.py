"""The independent judge of a plan: plain loops over the rows, no solver, nothing shared with the engine."""

from collections import defaultdict

from .form import core, plan_sha256, sha256
from .shape import instance_faults, plan_faults, previous_fault

UPWARD = ("mandatory", "priority", "theta", "all")
SHOWN = 20


class _Book:
    """Faults by rule and key; the same key is written once."""

    def __init__(self) -> None:
        self.seen: dict[str, dict] = defaultdict(dict)
        self.order: list[str] = []

    def write(self, rule: str, key: object, text: str) -> None:
        if key not in self.seen[rule]:
            self.seen[rule][key] = text
            self.order.append(f"{rule} {key}: {text}")

    def answer(self, plan: object, figures: dict) -> dict:
        by_rule = {rule: len(keys) for rule, keys in sorted(self.seen.items()) if keys}
        readable = "format" not in by_rule
        return {
            "valid": not by_rule,
            "faults": sum(by_rule.values()),
            "by_rule": by_rule,
            "first": self.order[:SHOWN],
            "plan_sha256": plan_sha256(plan) if readable else None,
            "figures": figures,
        }


def check(instance: object, plan: object, previous: object | None = None) -> dict:
    """Every rule of the format page; `previous` is the plan this one was re-run from."""
    book = _Book()
    for text in instance_faults(instance):
        book.write("format", f"instance {text.split(':')[0]}", text)
    if not book.order:
        for text in plan_faults(plan, instance):
            book.write("format", f"plan {text.split(':')[0]}", text)
        if previous is not None:
            fault = previous_fault(previous)
            if fault:
                book.write("format", "previous", fault)
    if book.order:
        return book.answer(plan, {})
    _hashes(book, instance, plan, previous)
    _sections(book, instance, plan)
    _new_courses(book, instance, plan)
    _resources(book, instance, plan)
    _sizes(book, instance, plan)
    _seats(book, instance, plan)
    figures = measure(instance, plan, previous)
    _goals(book, plan, figures["goals"], previous)
    return book.answer(plan, figures)


def _hashes(book: _Book, instance: dict, plan: dict, previous: dict | None) -> None:
    if plan["instance_sha256"] != sha256(instance):
        book.write("hash", "instance_sha256", "the plan belongs to another instance")
    if previous is not None and plan["previous_sha256"] != sha256(core(previous)):
        book.write("hash", "previous_sha256", "the plan was not re-run from this previous plan")


def _rows(table: dict, *names: str) -> list[tuple]:
    return list(zip(*(table[name] for name in names)))


def _new(plan: dict) -> set[tuple[int, int]]:
    return set(_rows(plan["new_courses"], "academy", "course"))


def _sections(book: _Book, instance: dict, plan: dict) -> None:
    courses, academies, new = instance["courses"], instance["academies"], _new(plan)
    for a, c, p in _rows(plan["sections"], "academy", "course", "start"):
        if p + courses["duration"][c] > instance["periods"]:
            book.write("horizon", (a, c, p), "the section does not end inside the horizon")
        if c not in academies["licences"][a] and (a, c) not in new:
            book.write("licence", (a, c, p), "the academy has no licence and does not open the course")
        if (a, c) in new and p < academies["prep"][a]:
            book.write("prep", (a, c, p), f"a new course starts before period {academies['prep'][a]}")


def _new_courses(book: _Book, instance: dict, plan: dict) -> None:
    courses, academies = instance["courses"], instance["academies"]
    opened: dict[int, int] = defaultdict(int)
    for a, c in _rows(plan["new_courses"], "academy", "course"):
        opened[a] += 1
        held, rule = academies["licences"][a], courses["new_rule"][c]
        kin = any(courses["topic"][other] == courses["topic"][c] for other in held)
        if c in held:
            book.write("new_rule", (a, c), "the academy is licensed already")
        elif not (rule == 1 or rule == 2 and kin):
            book.write("new_rule", (a, c), "the course may not be opened here")
    for a, count in sorted(opened.items()):
        if count > academies["new_limit"][a]:
            book.write("new_limit", a, f"{count} new courses, at most {academies['new_limit'][a]}")


def _resources(book: _Book, instance: dict, plan: dict) -> None:
    courses, academies = instance["courses"], instance["academies"]
    time, rooms, money = defaultdict(int), defaultdict(int), defaultdict(int)
    for a, c, p, n in _rows(plan["sections"], "academy", "course", "start", "count"):
        money[a] += courses["cost_mvnd"][c] * n
        for x in range(p, min(p + courses["duration"][c], instance["periods"])):
            time[a, courses["topic"][c], x] += courses["load_q"][c] * n
            rooms[a, x] += n
    for a, c in _rows(plan["new_courses"], "academy", "course"):
        money[a] += courses["setup_mvnd"][c]
    for (a, k, x), used in sorted(time.items()):
        if used > instance["teachers_q"][a][k][x]:
            book.write("teachers", (a, k, x), f"{used} quarters used of {instance['teachers_q'][a][k][x]}")
    for (a, x), used in sorted(rooms.items()):
        if used > instance["rooms"][a][x]:
            book.write("rooms", (a, x), f"{used} rooms used of {instance['rooms'][a][x]}")
    for a, used in sorted(money.items()):
        if used > academies["budget_mvnd"][a]:
            book.write("budget", a, f"{used} million used of {academies['budget_mvnd'][a]}")


def _end_bucket(instance: dict, last: int) -> int | None:
    for bucket, end in enumerate(instance["bucket_end"]):
        if end >= last:
            return bucket
    return None


def _sizes(book: _Book, instance: dict, plan: dict) -> None:
    courses = instance["courses"]
    count, heads = defaultdict(int), defaultdict(int)
    for a, c, p, n in _rows(plan["sections"], "academy", "course", "start", "count"):
        bucket = _end_bucket(instance, p + courses["duration"][c] - 1)
        if bucket is not None:
            count[a, c, bucket] += n
    for a, c, e, h in _rows(plan["seats"], "academy", "course", "end", "heads"):
        heads[a, c, e] += h
    for key in sorted(count.keys() | heads.keys()):
        n, filled, c = count[key], heads[key], key[1]
        if filled > courses["max_size"][c] * n:
            book.write("size_max", key, f"{filled} heads in {n} sections of at most {courses['max_size'][c]}")
        if filled < courses["min_size"][c] * n:
            book.write("size_min", key, f"{filled} heads in {n} sections of at least {courses['min_size'][c]}")


def _seats(book: _Book, instance: dict, plan: dict) -> None:
    asked, given = defaultdict(int), defaultdict(int)
    for u, c, pi, b, h in _rows(instance["demand"], "unit", "course", "priority", "bucket", "heads"):
        asked[u, c, pi, b] += h
    for u, c, pi, b, a, e, h in _rows(plan["seats"], "unit", "course", "priority", "bucket", "academy", "end", "heads"):
        given[u, c, pi, b] += h
        if e > b:
            book.write("deadline", (u, c, pi, b, a, e), "the class ends after the bucket asked for")
    for key, heads in sorted(given.items()):
        if heads > asked[key]:
            book.write("demand", key, f"{heads} heads given, {asked[key]} asked")


def measure(instance: dict, plan: dict, previous: dict | None = None) -> dict:
    """What the rows of a plan amount to, goal by goal."""
    top, demand = instance["units"]["top"], instance["demand"]
    asked, given = [0] * instance["tops"], [0] * instance["tops"]
    by_priority = {1: 0, 2: 0, 3: 0}
    for u, h in _rows(demand, "unit", "heads"):
        asked[top[u]] += h
    for u, pi, h in _rows(plan["seats"], "unit", "priority", "heads"):
        given[top[u]] += h
        by_priority[pi] += h
    ratios = [got * 1_000_000 // want for got, want in zip(given, asked) if want]
    goals = {
        "mandatory": by_priority[1],
        "priority": by_priority[2],
        "theta": min(ratios, default=1_000_000),
        "all": sum(by_priority.values()),
        "changes": None if previous is None else changes(plan, previous),
        "cost": cost_kvnd(instance, plan),
    }
    sections = sum(plan["sections"]["count"])
    return {"goals": goals, "asked": sum(asked), "sections": sections, "new_courses": len(_new(plan))}


def changes(plan: dict, previous: dict) -> int:
    difference: dict[tuple, int] = defaultdict(int)
    for sign, one in ((1, plan), (-1, previous)):
        for a, c, p, n in _rows(one["sections"], "academy", "course", "start", "count"):
            difference[a, c, p] += sign * n
    return sum(abs(value) for value in difference.values())


def cost_kvnd(instance: dict, plan: dict) -> int:
    courses, region = instance["courses"], instance["units"]["region"]
    million = sum(courses["cost_mvnd"][c] * n for c, n in _rows(plan["sections"], "course", "count"))
    million += sum(courses["setup_mvnd"][c] for c in plan["new_courses"]["course"])
    travel = 0
    for u, a, h in _rows(plan["seats"], "unit", "academy", "heads"):
        travel += instance["travel_kvnd"][region[u]][a] * h
    return 1000 * million + travel


def _goals(book: _Book, plan: dict, found: dict, previous: dict | None) -> None:
    table = plan["goals"]
    rerun = plan["previous_sha256"] is not None
    wanted = [*UPWARD, "changes", "cost"] if rerun else [*UPWARD, "cost"]
    if table["name"] != wanted:
        book.write("goal", "name", f"the goals must be {', '.join(wanted)} in this order")
        return
    for name, achieved, bound in _rows(table, "name", "achieved", "bound"):
        known = found[name]
        if known is not None and known != achieved:
            book.write("goal", name, f"{achieved} is written, the rows give {known}")
        elif bound is not None and (achieved > bound if name in UPWARD else achieved < bound):
            book.write("goal", name, f"{achieved} beats the bound {bound}")
