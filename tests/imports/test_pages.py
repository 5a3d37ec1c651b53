"""Importing in the browser: choose, look, confirm or drop; the error file; who may and who may not."""
import io
from datetime import date

import pytest
from sqlalchemy import func, select

from lms import clock, queue
from lms import db as db_module
from lms.blobs import Blob
from lms.db import work
from lms.imports import actions
from lms.imports.actions import runs
from lms.imports.models import ImportFile, ImportRow, ImportRun
from lms.imports.queries.runs import load_staged
from lms.people.models import Person
from lms.sheets.reading import open_book
from lms.units.models import Unit
from lms.worker import Worker
from tests import builders
from tests.imports import sample
from tests.sheets.making import xlsx

HEAD = ["Số hiệu quân nhân", "Họ và tên", "Ngày sinh", "Cấp bậc", "Đơn vị"]


def person_row(number: int, unit: str, name: str = "Nguyễn Văn Mẫu") -> list:
    """A plain data row."""
    return [f"{number:08d}", name, date(1990, 1, 1), "Đại úy", unit]


@pytest.fixture
def top(app):
    """The ministry."""
    return builders.ministry()


@pytest.fixture
def staff(top, sign_in):
    """The committee's browser."""
    return sign_in(builders.account("committee_staff", top))


def send(browser, kind: str, *files: tuple[str, bytes], **more):
    """Hand files in."""
    browser.get("/imports/")
    data = {"kind": kind, "list_date": "01/03/2026", "files": [(io.BytesIO(content), name) for name, content in files], **more}
    return browser.post("/imports/", data, content_type="multipart/form-data")


def confirm(browser, place: str, mode: str):
    """Open the preview and confirm."""
    browser.get(place)
    return browser.post(f"{place}/apply", {"mode": mode, "version": browser.guard().get("version", "")})


def count(db, model) -> int:
    """Rows of a table."""
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_units_are_read_previewed_and_taken(staff, db):
    before = count(db, Unit)
    answer = send(staff, "units", ("units.xlsx", (sample.ARMY / "units.xlsx").read_bytes()))
    assert answer.status_code == 303
    page = staff.get(answer.location).get_data(as_text=True)
    for word in ("325", "D125", "X77", "B266", "A334", "mã cấp trên không có ở dòng nào"):
        assert word in page
    assert count(db, Unit) == before
    assert confirm(staff, answer.location, "all").status_code == 422
    assert count(db, Unit) == before
    assert confirm(staff, answer.location, "valid").status_code == 303
    assert count(db, Unit) == before + 321
    assert confirm(staff, answer.location, "valid").status_code == 409


def test_a_clean_list_is_taken_whole_and_twice_changes_nothing(staff, top, db):
    unit = builders.unit("Cục Mẫu Kiểm thử", top)
    builders.rank("Đại úy")
    data = xlsx([HEAD, *[person_row(number, unit.name) for number in range(70_000_001, 70_000_006)]])
    first = send(staff, "people", ("a.xlsx", data))
    assert confirm(staff, first.location, "all").status_code == 303
    people = count(db, Person)
    second = send(staff, "people", ("a.xlsx", data))
    assert "không đổi" in staff.get(second.location).get_data(as_text=True).lower()
    assert confirm(staff, second.location, "all").status_code == 303
    assert count(db, Person) == people
    run = db.session.execute(select(ImportRun).order_by(ImportRun.id.desc())).scalars().first()
    assert (run.created, run.changed, run.unchanged) == (0, 0, 5)


