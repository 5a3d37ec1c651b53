"""Whole lists into a sheet: pasted rows, our own spreadsheet, the lines of the last round."""
import io
import re
import unicodedata
import zipfile

import pytest

from lms.competence.models import Qualification
from lms.db import db
from lms.survey import actions, queries
from lms.survey.models import Need
from tests import builders
from tests.survey.books import Again
from tests.survey.makers import army, counted_queries, line, plan


@pytest.fixture
def unit(app, sign_in):
    """A sheet, five people of its unit, and the clerk's browser."""
    made = army()
    builders.group()
    builders.topic()
    builders.topic("Dữ liệu lớn")
    people = [builders.person(made.first, name) for name in ("Đỗ Thị Ánh", "Lê Văn Hòa", "Nguyễn Đức Thuý", "Trần Quốc Bảo", "Vũ Minh Đăng")]
    return made, made.sheet(made.first), people, sign_in(made.clerk)


def stored(sheet) -> list[tuple]:
    db.session.expire_all()
    return [(need.person.name if need.person else need.group_code, need.heads, need.topic.name, need.level, need.priority, need.quarter, need.reason)
            for need in queries.lines_of(sheet.id)]


def paste(browser, sheet, text: str, deed: str = "look", **more):
    return browser.post(f"/sheets/{sheet.id}/paste", {"text": text, "deed": deed, "topic_id": 0, "level": 0, "priority": 0, "quarter": "", **more})


HEAD = "Số hiệu\tHọ và tên\tNgày sinh\tNội dung\tMức\tƯu tiên\tThời hạn\tLý do"


def test_rows_match_by_number_or_name_and_birth_without_marks_and_decomposed(unit):
    _made, sheet, people, clerk = unit
    text = "\n".join((HEAD, f"{people[0].service_no}\t\t\tAn toàn thông tin\tNâng cao\t1\tQuý II/2027\tvì sao",
                      "\tle van hoa\t08/03/1985\tan toan thong tin\tcơ bản\tUT 2\tQ3/2027\t", "\tNguyễn Đức Thúy\t8-3-1985\tDu lieu lon\tCS\t3\tIV/2027\t"))
    text = unicodedata.normalize("NFD", text)
    page = paste(clerk, sheet, text).get_data(as_text=True)
    assert "3 dòng mới" in page and "0 dòng chưa hiểu" in page and stored(sheet) == []
    assert paste(clerk, sheet, text, "take").status_code == 303
    assert stored(sheet) == [("Đỗ Thị Ánh", 1, "An toàn thông tin", 2, 1, "2027Q2", "vì sao"), ("Lê Văn Hòa", 1, "An toàn thông tin", 1, 2, "2027Q3", ""),
                             ("Nguyễn Đức Thuý", 1, "Dữ liệu lớn", 3, 3, "2027Q4", "")]


def test_columns_are_found_by_content_without_a_header(unit):
    _made, sheet, people, clerk = unit
    text = "\n".join(f"{number}\t{who.name}\t{who.service_no}\tQuý I/2027\t{number % 3 + 1}\tcơ bản\tAn toàn thông tin\tLý do dài số {number}" for number, who in enumerate(people, 1))
    assert paste(clerk, sheet, text, "take").status_code == 303
    assert [row[1:] for row in stored(sheet)][0] == (1, "An toàn thông tin", 1, 2, "2027Q1", "Lý do dài số 1") and len(stored(sheet)) == 5


def test_what_is_not_understood_stays_with_its_reason_and_the_rest_is_written(unit):
    made, sheet, people, clerk = unit
    stranger = builders.person(made.other, "Hoàng Người Lạ")
    rows = (f"{people[0].service_no}\t\t\tAn toàn thông tin\tNC\t1\tQ2/2027\t", f"{stranger.service_no}\t\t\tAn toàn thông tin\tNC\t1\tQ2/2027\t",
            f"{people[1].service_no}\tTên Người Khác\t\tNội dung lạ\tNC\t9\tQ2/2019\t", "\tLê Văn Hòa\t31/02/1985\tAn toàn thông tin\tNC\t1\tQ2/2027\t",
            f"{people[0].service_no}\t\t\tAn toàn thông tin\tNC\t2\tQ2/2027\t")
    answer = paste(clerk, sheet, "\n".join((HEAD, *rows)), "take")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and len(stored(sheet)) == 1 and "Đã thêm 1 dòng" in page
    for text in (f"“{stranger.service_no}” không có trong danh sách của đơn vị", "số hiệu này là của Lê Văn Hòa", "không có nội dung “Nội dung lạ”",
                 "không có mức ưu tiên “9”", "thời hạn “Q2/2019” ngoài các quý của đợt", "ngày “31/02/1985” không có trong lịch", "người này đã có ở dòng trên"):
        assert text in page, text
    assert "Hoàng Người Lạ" not in page
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]
    assert kept.count("\n") >= 4 and rows[0] not in kept and "31/02/1985" in kept


