"""The journal's page."""
from lms import events
from lms.audit.rules.words import FACTS
from lms.db import work
from lms.events import Fact, record
from lms.events.base import PersonChanged, UnitChanged
from tests import builders as make


def every_fact() -> set[str]:
    """Names of all facts of the house."""
    import importlib
    for name in ("base", "survey", "quota", "training", "certificates"):
        importlib.import_module(f"lms.events.{name}")
    assert events
    return {kind.__name__ for kind in Fact.__subclasses__()}


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
