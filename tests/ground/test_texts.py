"""Texts that are put into words late."""
from jinja2 import Environment
from markupsafe import escape

from lms.texts import lazy, source
from tests import builders

BAD = '<img src=x onerror="alert(1)">'


def test_the_values_of_a_lazy_text_are_no_markup():
    said = lazy("Mã %(code)s đã có đơn vị dùng.", code=BAD)
    for shown in (escape(said), Environment(autoescape=True).from_string("{{ said }}").render(said=said)):
        assert "<img" not in shown and "&lt;img" in shown


def test_an_error_page_shows_what_was_typed_as_text(app, sign_in):
    top = builders.ministry()
    browser = sign_in(builders.account("committee_staff", top))
    form = {f"new-{name}": value for name, value in (("code", BAD[:40]), ("name", BAD), ("kind_id", top.kind_id), ("since", "01/01/2026"))}
    for _ in range(2):
        page = browser.post(f"/units/{top.id}/children", form).get_data(as_text=True)
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_a_lazy_text_can_be_taken_apart_to_be_kept():
    assert source(lazy("Ghi %(id)s của %(who)s", id=7, who=lazy("Hệ thống"))) == ("Ghi %(id)s của %(who)s", {"id": 7, "who": "Hệ thống"})
