"""`bin/demo`: the whole product with a made-up army, on this machine only."""
import argparse
import fcntl
import hashlib
import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from _house import setup
from _house.crew import Asked, Crew, last_words
from _house.places import HOUSE, PYTHON, ROOT, Stop, clean_environment, guarded, say

TEXT = """Sets everything up and serves a made-up army at http://127.0.0.1:PORT.

Once it answers, the line `ready http://127.0.0.1:PORT` stands alone on standard output.
SIGTERM or Ctrl-C stops it with everything it started. Logs: instance/log/. Sign-in names: instance/demo.json.
LMS_ settings of the environment count, but the database is the one given here: by default SQLite in instance/."""
PATIENCE = 120
GRACE = 10
BIG_LOG = 5_000_000


def port_number(text):
    """A port; 0 asks for a free one."""
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 65535, not {text!r}")
    return int(text)


def arguments(words):
    """What was asked for."""
    parser = argparse.ArgumentParser("bin/demo", description=TEXT, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=port_number, default=8080, metavar="N", help="default 8080; 0 takes a free one")
    parser.add_argument("--database", metavar="URL", help="postgresql://user:password@host/name or sqlite:////path")
    parser.add_argument("--reset", action="store_true", help="empty the database first (only ours), then load anew")
    return parser.parse_args(words)


def instance():
    """The folder of the embedded database, the logs and demo.json."""
    folder = Path(os.environ.get("LMS_INSTANCE") or ROOT / "instance")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "log").mkdir(exist_ok=True)
    except OSError as error:
        raise Stop(f"cannot write the instance folder: {error}")
    return folder.resolve()


def check_port(port):
    """The port to serve at, seen to be free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise Stop(f"port {port} on 127.0.0.1 cannot be used: {reason}\ntry another: bin/demo --port N")
        return probe.getsockname()[1]


def lock(folder, database):
    """One demo for each database; the guard of a demo that was just killed may hold the lock for some seconds."""
    name = f"demo-{hashlib.sha256(database.encode()).hexdigest()[:12]}.lock"
    handle = os.open(str(folder / name), os.O_RDWR | os.O_CREAT, 0o600)
    for attempt in range(250):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError:
            owner = os.pread(handle, 20, 0).decode().strip()
            if owner.isdigit() and os.path.exists("/proc/" + owner):
                raise Stop(f"a demo with this database is running already (process {owner})")
            if attempt == 0:
                say("waiting for the demo before this one to end")
            time.sleep(0.1)
    else:
        raise Stop("the demo before this one does not end")
    os.truncate(handle, 0)
    os.pwrite(handle, b"%d\n" % os.getpid(), 0)
    return handle


def settings(folder, database, url):
    """The environment of the product's commands."""
    return clean_environment(LMS_INSTANCE=str(folder), LMS_DATABASE_URL=database, LMS_PUBLIC_URL=url,
                             LMS_ALLOW_PLAIN_HTTP="1", LMS_DEMO="1")


@contextmanager
def begun(folder, embedded):
    """Marks the first filling of the embedded database; yields True when an earlier one was interrupted.

    The mark is made only where there was no database, so what it allows to throw away was never anybody's."""
    mark = folder / "demo-begun"
    if embedded and not (folder / "lms.sqlite").exists():
        mark.touch()
    yield embedded and mark.exists() and (folder / "lms.sqlite").exists()
    if mark.exists():
        mark.unlink()


def fill(crew, folder, environment, url, reset):
    """Brings the database to the newest form and loads the army, once."""
    say("emptying the database and loading the army" if reset else "loading the army")
    words = ["--write", folder / "demo.json", "--url", url, "--roles", folder / "roles.json", *(["--reset"] if reset else [])]
    crew.finish("loading", [PYTHON, HOUSE / "fill.py", *words], folder / "log" / "setup.log", env=environment)


def serve(crew, folder, environment, port):
    """Starts the pages and the background process."""
    pages = ["-b", f"127.0.0.1:{port}", "-w", "2", "-k", "gthread", "--threads", "4", "--no-control-socket",
             "--graceful-timeout", str(GRACE), "--timeout", "60", "--error-logfile", "-"]
    command = [PYTHON, "-m", "gunicorn", *pages, "lms:create_app()"]
    crew.start("the web server", command, folder / "log" / "web.log", env=environment)
    crew.start("the worker", [PYTHON, "-m", "flask", "--app", "lms", "worker"], folder / "log" / "worker.log", env=environment)


def fallen(crew):
    """Stops the demo when one of its processes has ended."""
    crew.check()
    for child in crew.reap():
        raise Stop(f"{child.name} ended by itself (exit code {child.returncode}); its last lines:\n{last_words(child)}")


def wait(crew, url):
    """Waits until the product says that it is ready."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline, answer = time.monotonic() + PATIENCE, "no answer"
    while time.monotonic() < deadline:
        fallen(crew)
        try:
            with opener.open(url + "/readyz", timeout=5) as page:
                if page.status == 200:
                    return
        except urllib.error.HTTPError as error:
            answer = f"{error.code} {error.read(300).decode(errors='replace')}"
        except OSError:
            pass
        time.sleep(0.1)
    raise Stop(f"not ready after {PATIENCE} seconds; /readyz says: {answer}")


def table(rows):
    """Rows as aligned lines."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]


def greet(folder, url):
    """The address, and one way in for each role."""
    logins = json.loads((folder / "demo.json").read_text(encoding="utf-8"))["logins"]
    names, first = json.loads((folder / "roles.json").read_text(encoding="utf-8")), {}
    for login in logins:
        first.setdefault(login["role"], login)
    rows = [("Vai trò / Role", "Tên đăng nhập / User", "Mật khẩu / Password", "Đơn vị / Unit")]
    rows += [(names.get(role, role), one["username"], one["password"], one["unit"] or "") for role, one in first.items()]
    say(f"\nĐịa chỉ / Address: {url}\n")
    for line in table(rows):
        say("  " + line)
    say(f"\nready {url}")


def trim(folder):
    """Logs do not grow for ever."""
    for log in (folder / "log").glob("*.log"):
        if log.stat().st_size > BIG_LOG:
            os.replace(str(log), str(log) + ".1")


def run(chosen):
    """Everything, from nothing to a demo that answers, until somebody stops it."""
    folder = instance()
    database = chosen.database or "sqlite:///%s" % (folder / "lms.sqlite")
    handle = lock(folder, database)
    port = check_port(chosen.port)
    trim(folder)
    url = f"http://127.0.0.1:{port}"
    environment = settings(folder, database, url)
    with Crew(keep=[handle]) as crew:
        setup.prepare()
        with begun(folder, not chosen.database) as torn:
            fill(crew, folder, environment, url, chosen.reset or torn)
        serve(crew, folder, environment, port)
        wait(crew, url)
        greet(folder, url)
        while True:
            fallen(crew)
            time.sleep(0.2)


def main(words):
    """The command."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    chosen = arguments(words)
    try:
        return guarded(lambda: run(chosen))
    except (Asked, KeyboardInterrupt):
        say("stopped")
        return 0
