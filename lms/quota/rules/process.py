"""One solve in a process of its own: the caller stays alive, can cancel at any time, and never mixes solver threads."""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .form import BadForm, read, write
from .shape import checked_instance
from .solve import Cancelled

ROOT = Path(__file__).resolve().parents[3]
BEAT_SECONDS = 1.0
TAIL = 2000


class Failed(RuntimeError):
    """The child ended without a plan."""


def run(instance: dict, *, previous: dict | None = None, seed: int = 0, threads: int = 1,
        on_progress: Callable[[dict], bool] | None = None) -> dict:
    """A plan. `on_progress` hears each step and, at least every second, `{"step": "alive"}`; False kills the child."""
    checked_instance(instance)
    with tempfile.TemporaryDirectory(prefix="lms-quota-") as folder:
        write(Path(folder) / "job.json",
              {"instance": instance, "previous": previous, "seed": seed, "threads": threads})
        child = _start(folder)
        try:
            log = _follow(child, on_progress or (lambda step: True))
        finally:
            _end(child)
        if child.returncode == 2:
            raise BadForm([log])
        if child.returncode:
            raise Failed(f"the solver process ended with {child.returncode}: {log}")
        return read(Path(folder) / "plan.json")


def _start(folder: str) -> subprocess.Popen:
    """Fixed hash seed and one thread for the numeric libraries: nothing of the surroundings decides the plan."""
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "lms.quota.rules.solve_child", folder]
    return subprocess.Popen(command, cwd=folder, env=surroundings, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _follow(child: subprocess.Popen, on_progress: Callable[[dict], bool]) -> str:
    """Passes every line on; answers the end of what was no progress line."""
    rest, log, beat = b"", "", time.monotonic()
    while True:
        ready, _, _ = select.select([child.stderr], [], [], BEAT_SECONDS)
        if ready:
            chunk = os.read(child.stderr.fileno(), 65536)
            if not chunk:
                return log
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                step = _step(line)
                if step is None or step.get("step") == "unreadable":
                    log = (log + (step["text"] if step else line.decode("utf-8", "replace") + "\n"))[-TAIL:]
                elif on_progress(step) is False:
                    raise Cancelled
        if time.monotonic() - beat >= BEAT_SECONDS:
            beat = time.monotonic()
            if on_progress({"step": "alive"}) is False:
                raise Cancelled


def _step(line: bytes) -> dict | None:
    try:
        step = json.loads(line)
    except ValueError:
        return None
    return step if isinstance(step, dict) else None


def _end(child: subprocess.Popen) -> None:
    """Ends our own child, whatever it is doing, and waits for it."""
    if child.poll() is None and not _soon(child):
        child.kill()
    child.wait()
    child.stderr.close()


def _soon(child: subprocess.Popen) -> bool:
    """After the end of its stderr a healthy child is gone within a moment; a cancelled one is still at work."""
    try:
        child.wait(timeout=0.2)
        return True
    except subprocess.TimeoutExpired:
        return False
