"""axe-core for our own browser tests: read from the PyPI package axe-playwright-python, run in the page, findings as short lines."""
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def source() -> str:
    """The script itself; the tests that need it are skipped where the package is not installed."""
    found = find_spec("axe_playwright_python")
    if found is None:
        pytest.skip("axe-playwright-python is not installed")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf8")


def findings(page) -> list[str]:
    """WCAG 2.2 A/AA and good practice: one line a finding. The page's context must bypass the CSP."""
    page.evaluate(source())
    result = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [f"{one['id']}: {node['target']} {node['html'][:120]}" for one in result["violations"] for node in one["nodes"]]
