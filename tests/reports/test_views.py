"""The own page, jobs and search."""
import re
from datetime import timedelta

from sqlalchemy import update

from lms import clock, queue
from lms.db import db, work
from lms.texts import lazy as _
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


def _job(title, **values) -> int:
    with work():
        job_id = queue.enqueue("test", title, {}, **values)
        return job_id


def _turn(job_id: int, **values) -> None:
    with work():
        db.session.execute(update(queue.Job).where(queue.Job.id == job_id).values(**values))


def test_jobs_come_newest_first_and_by_either_time(app, sign_in):
    top, _unit, _other = _tree()
    now = clock.now()
    for name, asked, ended in (("Việc cũ", 9, 1), ("Việc mới", 1, None), ("Việc giữa", 5, 4)):
        _turn(_job(name), enqueued_at=now - timedelta(hours=asked), ended_at=now - timedelta(hours=ended) if ended else None)
    admin = sign_in(builders.account("administrator", top))
    for query, wanted in (("", ["mới", "giữa", "cũ"]), ("?order=asked", ["cũ", "giữa", "mới"]), ("?order=-ended", ["cũ", "giữa", "mới"]),
                          ("?order=ended", ["giữa", "cũ", "mới"]), ("?order=x;drop", ["mới", "giữa", "cũ"])):
        page = admin.get(f"/jobs{query}").get_data(as_text=True)
        assert re.findall(r'<th scope="row">Việc (\w+)', page) == wanted, query
    admin.get("/jobs")
    assert 'aria-sort="descending"' in admin.page and "/jobs?order=asked" in admin.page


def test_a_job_says_in_words_how_far_it_is_when_there_is_nothing_to_count(app, sign_in):
    top, _unit, _other = _tree()
    states = {"queued": "chưa bắt đầu", "running": "mới bắt đầu", "done": "trọn vẹn", "failed": "chưa làm được gì", "cancelled": "chưa làm gì"}
    for state in states:
        _turn(_job(f"Việc {state}"), state=state)
    _turn(_job("Việc đang làm"), state="running", done=3, total=12)
    page = sign_in(builders.account("administrator", top)).get("/jobs").get_data(as_text=True)
    assert all(word in page for word in states.values()) and "3/12" in page
    assert "0/0" not in page and "0 trên 0" not in page


def test_the_title_of_a_job_is_said_in_the_language_of_its_reader(app, sign_in):
    top, _unit, _other = _tree()
    _turn(_job(_("Cấp chứng chỉ lớp %(code)s", code="KH-1 <b>")), state="running", step=_("đang đọc"))
    _job("Tên cũ còn nguyên")
    admin = sign_in(builders.account("administrator", top))
    assert "Cấp chứng chỉ lớp KH-1 &lt;b&gt;" in admin.get("/jobs").get_data(as_text=True)
    admin.client.set_cookie("lms_lang", "en")
    page = admin.get("/jobs").get_data(as_text=True)
    assert "Cấp chứng chỉ" not in page and "KH-1 &lt;b&gt;" in page and "đang đọc" not in page and "Tên cũ còn nguyên" in page
