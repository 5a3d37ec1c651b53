"""Chooses the Python that the environment is made with, and sees to it that it can make one."""
import importlib.util
import shutil
import subprocess
import sys

from _house.places import OLDEST, Stop

NAMES = ("python3.11", "python3.12", "python3.13", "python3.14", "python3")
ASK = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"


def ask(program, code=ASK):
    """The lines that `program -c code` prints, or None when it does not run."""
    try:
        done = subprocess.run([str(program), "-c", code], check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode().splitlines() if done.returncode == 0 else None


def version_of(text):
    """'3.11' as (3, 11)."""
    return tuple(int(part) for part in text.split(".")[:2])


def choose():
    """The path of a Python that is new enough: the one that runs us, else the first on the path."""
    inside_environment = sys.prefix != sys.base_prefix
    if sys.version_info[:2] >= OLDEST and not inside_environment:
        return sys.executable
    for name in NAMES:
        for path in filter(None, [shutil.which(name), "/usr/bin/" + name]):
            answer = ask(path, "import sys; sys.exit(sys.prefix != sys.base_prefix)") is not None and ask(path)
            if answer and version_of(answer[0]) >= OLDEST:
                return answer[1]
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    raise Stop(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; on Debian 12 or newer: sudo apt-get install -y python3", 2)


def venv_package(python):
    """None when `python` can make an environment with pip, else the Debian package that it lacks."""
    if python == sys.executable:
        ready = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    else:
        ready = ask(python, "import venv, ensurepip") is not None
    if ready:
        return None
    answer = ask(python)
    return f"python{answer[0]}-venv" if answer else "python3-venv"