def test_a_moved_and_promoted_person_keeps_a_dated_past(staff, top, db):
    one, two = builders.unit("Cục Mẫu Một", top), builders.unit("Cục Mẫu Hai", top)
    builders.rank("Đại úy"), builders.rank("Thiếu tá")
    head = [*HEAD, "Chức vụ", "Ngày nhận chức"]
    first = send(staff, "people", ("a.xlsx", xlsx([head, [*person_row(70_000_001, one.name), "Trợ lý", date(2020, 1, 1)]])))
    confirm(staff, first.location, "all")
    rows = [head, ["70000001", "Nguyễn Văn Mẫu", date(1990, 1, 1), "Thiếu tá", two.name, "Phó phòng", date(2026, 2, 1)]]
    second = send(staff, "people", ("b.xlsx", xlsx(rows)))
    confirm(staff, second.location, "all")
    person = db.session.execute(select(Person).where(Person.service_no == "70000001")).scalar_one()
    assert (person.unit.name, person.rank.title, person.post, person.version) == ("Cục Mẫu Hai", "Thiếu tá", "Phó phòng", 2)
    from lms.people.models import PersonPost, PersonRank
    posts = db.session.execute(select(PersonPost).where(PersonPost.person_id == person.id).order_by(PersonPost.since)).scalars().all()
    assert [(post.post, post.since, post.until) for post in posts] == [("Trợ lý", date(2020, 1, 1), date(2026, 1, 31)), ("Phó phòng", date(2026, 2, 1), None)]
    ranks = db.session.execute(select(PersonRank).where(PersonRank.person_id == person.id)).scalars().all()
    assert len(ranks) == 1 and ranks[0].since == date(2026, 3, 1)


def test_a_number_of_somebody_else_is_asked_and_not_overwritten(staff, top, db):
    unit = builders.unit("Cục Mẫu Kiểm thử", top)
    builders.rank("Đại úy")
    confirm(staff, send(staff, "people", ("a.xlsx", xlsx([HEAD, person_row(70_000_001, unit.name)]))).location, "all")
    other = xlsx([HEAD, ["70000001", "Trần Thị Khác", date(1980, 5, 5), "Đại úy", unit.name]])
    confirm(staff, send(staff, "people", ("b.xlsx", other)).location, "all")
    assert db.session.execute(select(Person.name).where(Person.service_no == "70000001")).scalar_one() == "Nguyễn Văn Mẫu"
    assert "Nguyễn Văn Mẫu" in staff.get("/imports/questions").get_data(as_text=True)


def test_a_secret_file_leaves_nothing_but_its_name_and_the_reason(staff, db):
    blobs = count(db, Blob)
    answer = send(staff, "people", ("bi-mat.xlsx", (sample.ARMY / "personnel-05-dong-dau-do-mat.xlsx").read_bytes()))
    page = staff.get(answer.location).get_data(as_text=True)
    assert "độ mật" in page and "A1" in page
    assert count(db, Blob) == blobs and count(db, ImportRow) == 0
    file = db.session.execute(select(ImportFile)).scalar_one()
    assert (file.sha256, file.upload, file.reason) == (None, None, "secret_marking")


def test_a_dropped_run_leaves_no_rows(staff, top, db):
    answer = send(staff, "people", ("a.xlsx", xlsx([HEAD, person_row(70_000_001, top.name)])))
    staff.get(answer.location)
    assert staff.post(f"{answer.location}/cancel", {"version": staff.guard()["version"]}).status_code == 303
    assert count(db, ImportRow) == 0 and "đã bỏ" in staff.get(answer.location).get_data(as_text=True)


def test_the_error_file_names_every_cell(staff, top):
    rows = [HEAD, ["7000000", "Nguyễn 12", "31/02/1990", "SQ", "Cục Không Có"], person_row(70_000_002, top.name)]
    answer = send(staff, "people", ("a.xlsx", xlsx(rows)))
    data = staff.get(f"{answer.location}/errors.xlsx")
    sheet = open_book(data.data, "x.xlsx").sheets[0].rows
    assert [row[3] for row in sheet[1:]] == ["A2", "B2", "C2", "D2", "E2"]
    assert [row[4] for row in sheet[1:]] == ["bad_service_number", "bad_name", "bad_date", "unknown_rank", "unknown_unit"]
    assert data.headers["Content-Disposition"].startswith("attachment")


