"""The public answer, and the command that says the same."""
import re
from datetime import date, timedelta

import pytest

from lms import clock
from lms.blobs import read_bytes
from lms.certificates import actions
from lms.certificates.rules.public import masked_name, network_of, pause_after, same_name
from lms.db import work
from tests.certificates.making import ask, drain, finished_class, issued


@pytest.fixture
def one(app, db):
    """An issued certificate and its place."""
    place = finished_class(1)
    ask(place)
    drain(app)
    made = issued(db, place.training)[0]
    made.place = place
    return made


def shape(page: str) -> str:
    """The page without what differs by itself: keys, times, the typed code."""
    return re.sub(r'value="[^"]*"|\d\d:\d\d:\d\d|request[^<]*|/verify/[^"]*|next"', "", page)


def test_a_valid_code_is_answered_without_an_account(browser, one):
    answer = browser.get(f"/verify/{one.verify_code}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "Có hiệu lực" in page
    assert one.serial in page and one.register_text in page and "An toàn thông tin nâng cao" in page
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_name_and_birth_date_are_masked(browser, one):
    page = browser.get(f"/verify/{one.verify_code}").get_data(as_text=True)
    assert masked_name(one.facts["person_name"]) in page and one.facts["person_name"] not in page
    assert "••/••/1985" in page and "08/03/1985" not in page
    assert one.facts["unit"] not in page


@pytest.mark.parametrize("typed", ["/VERIFY/{code}", "/verify/{lower}", "/verify/{groups}", "/verify/{spaces}"])
def test_the_code_is_read_as_people_and_scanners_write_it(browser, one, typed):
    code = one.verify_code
    parts = [code[at:at + 4] for at in range(0, 16, 4)]
    url = typed.format(code=code, lower=code.lower(), groups="-".join(parts), spaces="%20".join(parts))
    assert "Có hiệu lực" in browser.get(url).get_data(as_text=True)


def test_the_form_without_script_leads_to_the_answer(browser, one):
    assert browser.get("/verify").status_code == 200
    answer = browser.get(f"/verify?code={one.verify_code.lower()}")
    assert answer.status_code == 303 and answer.headers["Location"] == f"/verify/{one.verify_code}"
    assert browser.get("/verify?code=../../etc").status_code == 303


def test_every_unknown_code_has_one_answer(browser, one, db):
    with work():
        prepared = one.verify_code
    pages = []
    for code in ("0000000000000000", "khong-phai-ma", prepared[:-1] + ("0" if prepared[-1] != "0" else "1"), "Ă" * 16):
        answer = browser.get(f"/verify/{code}")
        assert answer.status_code == 404
        pages.append(shape(answer.get_data(as_text=True)))
    assert len(set(pages)) == 1 and "Không tìm thấy" in pages[0] and "những dòng trên" not in pages[0]


def test_a_prepared_certificate_is_unknown_to_strangers(app, db, browser):
    place = finished_class(1)
    from lms.certificates.actions.preparing import prepare
    from lms.certificates.queries import class_facts, sources
    from tests.certificates.making import SIGNING
    with work():
        made = prepare(place.registrar, sources(place.training)[0], class_facts(place.training), SIGNING)
    assert browser.get(f"/verify/{made.verify_code}").status_code == 404


def test_a_revoked_certificate_tells_decision_day_and_reason(browser, one):
    with work():
        actions.revoke(one.place.head, one, decision="52/QĐ-HVMA", decided_on=date(2026, 11, 21), reason="Cấp nhầm người")
    page = browser.get(f"/verify/{one.verify_code}").get_data(as_text=True)
    assert "Đã thu hồi" in page and "52/QĐ-HVMA" in page and "21/11/2026" in page and "Cấp nhầm người" in page and "Có hiệu lực" not in page


def test_a_replaced_certificate_leads_to_its_successor(app, db, browser, one):
    with work():
        new = actions.replace(one.place.head, one, decision="52/QĐ-HVMA", decided_on=date(2026, 11, 21), reason="Sai ngày sinh")
    assert new.verify_code not in browser.get(f"/verify/{one.verify_code}").get_data(as_text=True)      # not before it is issued
    drain(app)
    page = browser.get(f"/verify/{one.verify_code}").get_data(as_text=True)
    assert "Đã thay thế" in page and f"/verify/{new.verify_code}" in page
    assert "Có hiệu lực" in browser.get(f"/verify/{new.verify_code}").get_data(as_text=True)


def test_the_name_on_the_paper_is_compared_with_or_without_marks(browser, one):
    url = f"/verify/{one.verify_code}"
    browser.get(url)
    name = one.facts["person_name"]
    from lms.spelling import fold
    for typed in (name, name.upper(), fold(name)):
        assert "khớp với sổ gốc." in browser.post(url, {"name": typed}).get_data(as_text=True)
    assert "không khớp với sổ gốc" in browser.post(url, {"name": name + "g"}).get_data(as_text=True)
    assert "sổ gốc" not in browser.post(url, {"name": ""}).get_data(as_text=True)


def test_guessing_is_slowed_down_and_the_right_code_waits_too(browser, one):
    now = clock.now()
    with clock.held(now):
        codes = [browser.get(f"/verify/{number:016d}").status_code for number in range(30)]
        assert codes[:20] == [404] * 20 and codes[20:] == [429] * 10
        assert browser.get(f"/verify/{one.verify_code}").status_code == 429
    with clock.held(now + timedelta(minutes=6)):
        assert browser.get(f"/verify/{one.verify_code}").status_code == 200


def test_right_codes_are_never_slowed_down(browser, one):
    assert {browser.get(f"/verify/{one.verify_code}").status_code for _ in range(60)} == {200}


def test_the_command_says_the_same_for_a_code_and_for_a_file(app, one, tmp_path):
    runner = app.test_cli_runner()
    told = runner.invoke(args=["certificates", "verify", one.verify_code])
    assert told.exit_code == 0 and "valid" in told.output and one.register_text in told.output
    file = tmp_path / "a.pdf"
    file.write_bytes(read_bytes(one.pdf_sha256))
    assert runner.invoke(args=["certificates", "verify", str(file)]).output == told.output
    file.write_bytes(read_bytes(one.pdf_sha256) + b" ")
    spoilt = runner.invoke(args=["certificates", "verify", str(file)])
    assert spoilt.exit_code == 1 and "not found" in spoilt.output
    with work():
        actions.revoke(one.place.head, one, decision="52/QĐ-HVMA", decided_on=date(2026, 11, 21), reason="Cấp nhầm người")
    ended = runner.invoke(args=["certificates", "verify", "--json", one.verify_code])
    assert ended.exit_code == 1 and '"answer": "revoked"' in ended.output


@pytest.mark.parametrize(("typed", "fits"), [
    ("Nguyễn Thị Hòa", True), ("nguyễn thị hoà", True), ("NGUYEN THI HOA", True), ("nguyen thi hoa", True), ("Nguyễn Thị Hoa", False), ("Nguyễn Thị", False),
    ("", False), ("Nguyễn  Thị\u00a0Hòa ", True), ("Nguyễn Thị Hỏa", False)])
def test_names_are_compared_letter_by_letter(typed, fits):
    assert same_name(typed, "Nguyễn Thị Hòa") is fits


def test_networks_and_pauses():
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff") != network_of("2001:db8:0:1::1")
    assert network_of("::ffff:10.0.0.1") == network_of("10.0.0.1") and network_of("nonsense") == "unknown"
    assert [pause_after(misses).seconds for misses in (0, 19, 20, 21, 25, 200)] == [0, 0, 1, 2, 32, 300]
