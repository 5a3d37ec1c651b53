"""Opening classes when the programme is small: one integer programme after another, goal by goal."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .highs import Answer, Settings, Stopped
from .problem import Problem
from .program import Program, whole_scope

COUNTED = ("mandatory", "priority", "all", "changes")


@dataclass
class Classes:
    """Opened sections, the coverage of first-level units they allow, and what no plan can beat (or who can tell)."""

    sections: dict[tuple[int, int, int], int]
    theta: int
    bounds: dict[str, int | None] | None
    ceiling: object = None


def goal_names(problem: Problem) -> list[str]:
    names = ["mandatory", "priority", "theta", "all", "changes", "cost"]
    return names if problem.old is not None else [name for name in names if name != "changes"]


def in_units(problem: Problem, name: str, value: float) -> int:
    """An upper bound of the programme as the whole number the plan states; a rounding error never tightens it."""
    near = max(1e-5, 2e-7 * abs(value))
    if name == "cost":
        return max(0, int(np.ceil(-1000 * (value + near))))
    if name == "changes":
        return max(0, int(np.ceil(-value - near)))
    if name != "theta":
        return int(np.floor(value + near))
    if not problem.top_heads:
        return 1_000_000
    top = min(1.0, value + 2e-6)
    return max(int(top * heads) * 1_000_000 // heads for heads in problem.top_heads.values())


def open_classes(problem: Problem, settings: Settings, tell: Callable[[str, dict], None], rough: bool = False) -> Classes:
    """Each goal is proved as far as nodes and gap allow, then kept as a floor for the next ones.

    `rough` saves time: sections are at last only dropped, not moved, to lower the cost.
    """
    program = Program(problem, whole_scope(problem, fair=True))
    found, theta, bounds = _given(program), 0, {}
    for name in goal_names(problem):
        tell("goal", {"goal": name})
        if name == "theta" and not problem.top_heads:
            bounds["theta"], theta = 1_000_000, 1_000_000
            continue
        goal = program.goal(name)
        if rough and name == "cost":
            bounds[name] = in_units(problem, name, program.model.maximize(goal, replace(settings, nodes=-1)).bound)
            program.only_fewer(found)
        answer = _best(program, name, settings, found)
        bounds.setdefault(name, in_units(problem, name, answer.bound) if np.isfinite(answer.bound) else None)
        if answer.values is not None and _worth(goal, answer.values) >= _worth(goal, found) - 1e-6:
            found = answer.values
        theta = _keep(program, name, found, theta)
    return Classes(program.sections(found), theta, bounds)


def _best(program: Program, name: str, settings: Settings, found: np.ndarray) -> Answer:
    slack = 0.99 if name in COUNTED else 0.0
    gap = 0.0 if name in ("mandatory", "priority", "theta") else settings.gap
    try:
        return program.model.maximize(program.goal(name), replace(settings, slack=slack, gap=gap), dict(enumerate(found)))
    except Stopped:
        raise ArithmeticError(f"no plan keeps the floors of the goals before {name}") from None


def _given(program: Program) -> np.ndarray:
    """Nothing opened, nobody covered: always possible."""
    start = np.zeros(len(program.model.lower))
    for key, column in program.away.items():
        start[column] = program.problem.old[key]
    return start


def _worth(goal: dict[int, float], values: np.ndarray) -> float:
    return sum(weight * values[column] for column, weight in goal.items())


def _keep(program: Program, name: str, values: np.ndarray, theta: int) -> int:
    """Raise the floor of a goal to what was found; answers the coverage kept so far in ppm."""
    if name == "theta":
        covered = {g: int(round(values[column])) for g, column in program.covered.items()}
        heads = program.problem.top_heads
        theta = min((covered[g] * 1_000_000 // heads[g] for g in heads), default=1_000_000)
        program.floor("theta", theta)
    elif name in COUNTED:
        program.floor(name, round(_worth(program.goal(name), values)))
    return theta