def test_names_that_differ_in_marks_only_are_told_apart_or_asked_for(unit):
    made, sheet, people, clerk = unit
    builders.person(made.first, "Lê Văn Hoa")
    page = paste(clerk, sheet, "Họ và tên\tNgày sinh\tNội dung\tMức\tƯu tiên\tThời hạn\nle van hoà\t8/3/1985\tAn toàn thông tin\tCB\t1\tQ2/2027\n"
                               "le van hoa?\t8/3/1985\tAn toàn thông tin\tCB\t1\tQ2/2027").get_data(as_text=True)
    assert "1 dòng mới" not in page or "1 dòng chưa hiểu" in page


def test_gaps_of_a_list_are_filled_from_the_page(unit):
    _made, sheet, people, clerk = unit
    text = "\n".join(person.service_no for person in people)
    assert "5 dòng chưa hiểu" in paste(clerk, sheet, text).get_data(as_text=True)
    assert paste(clerk, sheet, text, "take", topic_id=builders.topic().id, level=2, priority=3, quarter="2027Q4").status_code == 303
    assert {row[2:6] for row in stored(sheet)} == {("An toàn thông tin", 2, 3, "2027Q4")}


def test_lines_that_stand_are_kept_or_changed_when_asked(unit):
    made, sheet, people, clerk = unit
    actions.add_people(made.clerk, sheet, [people[0].id], line())
    db.session.commit()
    text = f"{HEAD}\n{people[0].service_no}\t\t\tAn toàn thông tin\tCB\t3\tQ2/2027\tmới"
    page = paste(clerk, sheet, text).get_data(as_text=True)
    assert "1 dòng đã có nhưng khác" in page and "3 thường" in page
    assert paste(clerk, sheet, text, "take").status_code == 303 and stored(sheet)[0][4] == 1
    assert paste(clerk, sheet, text, "take", update="y").status_code == 303 and stored(sheet)[0][4:] == (3, "2027Q2", "mới")


def test_head_counts_can_be_pasted(unit):
    _made, sheet, _people, clerk = unit
    assert paste(clerk, sheet, "Nhóm đối tượng\tSố lượng\tNội dung\tMức\tUT\tQuý\nN3\t12 đ/c\tAn toàn thông tin\tCB\t1\tQ2/2027", "take").status_code == 303
    assert stored(sheet) == [("N3", 12, "An toàn thông tin", 1, 1, "2027Q2", "")]


def test_an_empty_paste_is_refused_and_quotes_do_not_swallow_rows(unit):
    _made, sheet, people, clerk = unit
    assert "Chưa dán dòng nào." in paste(clerk, sheet, "  \n").get_data(as_text=True)
    text = f'{HEAD}\n{people[0].service_no}\t\t\tAn toàn thông tin\tCB\t1\tQ2/2027\t"lớp A\n{people[1].service_no}\t\t\tAn toàn thông tin\tCB\t1\tQ2/2027\tx'
    assert "2 dòng mới" in paste(clerk, sheet, text).get_data(as_text=True)


def test_a_sent_sheet_takes_no_list_and_a_stranger_finds_no_page(unit, sign_in):
    made, sheet, people, clerk = unit
    actions.add_people(made.clerk, sheet, [people[0].id], line())
    actions.submit(made.commander, sheet)
    db.session.commit()
    text = f"{HEAD}\n{people[1].service_no}\t\t\tAn toàn thông tin\tCB\t1\tQ2/2027\tx"
    answer = paste(clerk, sheet, text, "take")
    assert answer.status_code == 409 and len(stored(sheet)) == 1 and people[1].service_no in answer.get_data(as_text=True)
    stranger = sign_in(builders.account("commander", builders.unit("Tổng cục Lạ", builders.ministry())))
    for page in ("paste", "form", "form.xlsx", "start"):
        assert stranger.get(f"/sheets/{sheet.id}/{page}").status_code == 404


