"""The linear and integer solver (HiGHS), wrapped: a model is lists, a solve is one call that leaves no state behind.

Limits are nodes and gaps. Seconds are only a safety net: when it is hit the answer says so.
"""

import time
from dataclasses import dataclass, field

import highspy
import numpy as np

INF = highspy.kHighsInf


class Stopped(Exception):
    """The solver ended without an answer."""


@dataclass
class Clock:
    """The wall-clock safety net of one whole solve."""

    seconds: float
    began: float = field(default_factory=time.monotonic)
    reached: bool = False

    def left(self) -> float:
        return max(1.0, self.seconds - (time.monotonic() - self.began))


@dataclass(frozen=True)
class Settings:
    """How hard to try: nodes < 0 solves the relaxation only."""

    clock: Clock
    seed: int = 0
    threads: int = 1
    nodes: int = -1
    gap: float = 0.0
    slack: float = 0.0


@dataclass(frozen=True)
class Answer:
    """`bound` is what no solution can beat; `values` is None when nothing was found."""

    value: float
    bound: float
    values: np.ndarray | None
    nodes: int


class Model:
    """Columns and rows as plain lists; rows are kept in the order they are added."""

    def __init__(self) -> None:
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.row_lower: list[float] = []
        self.row_upper: list[float] = []
        self.begin: list[int] = [0]
        self.index: list[int] = []
        self.value: list[float] = []

    def column(self, lower: float, upper: float, whole: bool = False) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, lower: float, upper: float, terms: list[tuple[int, float]]) -> int:
        for column, coefficient in terms:
            self.index.append(column)
            self.value.append(coefficient)
        self.begin.append(len(self.index))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1

    def _highs(self, cost: dict[int, float], integer: bool) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.lower), len(self.row_lower)
        costs = np.zeros(len(self.lower))
        for column, coefficient in cost.items():
            costs[column] = coefficient
        lp.col_cost_ = costs
        lp.col_lower_, lp.col_upper_ = np.array(self.lower, dtype=float), np.array(self.upper, dtype=float)
        lp.row_lower_, lp.row_upper_ = np.array(self.row_lower, dtype=float), np.array(self.row_upper, dtype=float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(self.begin, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self.index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self.value, dtype=float)
        lp.sense_ = highspy.ObjSense.kMaximize
        if integer and any(self.whole):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[whole] for whole in self.whole]
        return lp

    def maximize(self, cost: dict[int, float], settings: Settings, start: dict[int, float] | None = None) -> Answer:
        """Minimizing is maximizing the opposite; the caller turns the sign. `start` may name some columns only."""
        if not self.lower:
            return Answer(0.0, 0.0, np.zeros(0), 0)
        integer = settings.nodes >= 0 and any(self.whole)
        answer = self._run(cost, settings, integer, start)
        if integer and not _adds_up(cost, answer):
            answer = self._run(cost, settings, integer, start, presolve="off")
        return answer

    def _run(self, cost: dict[int, float], settings: Settings, integer: bool, start: dict[int, float] | None,
             presolve: str = "choose") -> Answer:
        solver = _solver(settings, integer)
        solver.setOptionValue("presolve", presolve)
        solver.passModel(self._highs(cost, integer))
        if integer and start is not None:
            columns = sorted(start)
            solver.setSolution(len(columns), np.array(columns, dtype=np.int32), np.array([start[c] for c in columns]))
        solver.run()
        return self._answer(solver, settings, integer)

    def _answer(self, solver: highspy.Highs, settings: Settings, integer: bool) -> Answer:
        status, info = solver.getModelStatus(), solver.getInfo()
        kinds = highspy.HighsModelStatus
        if status == kinds.kTimeLimit:
            settings.clock.reached = True
        if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
            raise Stopped("infeasible")
        found = info.primal_solution_status == 2
        values = np.array(solver.getSolution().col_value) if found else None
        if integer:
            bound = info.mip_dual_bound if abs(info.mip_dual_bound) < INF else INF
            return Answer(info.objective_function_value, bound, values, max(0, info.mip_node_count))
        if status != kinds.kOptimal:
            return Answer(info.objective_function_value, INF, values, 0)
        return Answer(info.objective_function_value, info.objective_function_value, values, 0)


def _adds_up(cost: dict[int, float], answer: Answer) -> bool:
    """False when the values are not worth what the solver says.

    HiGHS 1.16 sometimes turns a start into an "optimum" of the presolved model that the full model does not have: its
    value and bound are then those of no solution. tests/quota/test_rules_highs.py keeps one such model.
    """
    if answer.values is None:
        return True
    worth = sum(weight * answer.values[column] for column, weight in cost.items())
    return abs(worth - answer.value) <= 1e-4 + 1e-6 * abs(worth)


def _solver(settings: Settings, integer: bool) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", settings.threads)
    solver.setOptionValue("random_seed", settings.seed)
    solver.setOptionValue("time_limit", settings.clock.left())
    if integer:
        solver.setOptionValue("mip_max_nodes", settings.nodes)
        solver.setOptionValue("mip_rel_gap", settings.gap)
        solver.setOptionValue("mip_abs_gap", settings.slack)
    else:
        solver.setOptionValue("solver", "ipx")
        solver.setOptionValue("run_crossover", "off")
    return solver
