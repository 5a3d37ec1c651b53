"""Signing in as people and attackers do."""
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms import clock
from lms.accounts import actions
from lms.accounts.models import LoginSession
from lms.db import aside, db
from tests import builders
from tests.conftest import Browser

GOOD = "một câu dài dễ nhớ 17"


@pytest.fixture
def owner(app):
    unit = builders.unit("Cục Mẫu", builders.ministry())
    account, code = actions.invite(None, builders.person(unit, "Lê Thị Hòa"), "hoa.lt")
    actions.activate(code, GOOD)
    db.session.commit()
    return account


def _sign_in(browser, password=GOOD, **options):
    browser.get("/sign-in")
    return browser.post("/sign-in", {"username": "HOA.LT", "password": password}, **options)


def test_a_cookie_copied_before_signing_out_answers_401_after(app, browser, owner):
    assert _sign_in(browser).status_code == 303
    copied = {cookie.key: cookie.value for cookie in browser.client._cookies.values()}
    assert browser.get("/").status_code == 200
    assert browser.post("/sign-out").status_code == 303
    thief = Browser(app)
    for key, value in copied.items():
        thief.client.set_cookie(key, value)
    assert thief.get("/").status_code == 401


def test_a_suspended_owner_is_out_at_once(browser, owner):
    _sign_in(browser)
    admin = builders.account("administrator", builders.unit("Khác"))
    actions.suspend(admin, db.session.get(type(owner), owner.id), "kiểm tra")
    db.session.commit()
    assert browser.get("/").status_code == 401


def test_idle_and_absolute_limits_end_a_session(browser, owner):
    start = clock.now()
    with clock.held(start):
        _sign_in(browser)
    with clock.held(start + timedelta(minutes=29)):
        assert browser.get("/").status_code == 200
    with clock.held(start + timedelta(minutes=58)):
        assert browser.get("/").status_code == 200
    with clock.held(start + timedelta(minutes=89)):
        assert browser.get("/").status_code == 401


def test_the_token_is_new_at_each_sign_in_and_never_in_the_database(app, owner):
    tokens = []
    for _ in range(2):
        someone = Browser(app)
        _sign_in(someone)
        tokens.append(someone.client.get_cookie("lms").value)
    stored = db.session.execute(select(LoginSession.token_hash)).scalars().all()
    assert tokens[0] != tokens[1] and not set(tokens) & set(stored)


def test_a_double_click_on_sign_in_opens_one_session_and_lets_the_person_in(browser, owner):
    browser.get("/sign-in")
    form = {**browser.guard(), "username": "hoa.lt", "password": GOOD}
    first, second = browser.client.post("/sign-in", data=form), browser.client.post("/sign-in", data=form)
    assert first.status_code == second.status_code == 303
    assert db.session.execute(select(func.count(LoginSession.id))).scalar_one() == 1
    assert browser.get("/").status_code == 200


def test_wrong_password_and_unknown_name_look_alike(app, owner):
    texts = []
    for username in ("hoa.lt", "khong.co"):
        someone = Browser(app)
        someone.get("/sign-in")
        answer = someone.post("/sign-in", {"username": username, "password": "sai mật khẩu rồi nhé"})
        texts.append((answer.status_code, answer.get_data(as_text=True).count("không đúng")))
    assert texts[0] == texts[1] == (422, 1)


@pytest.mark.slow
def test_guessing_from_many_addresses_is_slowed_and_the_owner_on_a_known_device_gets_in(app, browser, owner):
    _sign_in(browser)
    browser.post("/sign-out")
    heard = 0
    for number in range(75):
        thief = Browser(app)
        thief.get("/sign-in")
        answer = thief.post("/sign-in", {"username": "hoa.lt", "password": f"đoán thử lần {number} xem"}, environ_base={"REMOTE_ADDR": f"10.0.0.{number % 50}"})
        heard += answer.status_code == 422
    assert heard <= 60
    assert _sign_in(browser).status_code == 303


def test_a_signed_out_visitor_gets_the_form_and_comes_back_to_the_page_asked_for(browser, owner):
    answer = browser.get("/me")
    assert answer.status_code == 401
    assert 'name="next" value="/me"' in browser.page
    assert _sign_in(browser).headers["Location"] == "/"


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b", "\\\\evil", "evil"])
def test_nobody_is_led_outside(browser, owner, target):
    browser.get("/sign-in")
    answer = browser.post("/sign-in", {"username": "hoa.lt", "password": GOOD, "next": target})
    assert answer.status_code == 303 and answer.headers["Location"] == "/"


def test_cookies_are_closed_to_scripts_and_other_sites(browser, owner):
    cookies = _sign_in(browser).headers.getlist("Set-Cookie")
    assert len(cookies) >= 2
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in cookies)


def test_changing_the_password_ends_all_other_sessions(app, browser, owner):
    other = Browser(app)
    _sign_in(other)
    _sign_in(browser)
    browser.get("/password")
    answer = browser.post("/password", {"old": GOOD, "password": "một câu khác cũng dài 18", "again": "một câu khác cũng dài 18"})
    assert answer.status_code == 303
    assert other.get("/").status_code == 401
    assert browser.get("/").status_code == 200


def test_activation_by_page_keeps_what_was_typed_when_the_code_is_wrong(browser, app):
    browser.get("/ACTIVATE/ABCD-EFGH")
    assert 'value="ABCD-EFGH"' in browser.page
    answer = browser.post("/activate", {"code": "ABCD-EFGH", "password": GOOD, "again": GOOD})
    assert answer.status_code == 422
    assert 'value="ABCD-EFGH"' in answer.get_data(as_text=True) and GOOD not in answer.get_data(as_text=True)


def test_a_page_does_not_wait_for_a_long_writer_to_note_that_it_was_seen(browser, owner):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    start = clock.now()
    with clock.held(start):
        _sign_in(browser)
    db.session.rollback()
    with clock.held(start + timedelta(minutes=5)), aside():
        began = time.monotonic()
        assert browser.get("/").status_code == 200
        assert time.monotonic() - began < 10
    with clock.held(start + timedelta(minutes=6)):
        assert browser.get("/").status_code == 200
    seen = db.session.execute(select(LoginSession.seen_at)).scalar_one()
    assert seen == start + timedelta(minutes=6)
