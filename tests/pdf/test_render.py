"""The wall around rendering: text stays text, nothing is fetched, only plain values enter, documents have limits."""
import socket
import threading
from dataclasses import dataclass, replace

import pytest
from markupsafe import Markup

from lms.documents.rules.paper import Article, decision_pdf
from lms.pdf import render as rendering
from lms.pdf.codes import crockford, in_groups, read_crockford
from lms.pdf.errors import NotPlain, PaperBroken, PaperTooHeavy, SignNotInFont
from lms.pdf.fonts import (
    FACES,
    face_file,
    missing_letters,
    text_width,
    vietnamese_letters,
)
from lms.pdf.plain import plain
from lms.pdf.selfcheck import check_fonts
from tests.pdf import reading
from tests.pdf.samples import DECISION

pytestmark = pytest.mark.slow


@pytest.fixture
def listener():
    """A server on loopback that counts who calls."""
    calls, server = [], socket.create_server(("127.0.0.1", 0))

    def wait():
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            calls.append(1)
            caller.close()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    yield server.getsockname()[1], calls
    server.close()


ATTACKS = ('<img src="http://127.0.0.1:{port}/a.png">', '<link rel=attachment href="file:///etc/passwd">', "<a rel=attachment href=file:///etc/passwd>x</a>",
           '<link rel=stylesheet href="http://127.0.0.1:{port}/x.css">', "<style>@import url(http://127.0.0.1:{port}/y.css)</style>",
           '<div style="background:url(http://127.0.0.1:{port}/z.png)">', '<object data="file:///etc/passwd">', "{{{{ 7*7 }}}} {{% include 'x' %}}")


@pytest.mark.parametrize("safely", [False, True])
def test_forty_hostile_texts_are_printed_as_text_and_call_nobody(listener, safely):
    port, calls = listener
    hostile = [attack.format(port=port) for attack in ATTACKS] * 5
    made = decision_pdf(replace(DECISION, articles=tuple(Article(text) for text in hostile), annex=None), safely=safely)
    said = reading.text(made).replace(" ", "")
    assert all(said.count(text.replace(" ", "")) >= 4 for text in hostile)
    assert not calls and not reading.opened(made).attachments and b"root:" not in made


@pytest.mark.parametrize("page", ['<img alt=x src="http://127.0.0.1:{port}/a.png">', '<link rel=attachment href="file:///etc/passwd">',
                                  '<img alt=x src="file:///etc/passwd">', "<style>@import url(http://127.0.0.1:{port}/y.css)</style>"])
def test_even_a_template_that_asks_for_an_address_gets_nothing(listener, page):
    port, calls = listener
    with pytest.raises(PaperBroken):
        rendering.lay_out(page.format(port=port), ("fonts", "base"), b"0" * 16)
    assert not calls


@dataclass
class Thing:
    """Something with methods."""
    name: str = "x"


@pytest.mark.parametrize("value", [Thing(), Markup("<b>x</b>"), 1.5, {1: "x"}, {"x"}, b"x", lambda: 1], ids=lambda value: type(value).__name__)
def test_only_plain_values_enter_a_template(value):
    with pytest.raises(NotPlain):
        plain({"deep": [value]})


def test_values_nested_without_end_are_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(NotPlain):
        plain(endless)


def test_the_child_makes_the_same_bytes():
    assert decision_pdf(DECISION, safely=True) == decision_pdf(DECISION, safely=False)


def test_a_document_that_takes_too_long_is_given_up():
    values = {**_values(), "body": [{"lead": "", "text": "chữ " * 150_000}]}
    with pytest.raises(PaperTooHeavy):
        rendering.render_safely("quyet_dinh", values, identifier="x", seconds=2)


def test_a_document_that_takes_too_much_memory_is_given_up():
    with pytest.raises(PaperTooHeavy):
        rendering.render_safely("quyet_dinh", _values(), identifier="x", megabytes=120)


def _values():
    from lms.documents.rules.paper import decision_values
    return decision_values(DECISION)


def test_a_missing_value_is_an_error_and_not_an_empty_place():
    values = _values()
    del values["authority"]
    with pytest.raises(Exception, match="authority"):
        rendering.render("quyet_dinh", values, identifier="x")


def test_all_four_faces_draw_all_146_letters():
    letters = vietnamese_letters()
    assert len(letters) == len(set(letters)) == 146
    assert {face: missing_letters(face) for face in FACES} == dict.fromkeys(FACES, "")
    assert all(face_file(face).is_file() for face in FACES)
    assert check_fonts().startswith("146 Vietnamese letters in LMS-Serif")


def test_a_measured_width_is_the_width_on_paper():
    made = decision_pdf(DECISION, safely=False)
    x0, x1, _ = reading.line(made, "Giao chỉ tiêu đào tạo, bồi dưỡng nguồn nhân lực")
    assert text_width("Giao chỉ tiêu đào tạo, bồi dưỡng nguồn nhân lực", "bold", 14) == pytest.approx(x1 - x0, rel=0.02)
    with pytest.raises(SignNotInFont):
        text_width("✓", "bold", 14)


def test_crockford_letters_go_there_and_back():
    assert crockford(bytes(10)) == "0" * 16 and len(crockford(b"\xff" * 16)) == 26
    assert crockford(bytes(range(10))) == "000G40R40M30E209" and in_groups("000G40R40M30E209") == "000G-40R4-0M30-E209"
    assert read_crockford("jmjj-6569 75eq–wogs", 16) == "JMJJ656975EQW0GS"
    assert read_crockford("iLo0" * 4, 16) == "1100" * 4
    assert read_crockford("U" * 16, 16) is None and read_crockford("JMJJ", 16) is None


def test_a_child_that_is_given_up_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(PaperTooHeavy):
        rendering.render_safely("quyet_dinh", _values(), identifier="x", megabytes=120)
    assert not list(tmp_path.iterdir())
