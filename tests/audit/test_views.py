"""The journal's page."""
import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from lms import events
from lms.audit.actions import write_journal
from lms.audit.rules.sentences import SENTENCES
from lms.audit.rules.words import FACTS
from lms.db import work
from lms.events import Fact, record
from lms.events.base import PersonChanged, PersonTransferred, RoleGranted, UnitChanged
from lms.events.survey import RoundExtended
from tests import builders as make


def every_kind() -> list[type]:
    """All facts of the house."""
    import importlib
    for name in ("base", "survey", "rounds", "quota", "training", "certificates"):
        importlib.import_module(f"lms.events.{name}")
    assert events
    return Fact.__subclasses__()


def every_fact() -> set[str]:
    """Their names."""
    return {kind.__name__ for kind in every_kind()}


def html(browser, path: str) -> str:
    """The page with its spaces evened out."""
    return re.sub(r"\s+", " ", browser.get(path).get_data(as_text=True))


@pytest.fixture
def statements(db):
    """with statements() as seen: the SQL that is sent meanwhile."""
    @contextmanager
    def watch():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    return watch


def test_every_fact_has_its_words():
    assert every_fact() - set(FACTS) == set()


def test_the_inspector_reads_and_filters(app, db, sign_in):
    ministry = make.ministry()
    here, there = make.unit("Cục Mẫu Đây", ministry), make.unit("Cục Mẫu Kia", ministry)
    someone, who = make.person(here, "Đặng Thị Ước"), make.account("commander", here)
    with work():
        record(who, UnitChanged(subject_id=here.id, unit_id=here.id, changes={"name": "dấu hiệu đây"}))
        record(None, UnitChanged(subject_id=there.id, unit_id=there.id, changes={"name": "dấu hiệu kia"}))
        record(None, PersonChanged(subject_id=someone.id, unit_id=here.id, changes={"post": "dấu hiệu người"}))
    page = sign_in(make.account("inspector", ministry))
    everything = page.get("/journal").get_data(as_text=True)
    assert all(word in everything for word in ("dấu hiệu đây", "dấu hiệu kia", "dấu hiệu người", "sửa đơn vị"))
    for query, inside, outside in (("fact=PersonChanged", "dấu hiệu người", "dấu hiệu kia"), (f"unit={there.id}", "dấu hiệu kia", "dấu hiệu đây"),
                                   ("person=uoc", "dấu hiệu người", "dấu hiệu kia"), (f"person={who.username}", "dấu hiệu đây", "dấu hiệu kia")):
        found = page.get(f"/journal?{query}").get_data(as_text=True)
        assert inside in found and outside not in found, query
    assert "Không có dòng nào" in page.get("/journal?until=01/01/2020").get_data(as_text=True)
    assert page.get("/journal?since=31/02/2026").status_code == 422


def test_every_fact_has_its_sentence_with_words_that_are_there():
    kinds = {kind.__name__: kind for kind in every_kind()}
    assert set(kinds) - set(SENTENCES) == set()
    for name, sentence in SENTENCES.items():
        if name in kinds:
            carried = {word.removesuffix("_id") for word in kinds[name].__dataclass_fields__}
            assert set(re.findall(r"%\((\w+)\)s", str(sentence))) - {"who", "thing", "unit"} <= carried, name


def test_a_date_that_is_none_is_said_at_its_field_and_the_rest_of_the_filter_stays(app, db, sign_in):
    ministry = make.ministry()
    with work():
        record(None, UnitChanged(subject_id=ministry.id, unit_id=ministry.id, changes={"name": ["Trước", "Sau"]}))
        record(None, PersonChanged(subject_id=make.person(ministry).id, unit_id=ministry.id, changes={"post": ["Trợ lý", "Trưởng phòng"]}))
    browser = sign_in(make.account("inspector", ministry))
    answer = browser.get("/journal?fact=UnitChanged&since=abc&until=31/12/2099")
    assert answer.status_code == 422
    assert "không bắt buộc" not in browser.page
    assert 'id="since-error"' in browser.page and "Ngày không có trong lịch" in browser.page and "Not a valid" not in browser.page
    assert 'value="abc"' in browser.page and 'value="31/12/2099"' in browser.page and "Trước → Sau" in browser.page and "Trưởng phòng" not in browser.page


