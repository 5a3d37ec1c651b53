"""Prints {role: "Vietnamese / English"} as JSON. Runs in .venv/; bin/demo shows it."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from lms.access import ROLES
from lms.texts import catalogue

english = catalogue("en")
names = {role: dict.fromkeys([str(name), english.gettext(str(name))]) for role, name in ROLES.items()}
print(json.dumps({role: " / ".join(both) for role, both in names.items()}))
