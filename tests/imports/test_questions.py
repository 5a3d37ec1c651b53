"""Questions that need files leave: kept apart, answered once, and the answered line enters its sheet or stays out."""
import itertools
from datetime import date

import pytest

from lms.audit.models import JournalEntry
from lms.db import work
from lms.errors import Problem, StaleForm, WrongMove
from lms.imports import actions
from lms.imports.models import NeedQuestion
from lms.survey.actions import Signing, close_round
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.units.models import Unit
from tests import builders
from tests.imports.need_files import asked, count, lines_of, need_file, person, reply, take_in


@pytest.fixture
def army(db):
    """Two first-level units of few persons."""
    top = builders.ministry()
    one, two = builders.unit("Cục Thử Một", top, code="Z01"), builders.unit("Cục Thử Hai", top, code="Z02")
    builders.group("N3"), builders.course("K-1", level=1), builders.course("K-2", level=2)
    return {"top": top, "one": one, "two": two, "a": builders.person(one).service_no, "b": builders.person(one).service_no, "c": builders.person(two).service_no}


def sheet_of(db, code: str) -> NeedSheet:
    """The sheet of a unit."""
    return db.session.execute(db.select(NeedSheet).join(Unit, NeedSheet.unit_id == Unit.id).where(Unit.code == code)).scalar_one()


def test_a_line_in_question_stays_out_until_it_is_answered_and_then_enters(army, db):
    take_in(("Z01.xlsx", need_file(person(army["a"]), count(40))))
    assert asked() == {"exceeds_staff": None} and lines_of("Z01") == [(army["a"], 1, "2027Q1")]
    assert reply({"exceeds_staff": "keep"}) == 1
    assert lines_of("Z01") == [(army["a"], 1, "2027Q1"), ("N3", 40, "2027Q1")]
    assert sheet_of(db, "Z01").state == "submitted" and sheet_of(db, "Z01").submission == 1


def test_an_answer_may_put_another_number_or_quarter_or_leave_the_line_out(army):
    take_in(("Z01.xlsx", need_file(count(40), count(1, quarter="Q2/2024"))))
    assert lines_of("Z01") == []
    reply({"exceeds_staff": "2", "past_quarter": "2026Q4"})
    assert lines_of("Z01") == [("N3", 1, "2026Q4"), ("N3", 2, "2027Q1")]
    reply({"exceeds_staff": "drop", "past_quarter": "keep"})
    assert lines_of("Z01") == [("N3", 1, "2024Q2")]


@pytest.mark.parametrize("choice", ["", "yes", "3", "0", "-1", "1.5", "9999999", "2026Q4", "Z01", "KEEP", "x" * 400])
def test_an_answer_that_is_no_choice_is_refused_and_nothing_changes(army, choice):
    take_in(("Z01.xlsx", need_file(count(40))))
    with pytest.raises(Problem):
        reply({"exceeds_staff": choice})
    assert asked() == {"exceeds_staff": None} and lines_of("Z01") == []


def test_the_same_answer_twice_is_one(army, db):
    take_in(("Z01.xlsx", need_file(count(40))))
    assert reply({"exceeds_staff": "keep"}) == 1 and reply({"exceeds_staff": "keep"}) == 0
    facts = db.session.execute(db.select(JournalEntry).where(JournalEntry.fact == "NeedQuestionAnswered")).scalars().all()
    assert [fact.data["changes"] for fact in facts] == [{"answer": [None, "keep"]}] and lines_of("Z01") == [("N3", 40, "2027Q1")]


def test_an_answer_from_an_old_page_is_stale(army, db):
    take_in(("Z01.xlsx", need_file(count(40))))
    question = db.session.execute(db.select(NeedQuestion)).scalar_one()
    seen = question.version
    reply({"exceeds_staff": "keep"})
    with pytest.raises(StaleForm), work():
        actions.answer(None, [(db.session.get(NeedQuestion, question.id), seen, "drop")])
    assert lines_of("Z01") == [("N3", 40, "2027Q1")]


def test_of_a_person_twice_in_a_file_one_line_stays(army):
    lines = [person(army["a"], reason="một"), person(army["a"], quarter="Q2/2027", reason="hai")]
    take_in(("Z01.xlsx", need_file(*lines)))
    assert lines_of("Z01") == [(army["a"], 1, "2027Q1")]
    reply({"duplicate_line": "this"})
    assert lines_of("Z01") == [(army["a"], 1, "2027Q2")]
    reply({"duplicate_line": "first"})
    assert lines_of("Z01") == [(army["a"], 1, "2027Q1")]
    with pytest.raises(Problem):
        reply({"duplicate_line": "both"})


def test_of_a_person_twice_at_two_levels_both_lines_may_stay(army):
    take_in(("Z01.xlsx", need_file(person(army["a"]), person(army["a"], level="NC", quarter="Q2/2027"))))
    reply({"duplicate_line": "both"})
    assert lines_of("Z01") == [(army["a"], 1, "2027Q1"), (army["a"], 1, "2027Q2")]


