"""Commands: one file per group, each calls actions. Help in English, errors on stderr, exit codes that mean something."""
from importlib import import_module

GROUPS = ("reference", "quota", "imports", "doctor", "journal", "papers", "certificates", "worker", "demo", "users")


def install(app) -> None:
    """Register every group that exists."""
    for name in GROUPS:
        try:
            module = import_module(f"lms.cli.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"lms.cli.{name}":
                raise
            continue
        app.cli.add_command(module.commands)
