"""The own page, jobs and search."""
from lms import queue
from lms.db import work
from tests import builders


def _tree():
    top = builders.ministry()
    return top, builders.unit("Quân khu Mẫu 1", top, "Quân khu"), builders.unit("Quân khu Mẫu 2", top, "Quân khu")


def test_the_own_page_opens_for_somebody_without_anything(app, sign_in):
    _top, unit, _ = _tree()
    someone = sign_in(builders.account(None, unit))
    assert someone.get("/me").status_code == 200


def test_only_who_asked_or_the_administrator_stops_a_job(app, sign_in):
    top, unit, other = _tree()
    asker, neighbour, admin = builders.account("commander", unit), builders.account("unit_clerk", unit), builders.account("administrator", top)
    with work():
        job_id = queue.enqueue("test", "Việc mẫu", {}, by=asker, unit_id=unit.id)
    assert sign_in(builders.account("commander", other)).post(f"/jobs/{job_id}/cancel").status_code == 404
    assert sign_in(neighbour).post(f"/jobs/{job_id}/cancel").status_code == 403
    assert sign_in(asker).post(f"/jobs/{job_id}/cancel").status_code == 303
    assert sign_in(admin).post(f"/jobs/{job_id}/replay").status_code == 303


def test_search_finds_what_is_in_reach_only(app, sign_in):
    _top, unit, other = _tree()
    builders.person(unit, "Đặng Văn Đức")
    builders.person(other, "Đặng Thị Đức")
    page = sign_in(builders.account("commander", unit)).get("/search?q=dang+duc").get_data(as_text=True)
    assert "Đặng Văn Đức" in page and "Đặng Thị Đức" not in page
