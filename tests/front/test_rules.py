"""The face decides: where preferences lead back to, one sheet of many files, colors that can be read."""
from pathlib import Path

import pytest

from lms.front.rules import look, samples

STATIC = Path(__file__).parents[2] / "lms" / "static"
TOKENS = look.read_tokens((STATIC / "css" / "tokens.css").read_text(encoding="utf8"))


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "", None, "/a\r\nSet-Cookie: x=1", "\\\\evil", "/\tx",
                                    "design", "/ok\\..\\x"])
def test_preferences_never_lead_off_this_site(target):
    assert look.safe_path(target) == "/"


@pytest.mark.parametrize("target", ["/", "/design", "/rounds/3?page=2&q=qu%C3%A2n", "/people/7#needs"])
def test_preferences_lead_back_to_the_page_one_came_from(target):
    assert look.safe_path(target) == target


def test_the_sheet_begins_with_tokens_and_base_and_ends_with_print():
    assert look.in_order(["print.css", "b.css", "base.css", "a.css", "tokens.css"]) == ["tokens.css", "base.css", "a.css", "b.css", "print.css"]


def test_the_mark_of_a_sheet_changes_with_its_content():
    assert look.join({"a.css": b"a{}"}).mark != look.join({"a.css": b"b{}"}).mark
    assert look.join({"a.css": b"a{}", "b.css": b"b{}"}).mark == look.join({"b.css": b"b{}", "a.css": b"a{}"}).mark


def test_black_on_white_has_the_greatest_contrast():
    assert round(look.contrast("#000000", "#ffffff"), 1) == 21
    assert look.contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), samples.PAIRS, ids=lambda value: str(value))
def test_every_pair_of_colors_can_be_read(front, back, least, theme):
    assert look.contrast(TOKENS[front][theme], TOKENS[back][theme]) >= least


def test_no_other_style_sheet_names_a_color():
    faults = [f"{file.name}: {line.strip()[:80]}" for file in (STATIC / "css").glob("*.css") if file.name not in ("tokens.css", "print.css")
              for line in file.read_text(encoding="utf8").splitlines() if "#" in line.split("/*")[0] and any(sign in line for sign in (": #", " #"))]
    assert not faults, "\n".join(faults)


def test_a_line_of_samples_has_ten_stations_and_one_place():
    stations = samples.line([str(n) for n in range(10)], "dddddddptt", 6, samples.CLASS)
    assert len(stations) == 10
    assert [station.name for station in stations if station.here] == ["5"]
    assert {station.state for station in stations} == {"done", "part", "to"}