def two_files(army) -> list[tuple[str, bytes]]:
    """Both units ask for the person of the first."""
    return [("Z01.xlsx", need_file(person(army["a"]), count(1))), ("Z02.xlsx", need_file(person(army["a"], "Cục Thử Hai"), count(1, "Cục Thử Hai"), code="Z02"))]


@pytest.mark.parametrize(("choice", "one", "two"), [("Z01", 1, 0), ("Z02", 0, 1), ("drop", 0, 0)])
def test_a_person_asked_for_by_two_units_goes_with_one_of_them(army, choice, one, two):
    take_in(*two_files(army))
    assert asked() == {"asked_by_two_units": None, "person_other_unit": None} and len(lines_of("Z01")) == len(lines_of("Z02")) == 1
    reply({"asked_by_two_units": choice})
    assert asked(False) == ({} if choice == "Z02" else {"person_other_unit": None})
    if choice == "Z02":
        assert len(lines_of("Z02")) == 1
        reply({"person_other_unit": "keep"})
    assert (len(lines_of("Z01")), len(lines_of("Z02"))) == (1 + one, 1 + two)
    with pytest.raises(Problem):
        reply({"asked_by_two_units": "both"})


def test_both_questions_of_a_line_may_be_answered_in_one_act(army):
    take_in(*two_files(army))
    assert reply({"asked_by_two_units": "Z01", "person_other_unit": "keep"}) == 2
    assert (len(lines_of("Z01")), len(lines_of("Z02"))) == (2, 1)


def test_a_changed_answer_moves_the_person_to_the_other_sheet(army):
    take_in(*two_files(army))
    reply({"asked_by_two_units": "Z02", "person_other_unit": "keep"})
    assert (len(lines_of("Z01")), len(lines_of("Z02"))) == (1, 2)
    reply({"asked_by_two_units": "Z01"})
    assert (len(lines_of("Z01")), len(lines_of("Z02"))) == (2, 1)


def test_two_units_in_two_acts_are_asked_too_and_an_answer_gives_the_same_lines(army):
    for file in two_files(army):
        take_in(file)
    assert asked() == {"asked_by_two_units": None, "person_other_unit": None}
    assert (len(lines_of("Z01")), len(lines_of("Z02"))) == (2, 1)
    reply({"asked_by_two_units": "Z02", "person_other_unit": "keep"})
    assert (len(lines_of("Z01")), len(lines_of("Z02"))) == (1, 2)


def test_a_file_that_comes_again_keeps_its_answers_and_changes_nothing(army, db):
    files = two_files(army)
    take_in(*files)
    reply({"asked_by_two_units": "Z02", "person_other_unit": "keep"})
    before, sent = (lines_of("Z01"), lines_of("Z02")), [sheet_of(db, code).submission for code in ("Z01", "Z02")]
    for order in itertools.permutations(files):
        take_in(*order)
        assert (lines_of("Z01"), lines_of("Z02")) == before and None not in asked().values()
    for file in files:
        take_in(file)
    assert (lines_of("Z01"), lines_of("Z02")) == before and [sheet_of(db, code).submission for code in ("Z01", "Z02")] == sent


def test_a_corrected_sending_without_the_line_takes_its_question_away(army):
    take_in(("Z01.xlsx", need_file(person(army["a"]), count(40))))
    take_in(("Z01 (lan 2).xlsx", need_file(person(army["a"]), count(2), made=date(2026, 3, 12), submission=2)))
    assert asked() == {} and lines_of("Z01") == [(army["a"], 1, "2027Q1"), ("N3", 2, "2027Q1")]
    with pytest.raises(WrongMove), work():
        question = builders.db.session.execute(builders.db.select(NeedQuestion)).scalar_one()
        actions.answer(None, [(question, None, "keep")])


def test_an_older_sending_that_comes_later_changes_nothing(army, db):
    take_in(("Z01 (lan 2).xlsx", need_file(person(army["b"]), made=date(2026, 3, 12), submission=2)))
    take_in(("Z01.xlsx", need_file(person(army["a"]), count(40))))
    assert lines_of("Z01") == [(army["b"], 1, "2027Q1")] and asked() == {} and sheet_of(db, "Z01").submission == 1


def test_an_accepted_sheet_a_closed_round_and_a_line_changed_by_hand_refuse_an_answer(army, db):
    staff = builders.account("committee_staff", army["top"])
    take_in(("Z01.xlsx", need_file(person(army["a"]), count(40))))
    reply({"exceeds_staff": "keep"})
    with work():
        db.session.execute(db.update(Need).where(Need.heads == 40).values(heads=41))
    with pytest.raises(WrongMove, match="đã được sửa"):
        reply({"exceeds_staff": "drop"})
    with work():
        db.session.execute(db.update(NeedSheet).where(NeedSheet.id == sheet_of(db, "Z01").id).values(state="accepted", reviewed_by_id=staff.id))
    with pytest.raises(WrongMove, match="tiếp nhận"):
        reply({"exceeds_staff": "drop"})
    with work():
        close_round(staff, db.session.execute(db.select(SurveyRound)).scalar_one(), signing=Signing(common="chưa gửi"))
    with pytest.raises(WrongMove, match="chốt"):
        reply({"exceeds_staff": "drop"})
    assert asked() == {"exceeds_staff": "keep"}