def test_a_fact_is_a_sentence_with_names_dates_and_links(app, db, sign_in):
    ministry = make.ministry()
    here = make.unit("Cục Mẫu Đây", ministry)
    owner, admin = make.account(None, here, "Đặng Thị Ước"), make.account("administrator", ministry, "Đỗ Văn Quản")
    with work():
        record(admin, RoleGranted(subject_id=owner.id, unit_id=here.id, role="commander", role_unit_id=here.id, reason="QĐ 17"))
        write_journal(None, RoundExtended(subject_id=99, unit_id=here.id, due="2026-11-13T09:30:00+00:00", lock="2026-11-20", reason="bão <b>"))
    browser = sign_in(make.account("inspector", ministry))
    page = html(browser, "/journal")
    assert f'<b><a href="/accounts/{admin.id}">Đại úy Đỗ Văn Quản</a></b> giao cho <a href="/accounts/{owner.id}">Đại úy Đặng Thị Ước</a>' in page
    assert f'vai trò Chỉ huy đơn vị tại <a href="/units/{here.id}">Cục Mẫu Đây</a>' in page and "lý do: QĐ 17" in page
    assert "<b>Hệ thống</b> gia hạn đợt khảo sát (không còn) đến 13/11/2026, 16:30" in page and "20/11/2026" in page
    assert "bão &lt;b&gt;" in page and "2026-11-13T" not in page
    browser.client.set_cookie("lms_lang", "en")
    assert "the role Commander at" in html(browser, "/journal")


def test_a_name_out_of_reach_is_no_link(app, db, sign_in):
    ministry = make.ministry()
    here, there = make.unit("Cục Mẫu Đây", ministry), make.unit("Cục Mẫu Kia", ministry)
    someone = make.person(here, "Đặng Thị Ước")
    with work():
        record(None, PersonTransferred(subject_id=someone.id, unit_id=here.id, from_unit_id=there.id))
    page = html(sign_in(make.account("inspector", here)), "/journal")
    assert f'href="/people/{someone.id}"' in page and "từ Cục Mẫu Kia sang" in page and f'href="/units/{there.id}"' not in page


def test_a_page_of_facts_asks_the_database_as_often_as_one_fact(app, db, sign_in, statements):
    ministry = make.ministry()
    browser = sign_in(make.account("inspector", ministry))
    counts = []
    for number in (1, 30):
        with work():
            for _ in range(number):
                record(None, PersonChanged(subject_id=make.person(ministry).id, unit_id=ministry.id, changes={}))
        with statements() as seen:
            browser.get("/journal?fact=PersonChanged")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_inspector_of_one_unit_sees_that_unit_only(app, db, sign_in):
    ministry = make.ministry()
    here, there = make.unit("Cục Mẫu Đây", ministry), make.unit("Cục Mẫu Kia", ministry)
    with work():
        record(None, UnitChanged(subject_id=there.id, unit_id=there.id, changes={"name": "dấu hiệu kia"}))
        record(None, UnitChanged(subject_id=1, unit_id=None, changes={"name": "dấu hiệu chung"}))
    page = sign_in(make.account("inspector", here)).get("/journal").get_data(as_text=True)
    assert "dấu hiệu kia" not in page and "dấu hiệu chung" not in page
    assert sign_in(make.account("commander", ministry)).get("/journal").status_code == 403


def test_pages_follow_each_other_by_key(app, db, sign_in):
    ministry = make.ministry()
    with work():
        for number in range(70):
            record(None, UnitChanged(subject_id=ministry.id, unit_id=ministry.id, changes={"name": f"số-{number:03d}"}))
    page = sign_in(make.account("inspector", ministry))
    first = page.get("/journal?fact=UnitChanged").get_data(as_text=True)
    assert "số-069" in first and "số-020" in first and "số-019" not in first
    import re
    older = re.search(r'href="(/journal\?[^"]*before=\d+[^"]*)"', first).group(1).replace("&amp;", "&")
    second = page.get(older).get_data(as_text=True)
    assert "số-019" in second and "số-000" in second and "số-020" not in second
