"""The door: closed by default, headers, errors in both languages, one effect per form."""
import re
import uuid

import pytest
from sqlalchemy import func, select

from lms.accounts.models import LoginSession
from lms.db import db
from lms.once import Operation
from lms.web import HEADERS
from tests import builders
from tests.conftest import Browser


@pytest.fixture
def commander(app):
    return builders.account("commander", builders.unit("Cục Mẫu", builders.ministry()))


def test_every_endpoint_has_a_verb_or_is_public(app):
    bare = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint != "static" and not getattr(app.view_functions[rule.endpoint], "verb", None)]
    assert not bare


def test_every_answer_carries_the_headers(app, browser, commander):
    for path in ("/sign-in", "/", "/nope", "/healthz"):
        answer = browser.get(path)
        assert all(answer.headers.get(name) == value for name, value in HEADERS.items()), path
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/nope", "/quota/0", "/quota/99999999999999999999", "/quota/-1", "/quota/abc"])
def test_unknown_pages_answer_404_or_401(browser, path):
    assert browser.get(path).status_code in (401, 404)


def test_errors_speak_both_languages_and_name_the_request(app, sign_in, commander):
    someone = sign_in(commander)
    vietnamese = someone.get("/nope").get_data(as_text=True)
    someone.client.set_cookie("lms_lang", "en")
    english = someone.get("/nope").get_data(as_text=True)
    assert 'lang="vi"' in vietnamese and 'lang="en"' in english and vietnamese != english
    assert re.search(r"[0-9a-f]{12}", english)


def test_a_post_without_csrf_token_or_operation_key_is_refused(app, sign_in, commander):
    someone = sign_in(commander)
    form = someone.guard()
    assert someone.client.post("/password", data={}).status_code == 400
    assert someone.client.post("/password", data={"csrf_token": form["csrf_token"]}).status_code == 400
    assert someone.client.post("/password", data={"csrf_token": form["csrf_token"], "operation_key": "x"}).status_code == 400


def test_a_form_with_errors_may_come_again_with_the_same_key(app, sign_in, commander):
    someone = sign_in(commander)
    form = {**someone.guard(), "old": "sai", "password": "x", "again": "y"}
    assert [someone.client.post("/password", data=form).status_code for _ in range(2)] == [422, 422]
    assert db.session.execute(select(func.count(Operation.id))).scalar_one() == 0


def test_a_huge_body_answers_413_and_odd_signs_400(app, sign_in, commander):
    someone = sign_in(commander)
    form = someone.guard()
    assert someone.client.post("/password", data={**form, "old": "x" * 3_000_000}).status_code == 413
    assert someone.client.post("/password", data={**form, "old": "a\x00b"}).status_code == 400
    assert someone.get("/?next=%00").status_code in (200, 400)


def test_a_foreign_host_is_refused(app, browser):
    assert browser.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_a_page_that_reads_writes_nothing(app, sign_in, commander):
    someone = sign_in(commander)
    before = db.session.execute(select(func.count(LoginSession.id))).scalar_one()
    someone.get("/")
    assert db.session.execute(select(func.count(LoginSession.id))).scalar_one() == before


def test_a_method_without_a_page_answers_405(app, sign_in, commander):
    someone = sign_in(commander)
    assert someone.client.post("/", data={**someone.guard(), "operation_key": str(uuid.uuid4())}).status_code == 405
    assert Browser(app).client.open("/sign-in", method="TRACE").status_code == 405
