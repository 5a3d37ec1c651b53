"""Hostile and broken need files, alone and beside a good one: each is told with its reason, the good one is taken, nothing is half-imported."""
import io
import zipfile

import pytest

from lms.imports.models import ImportFile, ImportRow
from lms.sheets.reading import open_book
from lms.survey.models import NeedSheet
from lms.units.models import Unit
from tests import builders
from tests.imports.need_files import count, need_file, person
from tests.sheets.making import rezipped, xlsx

pytestmark = pytest.mark.slow

HEAD = ["Số hiệu QN", "Họ tên", "Ngày sinh", "Đơn vị", "Nhóm đối tượng", "Số người", "Chủ đề", "Mức độ", "Ưu tiên", "Thời hạn", "Lý do"]
XML = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


def bomb() -> bytes:
    """A sheet part of 90 MB of nothing, some kB packed."""
    return rezipped(xlsx([HEAD]), {"xl/worksheets/sheet1.xml": lambda same: same.replace(b"<sheetData>", b"<sheetData>" + b" " * 90_000_000)})


def wrong_letters() -> bytes:
    """A CSV in windows-1258 that is no UTF-8."""
    return "Số hiệu;Họ tên;Chủ đề\n".encode("cp1258", "ignore") + b"\xd0\xfe\xff\xc3;\xe0\xf3;x\n"


BAD = {
    "empty_file": [b""], "file_too_big": [b"\0" * (10 * 1024 * 1024 + 1)], "zip_bomb": [bomb], "unsafe_xml": [lambda: rezipped(xlsx([HEAD]), {"xl/worksheets/sheet1.xml": lambda _same: XML})],
    "no_table": [lambda: xlsx([["a", "b"], [1, 2]])], "secret_marking": [lambda: xlsx([["MẬT"], HEAD, [None] * 3])],
    "unsupported_format": [b"%PDF-1.7\n" + b"x" * 2000, b"\x89PNG\r\n\x1a\n" + b"\0" * 3000, b"MZ" + b"\0" * 900],
}


@pytest.fixture
def staff(db, sign_in):
    """The committee's browser, in an army of one unit."""
    top = builders.ministry()
    unit = builders.unit("Cục Thử Một", top, code="Z01")
    builders.group("N3"), builders.course("K-1", level=1), builders.person(unit, "Trần Thị Hòa"), builders.person(unit)
    return sign_in(builders.account("committee_staff", top))


def send(browser, *files: tuple[str, bytes]):
    """Hand in, and read the preview."""
    browser.get("/imports/")
    data = {"kind": "needs", "list_date": "01/03/2026", "due": "31/03/2026", "lock": "10/04/2026", "files": [(io.BytesIO(content), name) for name, content in files]}
    answer = browser.post("/imports/", data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)[:600]
    return answer.location, browser.get(answer.location).get_data(as_text=True)


def sheet(db) -> NeedSheet | None:
    """The unit's sheet, if there is a round."""
    db.session.rollback()
    return db.session.execute(db.select(NeedSheet).join(Unit, NeedSheet.unit_id == Unit.id).where(Unit.code == "Z01")).scalar_one_or_none()


@pytest.mark.parametrize(("reason", "made"), [(reason, made) for reason, several in BAD.items() for made in several if reason != "file_too_big"])
def test_a_bad_file_is_named_and_the_good_one_beside_it_is_taken(staff, db, reason, made):
    bad = made() if callable(made) else made
    place, page = send(staff, ("Z01.xlsx", need_file(count(1))), ("x.xlsx", bad))
    assert "từ chối cả tệp" in page and sheet(db) is None
    found = {file.name: file for file in db.session.execute(db.select(ImportFile)).scalars()}
    assert (found["x.xlsx"].verdict, found["x.xlsx"].reason, found["x.xlsx"].sha256) == ("refused_file", reason, None)
    assert staff.post(f"{place}/apply", {"mode": "all", "version": staff.guard()["version"]}).status_code == 422 and sheet(db) is None
    staff.get(place)
    assert staff.post(f"{place}/apply", {"mode": "valid", "version": staff.guard()["version"]}).status_code == 303
    assert sheet(db).heads == 1
    assert db.session.execute(db.select(db.func.count()).select_from(ImportRow).join(ImportFile).where(ImportFile.name == "x.xlsx")).scalar_one() == 0


