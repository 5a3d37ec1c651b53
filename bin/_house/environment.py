"""The environment in .venv/: made when missing, mended when broken, brought up to date when a lock file changed."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import time

from _house import interpreter
from _house.places import OLDEST, PYTHON, ROOT, VENV, Stop, clean_environment, say

RUNTIME = "requirements.lock"
TEST = "requirements-test.lock"
STAMP = VENV / "house.json"
UNFINISHED = VENV / "house-unfinished"


def read_stamp():
    """What was installed and checked here, as noted last time; empty when nothing is known."""
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def write_stamp(**news):
    """Notes `news` beside what is known; a stamp that cannot be written only costs time next time."""
    known = {**read_stamp(), **news}
    beside = STAMP.with_suffix(f".{os.getpid()}")
    try:
        beside.write_text(json.dumps(known, indent=1, sort_keys=True))
        os.replace(beside, STAMP)
    except OSError:
        pass


def digest(lock):
    """The hash of a lock file."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def patient_answer():
    """What its Python says; asked again before the environment of everybody here is given up."""
    for pause in (0, 0.5, 2):
        time.sleep(pause)
        answer = interpreter.ask(PYTHON, "import sys, pip; print('%d.%d' % sys.version_info[:2])")
        if answer or not PYTHON.exists():
            return answer
    return None


def health():
    """None when .venv/ can be used, else why it must be made anew."""
    if not VENV.exists():
        return "none yet"
    if UNFINISHED.exists():
        return "the last installation was interrupted"
    answer = patient_answer()
    if not answer:
        return "its Python does not run"
    if interpreter.version_of(answer[0]) < OLDEST:
        return "its Python is too old"
    stamp = read_stamp()
    if stamp.get("python", answer[0]) != answer[0]:
        return "the system's Python changed"
    if stamp.get("place", str(VENV.resolve())) != str(VENV.resolve()):
        return "the folder was moved"
    return None


def in_place(lock):
    """True when .venv/ works and holds exactly this lock; runs in a few hundredths of a second."""
    return read_stamp().get("locks", {}).get(lock) == digest(lock) and health() is None


def plain(name):
    """A package's name as everybody may spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def satisfied(lock):
    """True when every pin of the lock is installed whole already; then pip need not be asked."""
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", (ROOT / lock).read_text(), re.MULTILINE)
    records = VENV.glob("lib/python*/site-packages/*.dist-info/RECORD")
    found = {(plain(name), version) for name, _, version in (file.parent.stem.partition("-") for file in records)}
    return {(plain(name), version) for name, version in pins} <= found


def call(command, what):
    """Runs a step; its output is shown only when it fails."""
    done = subprocess.run([str(part) for part in command], check=False, cwd=str(ROOT), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=clean_environment(
                              PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_ROOT_USER_ACTION="ignore"))
    if done.returncode:
        last = done.stdout.decode(errors="replace").splitlines()[-25:]
        raise Stop("{} failed:\n  {}".format(what, "\n  ".join(last)))


def make(python):
    """A fresh .venv/ with pip, and nothing of an older one."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    if VENV.exists():
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    UNFINISHED.touch()
    call([python, "-m", "venv", VENV], "making .venv")


def install(lock):
    """Installs a lock file by its hashes; an interruption leaves a mark, and the next call starts from nothing."""
    if not satisfied(lock):
        say(f"installing {lock}")
        UNFINISHED.touch()
        call([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", ROOT / lock], "installing " + lock)
        call([PYTHON, "-m", "pip", "check"], "checking the installed packages")
    version = interpreter.ask(PYTHON)[0]
    # The test lock holds everything of the runtime lock in the same version (tests/bin/test_locks.py).
    locks = {name: digest(name) for name in ((RUNTIME, TEST) if lock == TEST else (RUNTIME,))}
    write_stamp(python=version, place=str(VENV.resolve()), locks=locks)
    if UNFINISHED.exists():
        UNFINISHED.unlink()


def prepare(lock, python):
    """Brings .venv/ to what `lock` says."""
    reason = "what is there belongs to another folder" if VENV.is_symlink() else health()
    try:
        if reason:
            say(f"making .venv ({reason})")
            make(python)
        install(lock)
    except PermissionError as error:
        raise Stop(f"cannot write {error.filename}: run bin/setup as the user who owns this folder")
