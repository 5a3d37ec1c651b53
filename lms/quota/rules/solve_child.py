"""The child process of one solve: reads a job file, writes progress lines to stderr and the plan to a file."""

import json
import os
import sys
from pathlib import Path

from .form import BadForm, Unreadable, read, write
from .solve import Recipe, solve

EXIT_UNREADABLE = 2


def _quiet_stdout() -> None:
    """The solver prints a banner; nothing of it may reach whoever reads our output."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.close(silent)


def _say(step: dict) -> bool:
    sys.stderr.write(json.dumps(step, sort_keys=True) + "\n")
    sys.stderr.flush()
    return True


def main(folder: str) -> int:
    _quiet_stdout()
    place = Path(folder)
    try:
        job = read(place / "job.json")
        recipe = Recipe(seed=job["seed"], threads=job["threads"])
        plan = solve(job["instance"], previous=job["previous"], recipe=recipe, on_progress=_say)
    except (BadForm, Unreadable) as problem:
        _say({"step": "unreadable", "text": str(problem)})
        return EXIT_UNREADABLE
    write(place / "plan.json", plan)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