@pytest.mark.parametrize("content", [b"\0" * (10 * 1024 * 1024 + 1), b" " * (10 * 1024 * 1024), b"\0" * (9 * 1024 * 1024), b",\n" * 4_000_000, b"PK\x03\x04" + b"\0" * 5_000_000])
def test_ten_megabytes_of_nothing_are_told_and_leave_nothing(app, db, staff, tmp_path, content):
    for name in ("Z01.xlsx", "Z01.csv"):
        (tmp_path / name).write_bytes(content)
        answer = app.test_cli_runner().invoke(args=["import", "needs", str(tmp_path / name), "--list-date", "2026-03-01"])
        assert answer.exit_code == 1 and "is refused" in answer.output and "Traceback" not in answer.output and sheet(db) is None


def test_a_csv_of_an_old_code_is_refused_whole(staff, db):
    _place, page = send(staff, ("Z01.csv", wrong_letters()))
    assert "từ chối cả tệp" in page and db.session.execute(db.select(ImportFile.verdict)).scalars().all() == ["refused_file"]


def test_a_file_that_is_not_what_its_name_says_waits_for_a_word(staff, db):
    place, page = send(staff, ("Z01.xls", need_file(count(1))))
    assert "nội dung không đúng phần đuôi của tên tệp" in page
    assert staff.post(f"{place}/apply", {"mode": "all", "version": staff.guard()["version"]}).status_code == 303
    assert sheet(db).state == "not_opened" and "Đọc tệp theo nội dung" in staff.get("/imports/questions").get_data(as_text=True)


def test_formulas_impossible_days_and_merged_cells_are_named_by_their_cells_and_nothing_of_the_row_is_taken(staff, db):
    lines = [["=1+1", None, None, "Cục Thử Một", None, None, "An toàn thông tin", "CB", 1, "Q1/2027", "x"],
             [None, "Trần Thị Hòa", "31/02/1985", "Cục Thử Một", None, None, "An toàn thông tin", "CB", 1, "Q1/2027", "x"],
             [None, None, None, "=cmd|' /C calc'!A0", "N3", 1, "An toàn thông tin", "CB", 1, "Q1/2027", "x"],
             [None, None, None, "Cục Thử Một", "N3", 1, "An toàn thông tin", "CB", 1, "31/02/2027", "=HYPERLINK(\"http://x\")"]]
    info = [["Mã đơn vị", "Z01"], ["Đợt khảo sát", "KS-T"], ["Ngày lập", "10/03/2026"], []]
    place, page = send(staff, ("Z01.xlsx", xlsx([*info, HEAD, *lines])))
    data = staff.get(f"{place}/errors.xlsx").data
    told = [(row[3], row[4]) for row in open_book(data, "x.xlsx").sheets[0].rows[1:]]
    assert ("A6", "bad_service_number") in told or ("A6", "formula_text") in told
    assert {("C7", "bad_date"), ("D8", "formula_text"), ("J9", "bad_quarter")} <= set(told)
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    staff.get(place)
    assert staff.post(f"{place}/apply", {"mode": "valid", "version": staff.guard()["version"]}).status_code == 303
    assert (sheet(db).heads, sheet(db).persons) == (0, 0)


def test_a_merged_unit_holds_for_its_rows_and_a_merged_number_is_counted_once(staff, db):
    lines = [[None, None, None, "Cục Thử Một", "N3", 1, "An toàn thông tin", "CB", 1, "Q1/2027", "x"], [None, None, None, None, "N3", 1, "An toàn thông tin", "CB", 2, "Q2/2027", "y"]]
    info = [["Mã đơn vị", "Z01"], ["Ngày lập", "10/03/2026"], []]
    place, _page = send(staff, ("Z01.xlsx", xlsx([*info, HEAD, *lines], merges=[("D5:D6", "Cục Thử Một")])))
    staff.get(place)
    assert staff.post(f"{place}/apply", {"mode": "all", "version": staff.guard()["version"]}).status_code == 303 and sheet(db).heads == 2


def test_a_file_of_a_foreign_an_unknown_and_another_round_is_refused_with_the_reason(staff, db):
    good = need_file(count(1))
    files = [("Z01.xlsx", good), ("b.xlsx", need_file(count(1), code="Q99")), ("c.xlsx", need_file(count(1), survey="KS-KHAC")), ("d.xlsx", need_file(person("00000000")))]
    _place, page = send(staff, *files)
    found = {file.name: (file.verdict, file.reason) for file in db.session.execute(db.select(ImportFile)).scalars()}
    assert found["Z01.xlsx"] == ("read", None) and found["b.xlsx"] == ("refused_file", "unknown_unit") and found["c.xlsx"] == ("refused_file", "other_round")
    assert "không rõ đơn vị gửi" in page and "tệp ghi một đợt khảo sát khác" in page