def test_an_answer_that_would_double_a_line_made_by_hand_is_refused(army, db):
    take_in(("Z01.xlsx", need_file(count(1), person(army["c"]))))
    sheet, someone = sheet_of(db, "Z01"), db.session.execute(db.select(builders.Person).where(builders.Person.service_no == army["c"])).scalar_one()
    with work():
        db.session.add(Need(sheet_id=sheet.id, line_no=9, unit_id=sheet.unit_id, person_id=someone.id, topic_id=builders.topic().id, level=1, priority=3, quarter="2026Q4"))
        db.session.execute(db.update(NeedSheet).values(last_line_no=9))
    with pytest.raises(WrongMove, match="đã có dòng khác"):
        reply({"person_other_unit": "keep"})
    assert asked() == {"person_other_unit": None}


def test_a_file_whose_name_and_sheet_disagree_is_read_for_the_unit_that_is_answered(army, db):
    data = need_file(person(army["a"]))
    take_in(("Z02.xlsx", data))
    assert asked() == {"unit_mismatch": None} and sheet_of(db, "Z01").state == sheet_of(db, "Z02").state == "not_opened"
    reply({"unit_mismatch": "drop"})
    assert sheet_of(db, "Z01").state == "not_opened"
    reply({"unit_mismatch": "Z01"})
    assert lines_of("Z01") == [(army["a"], 1, "2027Q1")] and sheet_of(db, "Z02").state == "not_opened"
    with pytest.raises(WrongMove, match="theo câu trả lời trước"):
        reply({"unit_mismatch": "Z02"})
    take_in(("Z02.xlsx", data))
    assert asked() == {"unit_mismatch": "Z01"} and sheet_of(db, "Z01").submission == 1


@pytest.mark.parametrize(("choice", "no_need", "lines"), [("lines", False, 1), ("no_need", True, 0)])
def test_a_file_that_says_no_need_and_has_lines_holds_for_the_one_or_the_other(army, db, choice, no_need, lines):
    take_in(("Z01.xlsx", need_file(person(army["a"]), answer="Không có nhu cầu")))
    assert asked() == {"contradictory_answer": None} and sheet_of(db, "Z01").state == "not_opened"
    reply({"contradictory_answer": choice})
    assert len(lines_of("Z01")) == lines and (sheet_of(db, "Z01").no_need, sheet_of(db, "Z01").state) == (no_need, "submitted")


def test_a_file_whose_lines_all_wait_is_no_answer_of_no_need(army, db):
    take_in(("Z01.xlsx", need_file(count(40))))
    assert not sheet_of(db, "Z01").no_need and lines_of("Z01") == []
    take_in(("Z01.xlsx", need_file(count(40))))
    assert sheet_of(db, "Z01").submission == 1


def test_a_person_whom_the_other_unit_no_longer_asks_for_is_confirmed_by_a_person(army, db):
    take_in(*two_files(army))
    take_in(("Z02 (lan 2).xlsx", need_file(count(1, "Cục Thử Hai"), code="Z02", made=date(2026, 3, 12), submission=2)))
    assert asked() == {"asked_by_two_units": None} and len(lines_of("Z01")) == 1
    assert [question.choices for question in db.session.execute(db.select(NeedQuestion).where(NeedQuestion.standing)).scalars()] == [["Z01", "drop"]]
    reply({"asked_by_two_units": "Z01"})
    assert len(lines_of("Z01")) == 2


def test_a_file_of_a_unit_that_was_merged_is_refused_and_its_lines_do_not_vanish_in_a_dead_sheet(army, db):
    take_in(("a.xlsx", need_file(person(army["a"]))))
    sheet_of(db, "Z01").moved_to_id = sheet_of(db, "Z02").id
    db.session.commit()
    with pytest.raises(Problem, match="Z01.*sáp nhập"):
        take_in(("b.xlsx", need_file(person(army["b"]), made=date(2026, 3, 11), submission=2)))
    assert lines_of("Z01") == [(army["a"], 1, "2027Q1")]


def test_a_question_of_a_unit_that_was_merged_is_not_answered_into_a_dead_sheet(army, db):
    take_in(("Z01.xlsx", need_file(person(army["a"]), count(40))))
    sheet_of(db, "Z01").moved_to_id = sheet_of(db, "Z02").id
    db.session.commit()
    with pytest.raises(WrongMove, match="Z01.*sáp nhập"):
        reply({"exceeds_staff": "keep"})
    assert asked() == {"exceeds_staff": None} and lines_of("Z01") == [(army["a"], 1, "2027Q1")]
