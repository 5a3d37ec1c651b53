"""Where things are, and how these commands speak. Standard library only: it runs before anything is installed."""
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HOUSE = Path(__file__).resolve().parent
OLDEST = (3, 11)


class Stop(Exception):
    """The command cannot go on; the message is for a person, the code is its exit code."""

    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


def say(text):
    """One line on standard output, at once."""
    print(text, flush=True)


def complain(text):
    """Lines on standard error, at once."""
    print(text, file=sys.stderr, flush=True)


def guarded(command):
    """Runs `command()`; a Stop becomes its message and its exit code."""
    try:
        return command()
    except Stop as stop:
        complain(str(stop))
        return stop.code


def writable_home(environment):
    """The environment with a place for caches, also when the home folder cannot be written."""
    home = environment.get("HOME", "")
    if not (home and os.access(home, os.W_OK)):
        environment.setdefault("XDG_CACHE_HOME", str(VENV / "cache"))
        environment.setdefault("XDG_CONFIG_HOME", str(VENV / "cache"))
    return environment


def clean_environment(**values):
    """The environment for our children: nothing that would steer Python, Flask, gunicorn or pytest from outside."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "FLASK_APP", "FLASK_DEBUG", "FLASK_ENV",
                "GUNICORN_CMD_ARGS", "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "WEB_CONCURRENCY", "__PYVENV_LAUNCHER__")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment.update(values)
    environment.setdefault("PYTHONUNBUFFERED", "1")
    return writable_home(environment)
