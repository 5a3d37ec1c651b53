"""`bin/setup`, and what the other commands call to have everything in place."""
import argparse
import fcntl
import os
from contextlib import contextmanager

from _house import environment, interpreter, system
from _house.places import HOUSE, PYTHON, ROOT, Stop, clean_environment, guarded, say

TEXT = """Prepares this folder. Quick when everything is in place.

It makes .venv/ from the lock files (by their hashes) and checks what must come from the system by using it.
As root it installs missing Debian packages; as an ordinary user it prints the one line to type and exits 2."""


@contextmanager
def alone():
    """Two commands started together do not install into the same environment."""
    try:
        handle = os.open(str(ROOT), os.O_RDONLY)
    except OSError as error:
        raise Stop(f"cannot read {ROOT}: {error}")
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another command that sets up this folder")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def ready(lock, tests):
    """True when everything was in place last time and nothing changed since."""
    kind = "tests" if tests else "runtime"
    return environment.in_place(lock) and environment.read_stamp().get(kind) == system.fingerprint()


def prepare_environment(lock, tests):
    """The environment of `lock`, with a Python that can make it."""
    if environment.in_place(lock):
        return
    python = interpreter.choose()
    lacking = interpreter.venv_package(python)
    if lacking:
        # Together with all the rest that is missing, so that a person has one line to type.
        system.install([lacking, *system.missing(tests)])
    environment.prepare(lock, python)


def prepare(tests=False):
    """Brings everything in place for the demo or for the tests."""
    lock = environment.TEST if tests else environment.RUNTIME
    if ready(lock, tests):
        return
    with alone():
        prepare_environment(lock, tests)
        system.prepare(tests)
        found = system.fingerprint()
        environment.write_stamp(**({"runtime": found, "tests": found} if tests else {"runtime": found}))


def enter(module, words):
    """Becomes `module` of this folder, running in the environment of the tests."""
    code = guarded(lambda: prepare(tests=True))
    if code:
        raise SystemExit(code)
    values = clean_environment(PYTHONPATH=str(HOUSE.parent))
    os.chdir(str(ROOT))
    os.execve(str(PYTHON), [str(PYTHON), "-m", module, *words], values)


def main(words):
    """The command."""
    parser = argparse.ArgumentParser("bin/setup", description=TEXT, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    chosen = parser.parse_args(words)

    def work():
        prepare(chosen.tests)
        say("everything is in place")
        return 0
    return guarded(work)
