"""bin/demo as a person uses it: it answers, it stops with everything it started, it says what is wrong."""
import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from _house import guard, postgres
from _house.crew import Crew
from _house.demo import begun

long = pytest.mark.long


class Demo:
    """A running bin/demo of a copied tree."""

    def __init__(self, tree, *words):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
        self.tree, self.lines = tree, []
        self.process = subprocess.Popen([tree / "bin/demo", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, env=environment, cwd="/")

    def ready(self):
        """Reads until the ready line; returns the address."""
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("ready "):
                return self.lines[-1].split()[1]
        raise AssertionError("not ready:\n" + "\n".join(self.lines))

    def rest(self):
        """(exit code, everything it said)."""
        output, _ = self.process.communicate(timeout=180)
        return self.process.returncode, "\n".join([*self.lines, *output.splitlines()])

    def children(self):
        """The pids of everything that runs on behalf of this tree, bin/demo itself left out."""
        found = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/cmdline", "rb") as line:
                    ours = os.fsencode(self.tree) in line.read()
            except OSError:
                continue
            if ours and guard.fields(int(name)) and int(name) != self.process.pid:
                found.append(int(name))
        return found

    def alone(self, seconds):
        """True when nothing of it is left within the time."""
        deadline = time.monotonic() + seconds
        while self.children() and time.monotonic() < deadline:
            time.sleep(0.1)
        return not self.children()


@pytest.fixture
def demo(tree):
    """demo(*words) starts one; all are ended afterwards."""
    started = []

    def start(*words):
        started.append(Demo(tree, *words))
        return started[-1]
    start.tree = tree
    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        one.process.stdout.close()
    assert not started or started[0].alone(60)


def get(url):
    """The status of a page."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as page:
        return page.status


@long
def test_it_serves_tells_the_logins_and_stops_on_a_wish(demo):
    one = demo("--port", "0")
    url = one.ready()
    assert get(url + "/readyz") == get(url + "/healthz") == 200
    noted = json.loads((demo.tree / "instance/demo.json").read_text(encoding="utf-8"))
    assert noted["url"] == url
    for role in {login["role"] for login in noted["logins"]}:
        names = {login["username"] for login in noted["logins"] if login["role"] == role}
        assert sum(bool(names & set(line.split())) for line in one.lines) == 1, role
    begin = time.monotonic()
    one.process.send_signal(signal.SIGTERM)
    code, said = one.rest()
    assert code == 0, said
    assert time.monotonic() - begin < 16 * max(1, os.getloadavg()[0] / os.cpu_count())
    assert one.alone(0.5)


@long
def test_the_second_start_is_quick_and_keeps_the_data(demo):
    first = demo("--port", "0")
    first.ready()
    first.process.send_signal(signal.SIGINT)
    assert first.rest()[0] == 0
    before = (demo.tree / "instance/demo.json").read_text(encoding="utf-8")
    begin = time.monotonic()
    url = demo("--port", "0").ready()
    # Ten seconds on a machine that does nothing else; where others work too, as much longer as there are more of them.
    assert time.monotonic() - begin < 10 * max(1, os.getloadavg()[0])
    after = (demo.tree / "instance/demo.json").read_text(encoding="utf-8")
    assert json.loads(after)["logins"] == json.loads(before)["logins"]
    assert json.loads(after)["url"] == url


@long
def test_killed_without_a_word_it_leaves_nothing_and_starts_again_at_once(demo):
    one = demo("--port", "0")
    port = one.ready().rpartition(":")[2]
    one.process.kill()
    one.process.wait()
    again = demo("--port", port)
    again.ready()
    again.process.send_signal(signal.SIGTERM)
    assert again.rest()[0] == 0
    assert one.alone(20)


@long
def test_a_port_in_use_is_said_and_nothing_is_started(demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        one = demo("--port", str(taken.getsockname()[1]))
        code, said = one.rest()
    assert code == 1
    assert "address already in use" in said
    assert "--port N" in said
    assert one.alone(0.5)


@long
def test_a_second_demo_on_the_same_data_is_refused(demo):
    demo("--port", "0").ready()
    code, said = demo("--port", "0").rest()
    assert code == 1
    assert "running already" in said


@long
def test_a_crashed_child_stops_the_demo_with_its_last_lines(demo):
    one = demo("--port", "0")
    one.ready()
    (worker,) = [pid for pid in one.children() if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(worker, signal.SIGKILL)
    code, said = one.rest()
    assert code == 1
    assert "the worker ended by itself" in said
    assert "worker.log" in said
    assert one.alone(0.5)


@long
def test_reset_loads_anew_but_refuses_what_is_not_ours(demo):
    one = demo("--port", "0")
    one.ready()
    one.process.send_signal(signal.SIGTERM)
    one.rest()
    file = demo.tree / "instance/lms.sqlite"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE somebody_elses (x int)")
    connection.commit()
    connection.close()
    code, said = demo("--port", "0", "--reset").rest()
    assert code == 1
    assert "nothing was removed" in said
    assert "somebody_elses" in said
    assert file.exists()


@long
def test_it_runs_on_postgresql_and_resets_it(demo, tmp_path):
    with Crew() as crew:
        cluster = postgres.Cluster(crew).start()
        for words in ((), ("--reset",), ()):
            one = demo("--port", "0", "--database", cluster.url, *words)
            assert get(one.ready() + "/readyz") == 200
            one.process.send_signal(signal.SIGTERM)
            code, said = one.rest()
            assert code == 0, said
            assert cluster.password not in said


@pytest.mark.parametrize(("there", "embedded", "torn"), [(False, True, True), (True, True, False), (False, False, False)])
def test_a_filling_that_was_interrupted_is_begun_anew_but_only_our_own(tmp_path, there, embedded, torn):
    database = tmp_path / "lms.sqlite"
    if there:
        database.touch()
    with pytest.raises(KeyboardInterrupt), begun(tmp_path, embedded) as first:
        assert not first
        database.touch()
        raise KeyboardInterrupt
    with begun(tmp_path, embedded) as second:
        assert second == torn
    with begun(tmp_path, embedded) as third:
        assert not third
