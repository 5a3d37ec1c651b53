"""What no plan can beat: the relaxation of the whole programme, goal by goal."""

from collections.abc import Callable


from .highs import Settings
from .problem import Problem, Usage
from .program import Program, whole_scope
from .exact import goal_names, in_units

WORTH = {1: 100.0, 2: 10.0, 3: 1.0}


class Ceiling:
    """`aim` holds what the relaxation reaches of mandatory, priority and (per first-level unit, ppm) theta."""

    def __init__(self, problem: Problem, settings: Settings, tell: Callable[[str, dict], None]):
        self.problem, self.settings, self.tell = problem, settings, tell
        self.aim = (0, 0, 0)

    def shares(self) -> dict[int, Usage]:
        """What each topic takes in the relaxation of all goals together, mandatory far above priority above all."""
        problem, program = self.problem, Program(self.problem, whole_scope(self.problem, fair=False))
        self.tell("bound", {"goal": "mixed"})
        values = program.model.maximize({q: WORTH[key[3]] for key, q in program.q.items()}, self.settings).values
        reached = [sum(values[column] for column in program.goal(name)) for name in ("mandatory", "priority", "all")]
        overall = min(1.0, reached[2] / max(1, problem.asked()))
        self.aim = (int(reached[0] + 1e-3), int(reached[1] + 1e-3), int(980_000 * overall))
        use = {k: Usage(problem) for k in sorted(set(problem.topic))}
        for key, column in program.y.items():
            use[problem.topic[key[1]]].section(key, max(0.0, values[column]))
        for pair, column in program.z.items():
            use[problem.topic[pair[1]]].opening(pair, max(0.0, values[column]))
        return use

    def given(self, reached: dict[str, int]) -> dict[str, int]:
        """Bounds of every goal while those before it are kept as far as the plan keeps them."""
        program = Program(self.problem, whole_scope(self.problem, fair=True))
        bounds: dict[str, int] = {}
        for name in goal_names(self.problem):
            everything = {"mandatory": self.problem.asked(1), "priority": self.problem.asked(2)}.get(name)
            if everything is not None and reached[name] == everything:
                bounds[name] = everything
            elif name != "theta" or self.problem.top_heads:
                bounds[name] = self._relax(program, name)
            else:
                bounds[name] = 1_000_000
            if name in reached:
                _keep(program, name, reached[name])
        return bounds

    def _relax(self, program: Program, name: str) -> int:
        self.tell("bound", {"goal": name})
        return in_units(self.problem, name, program.model.maximize(program.goal(name), self.settings).value)


def _keep(program: Program, name: str, value: int) -> None:
    """A hair below, so that rounding errors leave the programme feasible. Changes are a goal with the sign turned: fewer are better."""
    if name == "changes":
        value = -value
    if name == "theta":
        program.model.lower[program.theta] = max(0.0, value / 1e6 - 1e-6)
    else:
        program.floor(name, value - 1e-6 * max(1.0, abs(float(value))))
