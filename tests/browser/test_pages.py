"""Every page that is opened by GET, once, with the role that sees most of it; language, theme and width spread over the pages.

`bin/test long` opens each page in all eight variants.
"""
import itertools
import re

import pytest

from tests.browser.axe import findings
from tests.builders import session_cookie
from tests.conftest import LONG
from tests.sweep.army import build
from tests.sweep.test_sweep import NOT_SWEPT, addresses, expected, routes

pytestmark = pytest.mark.browser
VARIANTS = list(itertools.product((1366, 360), ("light", "dark"), ("vi", "en")))
RICHEST = ("committee_staff of all", "authority of all", "academy_head of S", "academy_staff of S", "registrar of S", "commander of A", "personnel_officer of A",
           "administrator of all", "inspector of all", "person of C")
FILES = re.compile(r"\.(xlsx|json|pdf)$|/pdf$|/healthz$")


def pages(app, army):
    """(actor, address) of every page once: the first of the richest actors who may open its first thing."""
    for endpoint, verb, rule in routes(app, "GET"):
        if endpoint in NOT_SWEPT or FILES.search(rule.rule):
            continue
        for name in RICHEST:
            opened = [address for address, by in addresses(army, endpoint, verb, rule) if 200 in expected(army.actors[name], verb, by)]
            if opened:
                yield name, opened[0]
                break


def test_every_page_is_accessible_and_fits(app, served, window):
    army = build()
    cookies = {name: session_cookie(account) for name, account in army.actors.items()}
    wrong, seen = [], 0
    for number, (name, address) in enumerate(sorted(pages(app, army), key=lambda pair: pair[1])):
        for width, theme, lang in VARIANTS if LONG else [VARIANTS[number % len(VARIANTS)]]:
            with window(width=width, theme=theme, lang=lang, cookies={"lms": cookies[name]}) as page:
                answer = page.goto(address)
                if answer.status >= 400 or "html" not in answer.headers.get("content-type", ""):
                    continue
                seen += 1
                where = f"{address} as {name}, {width} {theme} {lang}"
                wrong += [f"{where}: {found}" for found in findings(page)]
                over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                if over > 0:
                    wrong.append(f"{where}: {over} px too wide")
    assert seen >= 50
    assert not wrong, f"{len(wrong)} findings:\n" + "\n".join(wrong[:60])
