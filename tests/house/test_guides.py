"""The user guides keep to the product: bold words stand on the screen, both languages have the same pages and steps, links lead somewhere."""
import re
from itertools import pairwise

import pytest

from tests.house.rules import ROOT
from tests.house.test_words import catalogue, said

GUIDE = ROOT / "docs" / "guide"
NAMES = sorted(file.name for file in (GUIDE / "vi").glob("*.md"))
SPACE = re.compile(r"\\?%\\?\(\w+\\?\)s")


def shown(language: str) -> list[re.Pattern]:
    """Every text of the screen; numbers and names may stand in its places."""
    english = {text: message.string if isinstance(message.string, str) else message.string[1] for text, (_file, message) in catalogue().items()}
    texts = said() if language == "vi" else {english[text] for text in said()}
    return [re.compile(SPACE.sub(".+", re.escape(text))) for text in texts]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_bold_words_of_the_guides_stand_on_the_screen(language):
    known, strange = shown(language), []
    for file in sorted((GUIDE / language).glob("*.md")):
        for words in re.findall(r"\*\*(.+?)\*\*", file.read_text(encoding="utf-8")):
            if not any(text.fullmatch(words) for text in known):
                strange.append(f"{file.name}: {words}")
    assert not strange, "\n".join(strange)


def outline(language: str, name: str) -> list[str]:
    """What each line begins with: headings, steps, points, rows of tables, code."""
    return re.findall(r"^(#+|\d+\.|\*|\||```)", (GUIDE / language / name).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_steps(name):
    assert outline("vi", name) == outline("en", name)
    numbers = [int(mark[:-1]) for mark in outline("en", name) if mark[0].isdigit()]
    assert all(after in (1, before + 1) for before, after in pairwise(numbers))


def test_links_of_the_guides_lead_to_files():
    for file in GUIDE.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_addresses_of_the_guides_are_pages(app):
    rules = [re.compile(re.sub(r"<[^>]+>", "[^/]+", rule.rule)) for rule in app.url_map.iter_rules()]
    for file in GUIDE.rglob("*.md"):
        for address in re.findall(r"`(/[a-z/]*)`", file.read_text(encoding="utf-8")):
            assert any(rule.fullmatch(address) for rule in rules), f"{file.name}: {address}"