def test_120_rows_are_read_and_written_in_few_statements(unit):
    made, sheet, _people, clerk = unit
    people = [builders.person(made.first, f"Trần Thị {chr(65 + number // 26)} {chr(65 + number % 26)}") for number in range(120)]
    text = "\n".join(f"{who.name}\t{who.birth:%d/%m/%Y}\tAn toàn thông tin\tNâng cao\t2\tQuý II/2027" for who in people)
    with counted_queries() as seen:
        page = paste(clerk, sheet, text).get_data(as_text=True)
    assert "120 dòng mới" in page
    assert len([one for one in seen if one.lstrip().upper().startswith("SELECT")]) <= 16
    with counted_queries() as seen:
        assert paste(clerk, sheet, text, "take").status_code == 303
    assert len(stored(sheet)) == 120 and len(seen) < 45


def test_the_same_act_twice_adds_once(unit):
    _made, sheet, people, clerk = unit
    text = f"{HEAD}\n{people[1].service_no}\t\t\tAn toàn thông tin\tCB\t1\tQ2/2027\tx"
    paste(clerk, sheet, text, "take")
    paste(clerk, sheet, text, "take")
    assert len(stored(sheet)) == 1


# The spreadsheet

def book_of(clerk, sheet):
    return Again(clerk.get(f"/sheets/{sheet.id}/form.xlsx").get_data())


def hand_in(clerk, sheet, book, name: str = "phieu.xlsx"):
    clerk.get(f"/sheets/{sheet.id}/form")
    return clerk.post(f"/sheets/{sheet.id}/form", {"file": (io.BytesIO(book.data()), name)}, content_type="multipart/form-data")


def fill(book, row: int, *values):
    for column, value in zip("EFGHI", values, strict=False):
        book["Người"][f"{column}{row}"] = value


WHAT = ("An toàn thông tin", "Nâng cao", "2 ưu tiên", "Quý III/2027", "cần")


def take(clerk, page: str, sheet):
    lines = re.search(r'name="lines" value="([^"]*)"', page)[1].replace("&#34;", '"')
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return clerk.post(f"/sheets/{sheet.id}/form/take", {"lines": lines, "version": version})


def test_the_form_is_protected_has_lists_and_holds_everybody(unit):
    made, sheet, people, clerk = unit
    actions.add_people(made.clerk, sheet, [people[0].id], line())
    actions.add_group(made.clerk, sheet, "N3", 5, line())
    db.session.commit()
    answer = clerk.get(f"/sheets/{sheet.id}/form.xlsx")
    book, parts = Again(answer.get_data()), zipfile.ZipFile(io.BytesIO(answer.get_data()))
    sheet_xml = parts.read("xl/worksheets/sheet2.xml").decode()
    assert "<sheetProtection" in sheet_xml and sheet_xml.count('type="list"') == 4 and "'_'!$A$1:$A$" in sheet_xml.replace("&apos;", "'")
    assert 'name="_"' in (workbook := parts.read("xl/workbook.xml").decode()) and 'state="hidden"' in workbook and '<row r="1"' in sheet_xml and 'hidden="1"' in sheet_xml
    names = {value for cell, value in book["Người"].items() if cell[0] == "C"}
    assert {who.name for who in people} <= names and book["Số lượng"]["C3"] == 5
    assert book["Người"][f"E{book.row_of('Người', 'C', 'Đỗ Thị Ánh')}"] == "An toàn thông tin" and "attachment" in answer.headers["Content-Disposition"]


