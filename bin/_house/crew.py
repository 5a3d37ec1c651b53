"""The processes that a command starts. However the command ends, none of them is left running (see guard.py)."""
import os
import secrets
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from _house.guard import MARK, end, fields
from _house.places import HOUSE, ROOT, Stop, clean_environment

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(BaseException):
    """Somebody asked us to stop; `number` is the signal."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


def _asked(number, _frame):
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    raise Asked(number)


@contextmanager
def unhurried():
    """Inside, a wish to stop is kept until the end: for steps that must not be torn, such as the system's packages."""
    kept, before = [], {one: signal.getsignal(one) for one in SIGNALS}
    for one in SIGNALS:
        signal.signal(one, lambda number, _frame: kept.append(number))
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        if kept:
            os.kill(os.getpid(), kept[0])


class Crew:
    """Used as `with Crew() as crew:`; leaving the block ends everything that was started in it."""

    def __init__(self, keep=()):
        self.mark = secrets.token_hex(8)
        self.keep = list(keep)
        self.children = []
        self.guard = None

    def __enter__(self):
        # `keep` are handles (a lock) that the guard holds until the last process is gone.
        self.guard = subprocess.Popen([sys.executable, str(HOUSE / "guard.py"), self.mark], stdin=subprocess.PIPE,
                                      pass_fds=self.keep, start_new_session=True, cwd="/", universal_newlines=True)
        os.environ[MARK] = self.mark
        for one in SIGNALS:
            signal.signal(one, _asked)
        return self

    def __exit__(self, *_):
        for one in SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        if self.guard.poll() is not None:
            end({child.pid: (signal.SIGTERM, child.start) for child in self.children}, f"{MARK}={self.mark}".encode())
        try:
            self.guard.stdin.close()
        except BrokenPipeError:
            pass
        while self.guard.poll() is None:
            self.reap()
            try:
                self.guard.wait(0.05)
            except subprocess.TimeoutExpired:
                pass

    def tell(self, line):
        """Tells the guard what there is to end or to remove."""
        try:
            self.guard.stdin.write(line + "\n")
            self.guard.stdin.flush()
        except (BrokenPipeError, ValueError):
            raise Stop("the guard is gone; stopping")

    def tidy(self, folder):
        """`folder` is removed at the end."""
        self.tell(f"folder {folder}")

    def start(self, name, command, log, ended_by="TERM", **options):
        """Starts a child in a group of its own, its output added to the file `log`; `ended_by` is the signal that ends it."""
        environment = dict(options.pop("env", None) or clean_environment(), **{MARK: self.mark})
        Path(log).parent.mkdir(parents=True, exist_ok=True)
        with open(str(log), "ab") as out:
            begin = out.tell()
            child = subprocess.Popen([str(part) for part in command], cwd=str(options.pop("cwd", ROOT)), env=environment,
                                     stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                     start_new_session=True, **options)
        child.name, child.log, child.begin, child.start = name, Path(log), begin, (fields(child.pid) or (0, 0))[1]
        self.children.append(child)
        self.tell(f"group {child.pid} {ended_by} {child.start}")
        return child

    def finish(self, name, command, log, **more):
        """Starts a child and waits for its end; a failure stops the command with the child's last words."""
        child = self.start(name, command, log, **more)
        if child.wait():
            raise Stop(f"{name} failed (exit code {child.returncode})\n{last_words(child)}")
        self.forget(child)

    def forget(self, child):
        """A child that ended: its number may be given to somebody else."""
        self.children.remove(child)
        self.tell(f"gone {child.pid}")

    def check(self):
        """Without its guard a command does not go on."""
        if self.guard.poll() is not None:
            raise Stop("the guard is gone; stopping")

    def reap(self):
        """The children that have ended."""
        return [child for child in self.children if child.poll() is not None]


def last_words(child, count=20):
    """The last lines that a child wrote, and where the rest is."""
    with open(str(child.log), "rb") as log:
        log.seek(child.begin)
        lines = log.read().decode(errors="replace").splitlines()[-count:]
    return "\n".join("  " + line for line in lines + [f"({child.log})"])
