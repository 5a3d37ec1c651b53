"""`bin/test`: everything that must hold, on both databases and in a browser."""
import argparse
import os
import tempfile
import time
from pathlib import Path

from _house import postgres, setup, stages
from _house.crew import Asked, Crew
from _house.places import complain, guarded, say

TEXT = """Sets everything up and runs all tests: on SQLite, on PostgreSQL (a temporary server of its own), in a browser.

  fast   on SQLite only, without the browser and the slowest tests
  long   also the tests that take long

Words after -- go to pytest, for example: bin/test fast -- -k quota. The exit code is the worst of all runs."""


def arguments(words):
    """(mode, words for pytest)."""
    words, extra = (words[:words.index("--")], words[words.index("--") + 1:]) if "--" in words else (words, [])
    parser = argparse.ArgumentParser("bin/test", description=TEXT, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", nargs="?", choices=("fast", "long"), metavar="fast|long")
    return parser.parse_args(words).mode, extra


def forget_settings():
    """The tests set their own settings: none comes in from outside."""
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        del os.environ[name]


def summary(done, seconds):
    """One line for each run, and the sum as the last line; returns how many tests there were."""
    say("")
    for stage in done:
        good, bad, left = stage.counts()
        say(f"{stage.name:22} {good:5} passed, {bad} failed, {left} skipped, {stage.seconds:.0f} s")
    say(f"{'everything':22} {seconds:5.0f} s")
    passed, failed, skipped = (sum(numbers) for numbers in zip(*[stage.counts() for stage in done]))
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return passed + failed + skipped


def run(mode, extra):
    """Runs the stages; the exit code is the worst."""
    begin = time.monotonic()
    forget_settings()
    with Crew() as crew:
        setup.prepare(tests=True)
        folder = Path(tempfile.mkdtemp(prefix="lms-test-"))
        crew.tidy(folder)
        url = None if mode == "fast" else postgres.Cluster(crew).start().url
        done = stages.run(crew, stages.planned(mode, folder, url, extra))
        tested = summary(done, time.monotonic() - begin)
        return max(stage.code() for stage in done) or (0 if tested else stages.NO_TESTS)


def main(words):
    """The command."""
    mode, extra = arguments(words)
    try:
        return guarded(lambda: run(mode, extra))
    except (Asked, KeyboardInterrupt) as stop:
        complain("stopped")
        return 128 + getattr(stop, "number", 2)