def test_a_filled_form_is_shown_first_and_then_stands_for_the_sheet(unit):
    made, sheet, people, clerk = unit
    actions.add_people(made.clerk, sheet, [people[0].id, people[1].id, people[2].id], line())
    db.session.commit()
    book = book_of(clerk, sheet)
    at = {value: int(cell[1:]) for cell, value in book["Người"].items() if cell[0] == "C"}
    fill(book, at["Lê Văn Hòa"], *WHAT)
    fill(book, at["Nguyễn Đức Thuý"], None, None, None, None, None)
    fill(book, at["Trần Quốc Bảo"], *WHAT)
    for column, value in zip("BCDEFGH", ("Nhóm N3", 7, *WHAT), strict=False):
        book["Số lượng"][f"{column}3"] = value
    page = hand_in(clerk, sheet, book).get_data(as_text=True)
    assert all(text in page for text in ("2 dòng thêm", "1 dòng sửa", "1 dòng giữ nguyên", "1 dòng bỏ")) and len(stored(sheet)) == 3
    assert take(clerk, page, sheet).status_code == 303
    assert [(row[0], row[1], row[3]) for row in stored(sheet)] == [("Đỗ Thị Ánh", 1, 1), ("Trần Quốc Bảo", 1, 2), ("Lê Văn Hòa", 1, 2), ("N3", 7, 2)]
    assert take(clerk, page, sheet).status_code == 409


def test_two_lines_of_a_person_may_swap_their_topics(unit):
    made, sheet, people, clerk = unit
    big = builders.topic("Dữ liệu lớn")
    actions.add_people(made.clerk, sheet, [people[0].id], line())
    actions.add_people(made.clerk, sheet, [people[0].id], line(topic_id=big.id, priority=3))
    db.session.commit()
    book = book_of(clerk, sheet)
    for row in [int(cell[1:]) for cell, value in book["Người"].items() if cell[0] == "C" and value == "Đỗ Thị Ánh"]:
        book["Người"][f"E{row}"] = "Dữ liệu lớn" if book["Người"][f"E{row}"] != "Dữ liệu lớn" else "An toàn thông tin"
    assert take(clerk, hand_in(clerk, sheet, book).get_data(as_text=True), sheet).status_code == 303
    assert sorted((row[2], row[4]) for row in stored(sheet)) == [("An toàn thông tin", 3), ("Dữ liệu lớn", 1)]


def test_every_broken_cell_is_told_at_once_and_nothing_is_written(unit):
    _made, sheet, _people, clerk = unit
    book = book_of(clerk, sheet)
    fill(book, 3, *WHAT)
    fill(book, 4, "Nội dung lạ", "Rất cao", "5", "31/02/2027", "x" * 501)
    fill(book, 5, "=A1", "Nâng cao", "1", "Q2/2027")
    fill(book, 6, "An toàn thông tin")
    book["Người"]["D7"] = "31/02/1985"
    fill(book, 7, *WHAT)
    book.merge("Người", "F8:G8")
    book["Số lượng"]["C4"] = -3
    answer = hand_in(clerk, sheet, book)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and stored(sheet) == []
    for cell in ("Người!E4", "Người!F4", "Người!G4", "Người!H4", "Người!I4", "Người!E5", "Người!F6", "Người!H6", "Người!D7", "Người!F8:G8", "Số lượng!C4", "Số lượng!B4"):
        assert f'<th scope="row">{cell}</th>' in page, cell
    assert "công thức" in page and "bị gộp" in page and 'name="lines"' not in page


def test_a_form_of_another_round_unit_or_version_is_refused_with_all_reasons(unit, sign_in):
    made, sheet, _people, clerk = unit
    book = book_of(clerk, sheet)
    facts = {value: f"B{cell[1:]}" for cell, value in book["Thông tin"].items() if cell[0] == "A"}
    assert "của đơn vị" in hand_in(sign_in(made.child_commander), made.sheet(made.child), book).get_data(as_text=True)
    book["Thông tin"].update({facts["Mã đợt"]: "KS-CŨ", facts["Phiên bản biểu"]: "0"})
    page = hand_in(clerk, sheet, book).get_data(as_text=True)
    assert "Biểu của đợt KS-CŨ" in page and "phiên bản 0 đã cũ" in page
    book = book_of(clerk, sheet)
    book["Thông tin"][facts["Bản của phiếu"]] = "999"
    assert "Mã kiểm tra không khớp" in hand_in(clerk, sheet, book).get_data(as_text=True)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rubbish", b"a;b;c\n1;2;3", b"%PDF-1.7"])
def test_what_is_no_form_is_refused_in_words(unit, data):
    _made, sheet, _people, clerk = unit
    answer = clerk.post(f"/sheets/{sheet.id}/form", {"file": (io.BytesIO(data), "x.xlsx")}, content_type="multipart/form-data")
    assert answer.status_code == 422 and 'class="notice error"' in answer.get_data(as_text=True)
    assert clerk.post(f"/sheets/{sheet.id}/form", {}, content_type="multipart/form-data").status_code == 422


