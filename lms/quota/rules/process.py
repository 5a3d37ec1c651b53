"""One solve in a process of its own: the worker's heartbeat never waits for the solver, and a cancel kills it at once.

The child reads the instance from a file, tells its steps as JSON lines on stdout, and writes the plan to a file (`python -m lms.quota.rules.process`).
"""
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from lms.quota.rules.solve import Cancelled, Recipe, solve

ROOT = Path(__file__).resolve().parents[3]


class SolverFailed(RuntimeError):
    """The child ended without a plan; the message is its last words."""


def run(instance: dict, *, previous: dict | None = None, seed: int = 0, threads: int = 1, on_progress: Callable[[dict], bool] | None = None) -> dict:
    """A plan for the instance. `on_progress` hears each step and answers False to stop (raises Cancelled)."""
    with tempfile.TemporaryDirectory(prefix="lms-quota-") as folder:
        task, answer = Path(folder, "task.json"), Path(folder, "plan.json")
        task.write_text(json.dumps({"instance": instance, "previous": previous, "seed": seed, "threads": threads}), encoding="ascii")
        with Path(folder, "errors").open("w+b") as errors:
            child = subprocess.Popen([sys.executable, "-m", "lms.quota.rules.process", str(task), str(answer)], stdout=subprocess.PIPE, stderr=errors, cwd=ROOT)
            try:
                _listen(child, on_progress)
            finally:
                if child.poll() is None:
                    child.kill()
                child.wait()
                child.stdout.close()
            if child.returncode != 0 or not answer.exists():
                errors.seek(0)
                raise SolverFailed(errors.read().decode("utf8", "replace")[-1000:] or f"exit {child.returncode}")
        return json.loads(answer.read_text(encoding="ascii"))


def _listen(child: subprocess.Popen, on_progress: Callable[[dict], bool] | None) -> None:
    for line in child.stdout:
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if on_progress is not None and on_progress(message) is False:
            raise Cancelled


def main(task: str, answer: str) -> None:
    """In the child."""
    asked = json.loads(Path(task).read_text(encoding="ascii"))

    def tell(message: dict) -> bool:
        print(json.dumps(message), flush=True)
        return True
    plan = solve(asked["instance"], previous=asked["previous"], recipe=Recipe(asked["seed"], asked["threads"]), on_progress=tell)
    Path(answer).write_text(json.dumps(plan), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:3])
