"""A plan beside its bounds, beside the ways without an optimiser, and beside the plan before it."""

from collections import defaultdict

from . import baselines
from .check import check
from .problem import Problem

WORST_FROM_HEADS = 20


def compare(instance: dict, plan: dict, previous: dict | None = None) -> dict:
    problem = Problem(instance)
    names = ("unit", "course", "priority", "bucket", "heads")
    ours: dict[tuple, int] = defaultdict(int)
    for *key, heads in zip(*(plan["seats"][name] for name in names)):
        ours[tuple(key)] += heads
    answer = {
        "valid": check(instance, plan, previous)["valid"],
        "goals": _goals(plan),
        "asked": {"mandatory": problem.asked(1), "priority": problem.asked(2), "all": problem.asked()},
        "plan": figures(problem, ours),
        "proportional": figures(problem, baselines.proportional(problem)),
        "first_come": figures(problem, baselines.first_come(problem)),
    }
    if previous is not None:
        answer["moved"] = moved(plan, previous)
    return answer


def _goals(plan: dict) -> list[dict]:
    """`reached_ppm` is achieved over bound for upward goals, bound over achieved for the others."""
    rows, table = [], plan["goals"]
    for name, achieved, bound in zip(table["name"], table["achieved"], table["bound"]):
        row = {"goal": name, "achieved": achieved, "bound": bound, "reached_ppm": None}
        low, high = (bound, achieved) if name in ("changes", "cost") else (achieved, bound)
        if bound is not None:
            row["reached_ppm"] = 1_000_000 if low == high else (low * 1_000_000 // high if high else None)
        rows.append(row)
    return rows


def figures(problem: Problem, given: dict[tuple, int]) -> dict:
    """Coverage in ppm: by priority, of the worst first-level unit, the worst larger unit and the fifth percentile."""
    by_priority, by_unit, by_top = defaultdict(int), defaultdict(int), defaultdict(int)
    for (u, _, pi, _), heads in given.items():
        by_priority[pi] += heads
        by_unit[u] += heads
        by_top[problem.unit_top[u]] += heads
    tops = [by_top[t] * 1_000_000 // heads for t, heads in problem.top_heads.items()]
    larger = [u for u, heads in problem.unit_heads.items() if heads >= WORST_FROM_HEADS]
    units = sorted(by_unit[u] * 1_000_000 // problem.unit_heads[u] for u in larger)
    covered = sum(by_priority.values())
    return {
        "mandatory": by_priority[1], "priority": by_priority[2], "normal": by_priority[3], "all": covered,
        "mandatory_ppm": _ppm(by_priority[1], problem.asked(1)),
        "priority_ppm": _ppm(by_priority[2], problem.asked(2)),
        "all_ppm": _ppm(covered, problem.asked()),
        "worst_top_ppm": min(tops, default=1_000_000),
        "worst_unit_ppm": units[0] if units else 1_000_000,
        "fifth_percentile_ppm": units[len(units) // 20] if units else 1_000_000,
    }


def _ppm(part: int, whole: int) -> int:
    return part * 1_000_000 // whole if whole else 1_000_000


def moved(plan: dict, previous: dict) -> dict:
    """Sections and seats that differ: added and removed, and how many units feel it."""
    sections = _difference(plan["sections"], previous["sections"], ("academy", "course", "start"), "count")
    names = ("unit", "course", "priority", "bucket", "academy", "end")
    seats = _difference(plan["seats"], previous["seats"], names, "heads")
    cells = _difference(plan["seats"], previous["seats"], names[:4], "heads")
    return {
        "sections_added": sum(n for n in sections.values() if n > 0),
        "sections_removed": -sum(n for n in sections.values() if n < 0),
        "sections_before": sum(previous["sections"]["count"]),
        "seats_added": sum(n for n in seats.values() if n > 0),
        "seats_removed": -sum(n for n in seats.values() if n < 0),
        "cells_changed": len(cells),
        "units_touched": len({key[0] for key in seats}),
    }


def _difference(after: dict, before: dict, key: tuple[str, ...], value: str) -> dict[tuple, int]:
    difference: dict[tuple, int] = defaultdict(int)
    for sign, table in ((1, after), (-1, before)):
        for *row, count in zip(*(table[name] for name in (*key, value))):
            difference[tuple(row)] += sign * count
    return {row: count for row, count in difference.items() if count}