def test_a_form_without_file_kind_or_date_says_so(staff):
    answer = staff.post("/imports/", {"kind": "x", "list_date": "31/02/2026"}, content_type="multipart/form-data", page="/imports/")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Chọn ít nhất một tệp" in page and "Ngày không có trong lịch" in page


def test_two_files_of_one_name_are_refused(staff, top):
    data = xlsx([HEAD, person_row(70_000_001, top.name)])
    answer = send(staff, "people", ("a.xlsx", data), ("a.xlsx", data))
    assert answer.status_code == 422 and "trùng tên" in answer.get_data(as_text=True)


def test_other_roles_may_not_import(top, sign_in):
    for role in ("commander", "authority", "inspector", "registrar", "administrator", None):
        browser = sign_in(builders.account(role, top))
        assert browser.get("/imports/").status_code == 403
        assert browser.post("/imports/", {"kind": "units"}).status_code == 403


def test_a_personnel_officer_takes_in_persons_of_own_units_only(top, sign_in, db):
    mine, other = builders.unit("Quân khu Mẫu A", top), builders.unit("Quân khu Mẫu B", top)
    builders.rank("Đại úy")
    officer = sign_in(builders.account("personnel_officer", mine))
    before = count(db, Person)
    answer = send(officer, "people", ("a.xlsx", xlsx([HEAD, person_row(70_000_001, "Quân khu Mẫu B")])))
    assert answer.status_code == 422 and other.code in answer.get_data(as_text=True)
    assert send(officer, "units", ("u.xlsx", xlsx([HEAD]))).status_code == 422
    answer = send(officer, "people", ("b.xlsx", xlsx([HEAD, person_row(70_000_001, "Quân khu Mẫu A")])))
    assert confirm(officer, answer.location, "all").status_code == 303
    assert count(db, Person) == before + 1
    foreign = sign_in(builders.account("personnel_officer", db.session.get(Unit, other.id)))
    assert foreign.get(answer.location).status_code == 404
    assert foreign.post(f"{answer.location}/cancel", {}).status_code == 404


def test_a_big_file_is_read_and_written_by_the_worker(staff, top, db, app, monkeypatch):
    unit = builders.unit("Cục Mẫu Kiểm thử", top)
    builders.rank("Đại úy")
    monkeypatch.setattr(runs, "INLINE_BYTES", 10)
    monkeypatch.setattr(runs, "INLINE_ROWS", 3)
    answer = send(staff, "people", ("a.xlsx", xlsx([HEAD, *[person_row(number, unit.name) for number in range(70_000_001, 70_000_011)]])))
    assert "đang đọc" in staff.get(answer.location).get_data(as_text=True)
    db.session.rollback()
    Worker(app).drain()
    page = staff.get(answer.location).get_data(as_text=True)
    assert "chờ xác nhận" in page
    before = count(db, Person)
    assert confirm(staff, answer.location, "all").status_code == 303
    assert count(db, Person) == before and "đang ghi" in staff.get(answer.location).get_data(as_text=True)
    db.session.rollback()
    Worker(app).drain()
    assert count(db, Person) == before + 10
    assert "đã ghi" in staff.get(answer.location).get_data(as_text=True)
    file = db.session.execute(select(ImportFile)).scalar_one()
    assert file.upload is None and file.sha256


def test_a_secret_big_file_is_dropped_by_the_worker(staff, db, app, monkeypatch):
    monkeypatch.setattr(runs, "INLINE_BYTES", 10)
    blobs = count(db, Blob)
    answer = send(staff, "people", ("a.xlsx", (sample.ARMY / "personnel-05-dong-dau-do-mat.xlsx").read_bytes()))
    db.session.rollback()
    Worker(app).drain()
    assert "độ mật" in staff.get(answer.location).get_data(as_text=True)
    file = db.session.execute(select(ImportFile)).scalar_one()
    assert (file.upload, file.sha256) == (None, None) and count(db, Blob) == blobs