def test_a_form_filled_from_an_older_state_says_so_and_the_english_form_comes_back_too(unit):
    made, sheet, people, clerk = unit
    clerk.client.set_cookie("lms_lang", "en")
    book = book_of(clerk, sheet)
    actions.add_people(made.clerk, sheet, [people[0].id], line())
    db.session.commit()
    page = hand_in(clerk, sheet, book)
    assert page.status_code == 200 and 'class="notice warning"' in page.get_data(as_text=True)


@pytest.mark.parametrize("lines", ["", "[", "{}", '[["a"]]', '[[null,1,null,1,1,9,1,"2027Q2",""]]', '[[null,999999,null,1,1,1,1,"2027Q2",""]]', '[[null,null,"N3",0,1,1,1,"2027Q2",""]]',
                                   '[[null,null,"N99",5,1,1,1,"2027Q2",""]]', '[[null,null,"N3",5,1,1,1,"1999Q2",""]]', '[[null,null,"N3",true,1,1,1,"2027Q2",""]]'])
def test_lines_that_a_browser_made_up_are_refused(unit, lines):
    _made, sheet, _people, clerk = unit
    assert clerk.post(f"/sheets/{sheet.id}/form/take", {"lines": lines, "version": sheet.version}).status_code == 422
    assert stored(sheet) == []


# The last round

@pytest.fixture
def next_round(unit):
    """A closed round with four lines, and the sheet of the next one."""
    made, sheet, people, clerk = unit
    actions.add_people(made.clerk, sheet, [who.id for who in people[:3]], line(reason="từ năm trước"))
    actions.add_group(made.clerk, sheet, "N3", 9, line())
    made.round.state = "closed"
    db.session.commit()
    made.round = actions.draft_round(made.committee, plan(made.ministry, year=2028))
    actions.open_round(made.committee, made.round)
    db.session.commit()
    return made, made.sheet(made.first), people, clerk


def test_lines_of_the_last_round_that_still_make_sense_are_offered_and_taken_in_one_act(next_round):
    made, sheet, people, clerk = next_round
    people[0].unit_id = made.other.id
    builders.keep(Qualification(person_id=people[1].id, title="x", title_key="x", topic_key="antoanthongtin", level=2, year=2026, source="certificate"))
    page = clerk.get(f"/sheets/{sheet.id}/start").get_data(as_text=True)
    assert page.count('name="ticked"') == 2 and "không còn ở đơn vị" in page and "đã có chứng chỉ từ mức này" in page and "Quý II/2028" in page
    lines = re.search(r'name="lines" value="([^"]*)"', page)[1].replace("&#34;", '"')
    form = {"lines": lines, "version": sheet.version}
    assert clerk.post(f"/sheets/{sheet.id}/start", form).status_code == 422
    assert clerk.post(f"/sheets/{sheet.id}/start", {**form, "ticked": ["0", "1"]}).status_code == 303
    assert [(row[0], row[5], row[6]) for row in stored(sheet)] == [("Nguyễn Đức Thuý", "2028Q2", "từ năm trước"), ("N3", "2028Q2", "")]
    assert clerk.post(f"/sheets/{sheet.id}/start", {**form, "ticked": ["0"]}).status_code == 409
    assert 'name="ticked"' not in clerk.get(f"/sheets/{sheet.id}/start").get_data(as_text=True)


def test_without_a_last_round_the_page_says_so(unit):
    _made, sheet, _people, clerk = unit
    assert "Chưa có đợt trước" in clerk.get(f"/sheets/{sheet.id}/start").get_data(as_text=True)


def test_a_list_is_one_fact_and_the_needs_have_their_courses(unit):
    _made, sheet, people, clerk = unit
    course = builders.course(level=1)
    with counted_queries() as seen:
        paste(clerk, sheet, f"{HEAD}\n{people[0].service_no}\t\t{people[0].birth:%d/%m/%Y}\t{course.title}\t\t1\tQ2/2027\tx", "take")
    assert db.session.execute(db.select(Need.course_id)).scalar_one() == course.id
    assert sum("INSERT INTO journal" in one for one in seen) <= 2
