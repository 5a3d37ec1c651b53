"""Every url_for in a template or a Python file names a page that exists."""
import re

from tests.house.rules import ROOT

CALL = re.compile(r"url_for\(\s*['\"]([\w.]+)['\"]")


def test_every_address_leads_to_a_page(app):
    faults = []
    for folder, pattern in (("templates", "*.html"), ("lms", "*.py")):
        for file in sorted((ROOT / folder).rglob(pattern)):
            for number, line in enumerate(file.read_text(encoding="utf8").split("\n"), 1):
                if line.lstrip().startswith("{#"):
                    continue
                faults += [f"{file.relative_to(ROOT)}:{number} {name}" for name in CALL.findall(line) if name not in app.view_functions and not name.endswith('.')]
    faults = [fault for fault in faults if "components/" not in fault]
    assert not faults, "\n".join(faults)


def test_every_kind_of_task_leads_to_a_page(app):
    from lms.deadlines.rules import KINDS
    assert [kind.endpoint for kind in KINDS.values() if kind.endpoint not in app.view_functions] == []


def test_the_words_of_the_navigation_lead_to_pages(app):
    from lms.front.navigation import WORDS
    assert [endpoint for _, _, endpoint, _ in WORDS if endpoint not in app.view_functions] == []
