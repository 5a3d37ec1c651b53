"""Need sheets with other mess than the sample's: every error and question of the rule book, on files of our own."""
import io
from datetime import date

import pytest
import xlsxwriter

from lms.courses.rules.course_list import CourseEntry, CourseFinder
from lms.people.rules.words import Group, group_words
from lms.sheets.reading import open_book
from lms.survey.rules.need_files import read_need_file
from lms.survey.rules.need_lines import KnownPerson, NeedKnowledge, Register
from lms.survey.rules.need_round import RoundDates, changes_between, judge_round, totals
from lms.survey.rules.need_words import quarter_end, read_priority, read_quarter
from lms.units.rules.matching import UnitFinder, UnitVersion

DAY = date(2026, 3, 2)
DATES = RoundDates(DAY, date(2026, 3, 31), date(2026, 4, 10))
UNITS = UnitFinder([UnitVersion("Z00", "Bộ Thử", "BT", None), UnitVersion("Z01", "Cục Thử Một", "CT1", "Z00"), UnitVersion("Z02", "Cục Thử Hai", "CT2", "Z00"),
                    UnitVersion("Z01.01", "Phòng Kế hoạch", "P.KH-CT1", "Z01"), UnitVersion("Z02.01", "Phòng Kế hoạch", "P.KH-CT2", "Z02")], [], DAY)
PEOPLE = [KnownPerson("00000001", "Nguyễn Thị Hòa", date(1990, 1, 1), "Z01", "Z01", "N3"), KnownPerson("00000002", "Trần Văn Hai", date(1985, 2, 2), "Z01.01", "Z01", "N3"),
          KnownPerson("00000003", "Lê Văn Ba", date(1980, 3, 3), "Z02", "Z02", "N1"), KnownPerson("00000004", "Lê Văn Ba", date(1980, 3, 3), "Z02", "Z02", "N1")]
COURSES = CourseFinder([CourseEntry("K-1", "An toàn cơ sở", "An toàn thông tin", "Cơ bản"), CourseEntry("K-2", "An toàn sâu", "An toàn thông tin", "Chuyên sâu")])
KNOWN = NeedKnowledge(UNITS, Register(PEOPLE), COURSES, group_words([Group("N1", "Chỉ huy, lãnh đạo"), Group("N3", "Cán bộ cơ quan nghiệp vụ")]), DAY)
HEAD = ["STT", "Số hiệu QN", "Họ tên", "Ngày sinh", "Đơn vị", "Nhóm đối tượng", "Số người", "Chủ đề", "Mức độ", "Ưu tiên", "Thời hạn", "Lý do"]


def line(number=1, sn=None, name=None, birth=None, unit="Cục Thử Một", group=None, count=None, topic="An toàn thông tin", level="CB", prio=1, quarter="Q1/2027", reason="x"):
    """A line; by default nobody is named."""
    return [number, sn, name, birth, unit, group, count, topic, level, prio, quarter, reason]


