"""The face answers: style sheet and script, preferences, the page of all parts, error pages."""
import gzip
import re

import pytest

CSS_BUDGET, JS_BUDGET = 20_000, 15_000


def address(page: str, ending: str) -> str:
    """Where the page's style sheet or script stands."""
    return re.search(rf'"(/look/\w+\.{ending})"', page).group(1)


def test_the_page_of_all_parts_opens_without_an_account_in_both_languages(browser):
    assert "Bảng thành phần" in browser.get("/design").get_data(as_text=True)
    browser.client.set_cookie("lms_lang", "en")
    page = browser.get("/design").get_data(as_text=True)
    assert '<html lang="en"' in page and "All parts" in page


def test_a_page_has_one_heading_a_skip_link_and_nothing_inline(browser):
    page = browser.get("/design").get_data(as_text=True)
    assert page.count("<h1") == 1
    assert 'class="skip-link" href="#main"' in page and 'id="main"' in page
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)", page)


def test_every_fragment_link_and_label_meets_its_target(browser):
    page = browser.get("/design").get_data(as_text=True)
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    asked = set(re.findall(r'href="#([\w-]+)"', page)) | set(re.findall(r'\sfor="([^"]+)"', page))
    asked |= {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    assert not {name for name in asked - ids if not re.fullmatch(r"p-\d+", name)}


def test_no_id_stands_twice(browser):
    ids = re.findall(r'\sid="([^"]+)"', browser.get("/design").get_data(as_text=True))
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)


@pytest.mark.parametrize(("ending", "budget"), [("css", CSS_BUDGET), ("js", JS_BUDGET)])
def test_style_and_script_stay_small_and_are_kept_by_browsers(browser, ending, budget):
    answer = browser.client.get(address(browser.get("/design").get_data(as_text=True), ending))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(gzip.compress(answer.data, 9)) <= budget


def test_an_old_address_of_the_sheet_still_serves_but_is_not_kept(browser):
    answer = browser.client.get("/look/0123456789ab.css")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-cache"


def test_only_style_and_script_stand_there(browser):
    assert browser.client.get("/look/x.py").status_code == 404
    assert browser.client.get("/look/..%2f..%2fconfig.py").status_code == 404


def test_language_and_theme_are_kept_and_lead_back(browser):
    browser.get("/design")
    answer = browser.post("/preferences", {"language": "en", "next": "/design?x=1"})
    assert answer.status_code == 303 and answer.headers["Location"] == "/design?x=1"
    assert "lms_lang=en" in answer.headers["Set-Cookie"] and "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert 'lang="en"' in browser.get("/design").get_data(as_text=True)
    browser.post("/preferences", {"theme": "dark", "next": "/design"})
    assert 'data-theme="dark"' in browser.get("/design").get_data(as_text=True)


def test_preferences_may_be_sent_twice_with_the_same_key(browser):
    browser.get("/design")
    key = {"operation_key": "b0a7b0f6-6c1a-4b6a-9a6e-0c9c3c1d5a11"}
    assert browser.post("/preferences", {"theme": "dark", **key}).status_code == 303
    assert browser.post("/preferences", {"theme": "light", **key}).status_code == 303
    assert 'data-theme="light"' in browser.get("/design").get_data(as_text=True)


@pytest.mark.parametrize("fields", [{"language": "xx"}, {"theme": "<script>"}, {}])
def test_unknown_preferences_set_nothing(browser, fields):
    browser.get("/design")
    answer = browser.post("/preferences", fields)
    assert answer.status_code == 303
    assert not [value for value in answer.headers.getlist("Set-Cookie") if value.startswith(("lms_lang", "lms_theme"))]


def test_preferences_without_token_are_refused(browser):
    assert browser.client.post("/preferences", data={"theme": "dark"}).status_code == 400


def test_preferences_do_not_lead_to_another_site(browser):
    browser.get("/design")
    assert browser.post("/preferences", {"theme": "dark", "next": "//evil.example/"}).headers["Location"] == "/"


def test_an_unknown_page_says_so_and_gives_its_number_last(browser):
    answer = browser.get("/khong-co")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert page.count("<h1") == 1 and "Không có trang này" in page
    assert answer.headers["X-Request-Id"] in page


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_error_page_names_code_and_request(app, code, lang):
    from flask import render_template

    from lms.typed import Typed
    with app.test_request_context("/x", headers={"Cookie": f"lms_lang={lang}"}):
        page = render_template("errors/error.html", code=code, text="<b>7</b>", typed=[Typed("reason", "<i>x</i>")])
    assert str(code) in page and page.count("<h1") == 1
    assert "<i>x</i>" not in page and "&lt;i&gt;x&lt;/i&gt;" in page


def test_help_tells_the_keys_and_every_page_leads_there(browser):
    assert 'id="keys"' in browser.get("/help").get_data(as_text=True)
    assert 'href="/help"' in browser.get("/design").get_data(as_text=True)