def test_a_register_that_moved_since_the_preview_is_compared_again(staff, top, db):
    unit = builders.unit("Cục Mẫu Kiểm thử", top)
    builders.rank("Đại úy")
    data = xlsx([HEAD, person_row(70_000_001, unit.name)])
    one, two = send(staff, "people", ("a.xlsx", data)), send(staff, "people", ("a.xlsx", data))
    assert confirm(staff, one.location, "all").status_code == 303
    assert confirm(staff, two.location, "all").status_code == 303
    assert db.session.execute(select(func.count(Person.id)).where(Person.service_no == "70000001")).scalar_one() == 1
    last = db.session.execute(select(ImportRun).order_by(ImportRun.id.desc())).scalars().first()
    assert (last.created, last.unchanged) == (0, 1)


def test_a_failing_write_changes_nothing(top, db, monkeypatch):
    unit = builders.unit("Cục Mẫu Kiểm thử", top)
    builders.rank("Đại úy")
    uploads = [runs.Upload("a.xlsx", xlsx([HEAD, person_row(70_000_001, unit.name), person_row(70_000_002, unit.name)]))]
    wish = runs.Wish("people", date(2026, 3, 1))
    with work():
        runs.ensure_reference()
        run_id = runs.store(None, wish, runs.read(wish, uploads), uploads).id
    before = count(db, Person)
    monkeypatch.setattr("lms.imports.actions.people._write_certificates", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), work():
        actions.apply_run(None, db.session.get(ImportRun, run_id))
    assert count(db, Person) == before and db.session.get(ImportRun, run_id).state == "staged"
    assert clock.now() and queue.waiting() == 0


def test_the_pages_speak_english_too(staff, top):
    answer = send(staff, "people", ("a.xlsx", xlsx([HEAD, ["1", "Nguyễn 12", "31/02/1990", "SQ", "Cục Không Có"]])))
    staff.client.set_cookie("lms_lang", "en")
    page = staff.get(answer.location).get_data(as_text=True)
    assert "not 8 digits" in page and "số hiệu không đủ" not in page


def test_a_plan_made_before_the_lock_is_made_anew_when_the_register_has_moved(top, db):
    unit, captain = builders.unit("Cục Mẫu Kiểm thử", top), builders.rank("Đại úy")
    uploads = [runs.Upload("a.xlsx", xlsx([HEAD, person_row(70_000_001, unit.name), person_row(70_000_002, unit.name)]))]
    staged = runs.read_aside(runs.Wish("people", date(2026, 3, 1)), uploads)
    assert staged.changes()["created"] == 2
    builders.keep(Person(service_no="70000001", name="Nguyễn Văn Mẫu", name_fold="nguyen van mau", sort_key="x", birth=date(1990, 1, 1), rank_id=captain.id, unit_id=unit.id))
    with work():
        run = runs.store(None, runs.Wish("people", date(2026, 3, 1)), staged, uploads)
        runs.apply_run(None, run, staged)
    assert (run.created, run.changed) == (1, 1)
    assert db.session.execute(select(func.count(Person.id)).where(Person.service_no.in_(("70000001", "70000002")))).scalar_one() == 2


def test_while_a_long_list_is_compared_nobody_waits_for_the_write_lock(staff, top, db, app, monkeypatch):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    unit = builders.unit("Cục Mẫu Kiểm thử", top)
    builders.rank("Đại úy")
    monkeypatch.setattr(runs, "INLINE_ROWS", 0)
    answer = send(staff, "people", ("a.xlsx", xlsx([HEAD, person_row(70_000_001, unit.name)])))
    assert confirm(staff, answer.location, "all").status_code == 303
    free = []

    def load(run):
        with db_module.aside(wait_ms=0) as connection:
            free.append(connection.exec_driver_sql("SELECT 1").scalar())
        return load_staged(run)
    monkeypatch.setattr(runs, "load_staged", load)
    db.session.rollback()
    Worker(app).drain()
    assert free == [1]
    assert db.session.execute(select(func.count(Person.id)).where(Person.service_no == "70000001")).scalar_one() == 1