def sheet(*lines, code="Z01", unit="Cục Thử Một", made=date(2026, 3, 10), answer="Có nhu cầu", submission=1, name="Z01.xlsx", table=True):
    """A need file of its own, opened and judged."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    info = book.add_worksheet("Thông tin")
    for row, pair in enumerate([("Đơn vị", unit), ("Mã đơn vị", code), ("Đợt khảo sát", "KS-T"), ("Ngày lập", made), ("Lần gửi", submission), ("Trả lời", answer)]):
        for column, value in enumerate(pair):
            if value is not None:
                info.write(row, column, value)
    needs = book.add_worksheet("Nhu cầu")
    for row, values in enumerate([HEAD, *lines] if table else []):
        for column, value in enumerate(values):
            if isinstance(value, str):
                needs.write_string(row, column, value)
            elif value is not None:
                needs.write(row, column, value)
    book.close()
    return read_need_file(open_book(target.getvalue(), name), KNOWN)


def found(*lines, **options) -> list[list[tuple]]:
    """(cell, kind) of every line."""
    return [[(issue.cell, issue.kind) for issue in row.issues] for row in sheet(*lines, **options).lines]


@pytest.mark.parametrize(("values", "issues"), [
    ({"sn": "00000001"}, []), ({"sn": 1}, []), ({"sn": "00000001", "name": "NGUYỄN THỊ HOÀ", "birth": "1/1/1990"}, []), ({"name": "trần văn hai", "birth": date(1985, 2, 2)}, []),
    ({"sn": "00000009"}, [("B2", "person_not_found")]), ({"name": "Ai Đó", "birth": "1/1/1990"}, [("C2", "person_not_found")]),
    ({"name": "Lê Văn Ba", "birth": "3/3/1980"}, [("C2", "person_ambiguous")]), ({"name": "Trần Văn Hai"}, [("D2", "missing_required")]),
    ({"sn": "00000001", "name": "Trần Văn Hai"}, [("C2", "person_mismatch")]), ({"sn": "00000001", "birth": "2/1/1990"}, [("D2", "person_mismatch")]),
    ({"sn": "00000003"}, [("E2", "person_other_unit")]), ({"sn": "00000001", "count": 3}, [("G2", "mixed_line")]), ({"sn": "1A"}, [("B2", "bad_service_number")]),
    ({"sn": "=1"}, [("B2", "formula_text")]), ({"sn": "00000001", "birth": "1990"}, [("D2", "bad_date")]), ({"sn": "00000001", "topic": None}, [("H2", "missing_required")]),
    ({"sn": "00000001", "topic": "Thả diều"}, [("H2", "unknown_topic")]), ({"sn": "00000001", "level": "Mức 4"}, [("I2", "unknown_level")]),
    ({"sn": "00000001", "prio": 4}, [("J2", "bad_priority")]), ({"sn": "00000001", "prio": "Cao"}, [("J2", "bad_priority")]),
    ({"sn": "00000001", "quarter": "Quý V/2027"}, [("K2", "bad_quarter")]), ({"sn": "00000001", "quarter": date(2027, 1, 1)}, [("K2", "bad_quarter")]),
    ({"sn": "00000001", "quarter": "Quý IV/2025"}, [("K2", "past_quarter")]), ({"sn": "00000001", "unit": "Phòng Kế hoạch"}, [("E2", "ambiguous_unit")]),
    ({"sn": "00000001", "unit": "Phòng Mất"}, [("E2", "unknown_unit")]), ({"sn": "00000001", "group": "Nhóm lạ"}, [("F2", "unknown_group")]),
    ({"group": "N1", "count": 2}, []), ({"group": "N1", "count": "2 đ/c"}, []), ({"count": 2}, [("F2", "missing_required")]), ({"group": "N1"}, [("G2", "missing_required")]),
    ({"group": "N1", "count": 0}, [("G2", "bad_number")]), ({"group": "N1", "count": 1.5}, [("G2", "bad_number")]), ({"group": "N1", "count": 3}, [("G2", "exceeds_staff")]),
    ({"sn": "00000009", "topic": "Thả diều", "prio": 9, "quarter": "x", "level": "?"},
     [("B2", "person_not_found"), ("H2", "unknown_topic"), ("I2", "unknown_level"), ("J2", "bad_priority"), ("K2", "bad_quarter")]),
    ({"sn": "00000001", "reason": "=1+1"}, []), ({"sn": "00000001", "unit": None}, []),
])
def test_a_line_shows_all_its_errors_and_questions_with_their_cells(values, issues):
    assert found(line(**values)) == [issues]


def test_a_course_code_or_title_names_its_topic_and_gives_the_level():
    rows = sheet(line(sn="00000001", topic="k-2", level=None), line(2, sn="00000002", topic="An toàn sâu", level="CB"), line(3, group="N3", count=1, level="Nâng cao")).lines
    assert [(row.values["topic"], row.values["level"], row.values["course"]) for row in rows] == [
        ("An toàn thông tin", "Chuyên sâu", "K-2"), ("An toàn thông tin", "Cơ bản", "K-1"), ("An toàn thông tin", "Nâng cao", None)]
    assert "level:no_course_at_level" in rows[2].notes and rows[2].verdict == "accepted"


def test_the_same_person_and_topic_twice_is_asked_once():
    assert found(line(sn="00000001"), line(2, name="Nguyễn Thị Hòa", birth="1/1/1990"), line(3, sn="00000002")) == [[], [("C3", "duplicate_line")], []]


def test_the_unit_is_the_one_of_the_information_sheet_and_the_name_is_a_hint():
    assert sheet(line(sn="00000001"), name="x.xlsx").unit == "Z01"
    assert sheet(line(sn="00000001"), code=None, name="Z02.xlsx").questions[0].kind == "unit_mismatch"
    assert sheet(line(sn="00000001"), code=None, unit=None).unit == "Z01"
    assert [issue.kind for issue in sheet(line(sn="00000003", unit="Cục Thử Hai"), code="Z02", unit="Cục Thử Hai", name="Z01 (ban sao).xlsx").questions] == ["unit_mismatch"]
    assert [issue.kind for issue in sheet(line(sn="00000001"), unit="Cục Thử Hai").questions] == ["unit_mismatch"]


def test_no_need_with_lines_is_asked_and_without_is_an_answer():
    assert [issue.kind for issue in sheet(line(sn="00000001"), answer="Không có nhu cầu").questions] == ["contradictory_answer"]
    silent = sheet(["Đơn vị không có nhu cầu trong đợt này."], answer=None)
    assert (silent.answer, silent.questions, silent.lines) == ("no_need", [], [])


def test_an_extension_that_lies_is_asked():
    assert [issue.kind for issue in sheet(line(sn="00000001"), name="Z01.xls").questions] == ["wrong_extension"]


def test_late_files_are_late_and_files_after_the_lock_are_left_out():
    timely, late = sheet(line(sn="00000001"), made=date(2026, 3, 31)), sheet(line(sn="00000001"), made=date(2026, 4, 10))
    after = sheet(line(sn="00000003", unit="Cục Thử Hai"), code="Z02", unit="Cục Thử Hai", name="Z02.xlsx", made=date(2026, 4, 11))
    used = judge_round([timely, late, after], DATES)
    assert (timely.timing, late.timing, after.timing) == ("on_time", "late", "after_lock")
    assert (after.report.verdict, after.report.reason) == ("refused_file", "after_lock")
    assert used == {"Z01": late} and timely.superseded_by == "Z01.xlsx"
    assert totals(used) == {"persons": 1, "headcount": 0, "by_course": {"K-1": {"persons": 1, "headcount": 0}}}


def test_of_two_files_of_a_unit_the_later_or_the_higher_sending_is_in_use():
    first, second = sheet(line(sn="00000001"), name="a.xlsx"), sheet(line(sn="00000002"), line(2, sn="00000001", prio=2), name="b.xlsx", submission=2)
    assert judge_round([second, first], DATES) == {"Z01": second} and first.superseded_by == "b.xlsx" and second.superseded_by is None
    assert changes_between(first, second) == [
        {"change": "priority", "service_no": "00000001", "topic": "An toàn thông tin", "from": 1, "to": 2}, {"change": "added", "service_no": "00000002", "topic": "An toàn thông tin"}]


def test_a_file_with_a_question_does_not_push_out_a_good_one():
    good, asked = sheet(line(sn="00000001"), name="a.xlsx"), sheet(line(sn="00000002"), answer="Không có nhu cầu", made=date(2026, 3, 20), name="b.xlsx")
    assert judge_round([good, asked], DATES) == {"Z01": good} and totals({"Z01": asked})["persons"] == 0


def test_two_units_that_ask_for_one_person_are_both_asked():
    one = sheet(line(sn="00000001"))
    two = sheet(line(sn="00000001", unit="Cục Thử Hai"), code="Z02", unit="Cục Thử Hai", name="Z02.xlsx")
    judge_round([one, two], DATES)
    assert [issue.kind for issue in one.lines[0].issues] == ["asked_by_two_units"] and one.lines[0].verdict == "question"
    assert {issue.kind for issue in two.lines[0].issues} == {"asked_by_two_units", "person_other_unit"}


@pytest.mark.parametrize(("text", "quarter"), [
    ("Quý I/2027", "2027Q1"), ("Quý 1/2027", "2027Q1"), ("Q1/2027", "2027Q1"), ("I/2027", "2027Q1"), ("quý I năm 2027", "2027Q1"), ("2027-Q1", "2027Q1"), ("QUÝ IV/2026", "2026Q4"),
    ("q3/2026", "2026Q3"), ("III/2026", "2026Q3"), ("Quý  II / 2026", "2026Q2"), ("2026Q4", "2026Q4"),
])
def test_quarters(text, quarter):
    assert read_quarter(text).value == quarter


@pytest.mark.parametrize("text", ["Quý V/2027", "đầu năm", "2027", "Quý I", "Q5/2027", "Q0/2027", "I/27", 2027, date(2027, 1, 1), "IIII/2027", "Quý I/1927"])
def test_no_quarters(text):
    assert read_quarter(text).error == "bad_quarter"


def test_the_last_day_of_a_quarter():
    assert [quarter_end(f"2027Q{number}") for number in (1, 2, 3, 4)] == [date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30), date(2027, 12, 31)]


@pytest.mark.parametrize(("cell", "value"), [(1, 1), (2.0, 2), ("3", 3), ("Ưu tiên 2", 2), ("UT1", 1), ("ưu tiên: 3", 3), ("UT 2", 2), ("Mức ưu tiên 1", 1)])
def test_priorities(cell, value):
    assert read_priority(cell).value == value


@pytest.mark.parametrize("cell", ["Cao", 5, 0, "4", 1.5, "UT", True, "12", "ưu tiên"])
def test_no_priorities(cell):
    assert read_priority(cell).error == "bad_priority"
