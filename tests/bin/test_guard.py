"""However a command ends, nothing that it started stays."""
import os
import signal
import subprocess
import sys
import time

import pytest
from _house import crew as crews
from _house.guard import fields
from _house.places import Stop

from tests.house.rules import ROOT

COMMAND = """
import pathlib, sys, time
sys.path.insert(0, {bin!r})
from _house.crew import Asked, Crew
folder = pathlib.Path({folder!r})
script = "trap '' HUP; {trap} sleep 300 & echo $! > child; setsid sleep 300 & echo $! > stray; sleep 0.2; touch up; wait"
try:
    with Crew() as crew:
        (folder / "rubbish").mkdir()
        crew.tidy(folder / "rubbish")
        crew.start("one", ["bash", "-c", script], folder / "log", cwd=folder)
        time.sleep(300)
except Asked as asked:
    sys.exit(40 + asked.number)
"""


def begin(folder, trap=""):
    """Starts a command with a child and a stray; returns it and the pids."""
    code = COMMAND.format(bin=str(ROOT / "bin"), folder=str(folder), trap=trap)
    command = subprocess.Popen([sys.executable, "-c", code])
    deadline = time.monotonic() + 20
    while not (folder / "up").exists():
        assert time.monotonic() < deadline, "the child did not start"
        time.sleep(0.02)
    return command, [int((folder / name).read_text()) for name in ("child", "stray")]


def all_gone(pids, folder, seconds):
    """True when none of the processes lives and the folder is gone, within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(fields(pid) for pid in pids) and not (folder / "rubbish").exists():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(("which", "code"), [(signal.SIGTERM, 55), (signal.SIGINT, 42), (signal.SIGHUP, 41), (signal.SIGKILL, -9)])
def test_nothing_is_left_whatever_ends_the_command(tmp_path, which, code):
    command, pids = begin(tmp_path)
    command.send_signal(which)
    assert command.wait(30) == code
    assert all_gone(pids, tmp_path, 10 if which == signal.SIGKILL else 0.5)


@pytest.mark.long
def test_who_does_not_listen_is_killed_after_some_seconds(tmp_path):
    command, pids = begin(tmp_path, trap="trap '' TERM;")
    command.send_signal(signal.SIGKILL)
    command.wait()
    time.sleep(5)
    assert any(fields(pid) for pid in pids)
    assert all_gone(pids, tmp_path, 20)


def test_a_failing_child_is_quoted(tmp_path):
    with crews.Crew() as crew, pytest.raises(Stop) as stop:
        crew.finish("the thing", ["sh", "-c", "echo alas; exit 3"], tmp_path / "log")
    assert "the thing failed (exit code 3)" in str(stop.value)
    assert "alas" in str(stop.value)


@pytest.fixture(autouse=True)
def signals_as_before():
    """A crew changes this process's signals; pytest gets its own back."""
    before = {one: signal.getsignal(one) for one in crews.SIGNALS}
    mark = os.environ.get(crews.MARK)
    yield
    for one, handler in before.items():
        signal.signal(one, handler)
    if mark is None:
        os.environ.pop(crews.MARK, None)
    else:
        os.environ[crews.MARK] = mark
