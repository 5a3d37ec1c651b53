"""From an instance to a plan: classes first, then seats."""

import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from . import bounds, check, exact, topics
from .form import PLAN_FORMAT, VERSION, plan_sha256, sha256
from .highs import Clock, Settings
from .problem import Problem
from .seats import Flow, SeatFlow, Wish, seat_rows
from .shape import checked_instance

ENGINE, ENGINE_VERSION = "lms-quota", "1"
FAIRNESS = (3000, 1000, 300, 100, 30, 10, 3, 1)


class Cancelled(Exception):
    """The caller asked to stop."""


@dataclass(frozen=True)
class Limits:
    """What decides the result (nodes, gaps in ppm, sizes) and the safety net in seconds, which never should."""

    exact_starts: int = 200
    middle_starts: int = 700
    nodes: int = 20_000
    middle_nodes: int = 1
    gap_ppm: int = 500
    topic_nodes: int = 1
    topic_gap_ppm: int = 200
    topic_passes: int = 2
    fairness_ppm: int = 300
    safety_seconds: int = 3600

    def as_written(self) -> dict[str, int]:
        return {name: value for name, value in vars(self).items()}


@dataclass(frozen=True)
class Recipe:
    """What, besides the instance, decides the plan."""

    seed: int = 0
    threads: int = 1
    limits: Limits = Limits()


def old_sections(previous: dict | None) -> dict[tuple[int, int, int], int] | None:
    if previous is None:
        return None
    table = previous["sections"]
    return {(a, c, p): n for a, c, p, n in zip(*(table[k] for k in ("academy", "course", "start", "count")))}


def _old_seats(previous: dict | None) -> dict[tuple, int]:
    if previous is None:
        return {}
    table = previous["seats"]
    keys = zip(*(table[k] for k in ("unit", "course", "priority", "bucket", "academy", "end")))
    return dict(zip(keys, table["heads"]))


def solve(instance: dict, *, previous: dict | None = None, recipe: Recipe = Recipe(),
          on_progress: Callable[[dict], bool] | None = None) -> dict:
    """A plan for the instance. `on_progress` hears every step; when it answers False the work stops (Cancelled)."""
    began, clock = time.monotonic(), Clock(recipe.limits.safety_seconds)
    problem = Problem(checked_instance(instance), old_sections(previous))

    def tell(step: str, detail: dict) -> None:
        if on_progress is not None and on_progress({"step": step, **detail}) is False:
            raise Cancelled

    tell("start", {"sections": len(problem.starts), "cells": len(problem.unit_cells)})
    classes = _classes(problem, recipe, clock, tell)
    tell("seats", {"sections": sum(classes.sections.values())})
    before = _old_seats(previous)
    flow = _seats(problem, classes, recipe.limits, before)
    plan = _plan(problem, classes.sections, seat_rows(problem, flow, before))
    plan |= {
        "instance_sha256": sha256(instance),
        "previous_sha256": None if previous is None else plan_sha256(previous),
        "engine": {"name": ENGINE, "version": ENGINE_VERSION, "seed": recipe.seed, "threads": recipe.threads,
                   "limits": recipe.limits.as_written()},
        "limit_reached": clock.reached,
        "volatile": _volatile(began),
    }
    plan["goals"] = _goals(problem, plan, previous, classes)
    tell("done", {"goals": dict(zip(plan["goals"]["name"], plan["goals"]["achieved"]))})
    return plan


def _classes(problem: Problem, recipe: Recipe, clock: Clock, tell: Callable[[str, dict], None]) -> exact.Classes:
    """Small programmes as one, middle ones as one with few nodes, large ones topic by topic."""
    limits = recipe.limits
    settings = Settings(clock, recipe.seed, recipe.threads, limits.nodes, limits.gap_ppm / 1e6)
    if len(problem.starts) <= limits.exact_starts:
        return exact.open_classes(problem, settings, tell)
    if len(problem.starts) <= limits.middle_starts:
        return exact.open_classes(problem, replace(settings, nodes=limits.middle_nodes), tell, rough=True)
    ceiling = bounds.Ceiling(problem, replace(settings, nodes=-1), tell)
    part = replace(settings, nodes=limits.topic_nodes, gap=limits.topic_gap_ppm / 1e6)
    found = topics.Topics(problem, part, ceiling.shares())
    best = topics.search(found, limits.topic_passes, ceiling.aim, tell)
    return exact.Classes(best.sections, best.goals[2], None, ceiling)


def _seats(problem: Problem, classes: exact.Classes, limits: Limits, before: dict[tuple, int]) -> Flow:
    """As much fairness between units as a small part of the cost pays for; then, on a re-run, the same with old seats kept."""
    seats = SeatFlow(problem, classes.sections, before)
    theta = seats.best_theta(classes.theta)
    wish, flow = Wish(theta), seats.solve(Wish(theta))
    ceiling = _money(problem, classes.sections, flow) * (1_000_000 + limits.fairness_ppm) // 1_000_000

    def affordable(other: Flow) -> bool:
        return _money(problem, classes.sections, other) <= ceiling

    for fairness in FAIRNESS:
        fair = seats.solve(Wish(theta, fairness))
        if affordable(fair) and fair.count() >= flow.count():
            wish, flow = Wish(theta, fairness), fair
            break
    if not before:
        return flow
    kept = seats.solve(replace(wish, keep=True))
    return kept if affordable(kept) and kept.goals() == flow.goals() else flow


def _money(problem: Problem, sections: dict, flow: Flow) -> int:
    """Thousand VND."""
    million = sum(problem.cost_mvnd[c] * n for (_, c, _), n in sections.items())
    million += sum(problem.setup_mvnd[c] for _, c in {(a, c) for a, c, _ in sections} - problem.licensed)
    return 1000 * million + sum(problem.travel[r][a] * n for (r, _, a, _), n in flow.offered.items())


def _table(rows: list[tuple], names: str) -> dict[str, list]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names.split())}


def _plan(problem: Problem, sections: dict, given: dict[tuple, int]) -> dict:
    opened = sorted({(a, c) for a, c, _ in sections} - problem.licensed)
    held = [(*key, count) for key, count in sorted(sections.items())]
    seats = [(*key, heads) for key, heads in given.items()]
    return {
        "format": PLAN_FORMAT, "version": VERSION,
        "new_courses": _table(opened, "academy course"),
        "sections": _table(held, "academy course start count"),
        "seats": _table(seats, "unit course priority bucket academy end heads"),
    }


def _goals(problem: Problem, plan: dict, previous: dict | None, classes: exact.Classes) -> dict:
    """What is reached beside what no plan can beat; a bound the solver rounded into the reached value is that value."""
    found, rows = check.measure(problem.instance, plan, previous)["goals"], []
    reached = {name: found[name] for name in exact.goal_names(problem)}
    known = classes.bounds if classes.bounds is not None else classes.ceiling.given(reached)
    for name, achieved in reached.items():
        bound = known.get(name)
        if bound is not None:
            bound = max(bound, achieved) if name in check.UPWARD else min(bound, achieved)
        rows.append((name, achieved, bound))
    return _table(rows, "name achieved bound")


def _volatile(began: float) -> dict:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "wall_ms": int(1000 * (time.monotonic() - began)),
        "cpu_ms": int(1000 * (used.ru_utime + used.ru_stime)),
        "peak_kb": used.ru_maxrss,
        "machine": platform.machine(),
    }
