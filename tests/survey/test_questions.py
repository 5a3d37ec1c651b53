"""Questions of a round: asked as data, answered page by page, required ones stop the sending, choices are rolled up."""
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.db import db
from lms.errors import Problem, StaleForm, WrongMove
from lms.survey import actions
from lms.survey.actions import questions as deeds
from lms.survey.models import SurveyRound
from lms.survey.rules import questions as rules
from lms.survey.rules.questions import Option, Question, options_of
from tests import builders
from tests.survey.makers import army, counted_queries, line, plan

YES_NO = (Option("o1", "Có", "Yes"), Option("o2", "Không", "No"))
ROOM = Question("q1", "choice", "Có phòng máy không?", "A computer room?", True, 1, YES_NO)
PLACES = Question("q2", "number", "Bao nhiêu máy?", "How many computers?", True, 2, (), "q1", "o1")
NOTE = Question("q3", "text", "Ghi chú", "Notes", False, 2)


def asked_army(*questions: Question):
    """An open round that asks these questions."""
    made = army()
    made.round.questions = rules.rows(list(questions))
    db.session.commit()
    return made


def draft():
    made = army()
    made.round = actions.draft_round(made.committee, plan(made.ministry))
    db.session.commit()
    return made


def filled(made):
    """The sheet of the first unit with a line."""
    sheet = made.sheet(made.first)
    actions.add_people(made.clerk, sheet, [builders.person(made.first).id], line())
    db.session.commit()
    return sheet


questions = st.lists(st.tuples(st.sampled_from(rules.KINDS), st.integers(1, 4), st.booleans(), st.none() | st.integers(0, 5)), max_size=8)


@given(questions, st.dictionaries(st.integers(1, 8), st.sampled_from(["o1", "o2", "x", "", 3])))
def test_what_is_hidden_is_never_missing_kept_or_counted(drawn, answers):
    made = [Question(f"q{n}", kind, "?", "", needed, page, YES_NO if kind == "choice" else (), f"q{other + 1}" if other is not None else "", "o1" if other is not None else "")
            for n, (kind, page, needed, other) in enumerate(drawn, 1)]
    if rules.fault(made):
        return
    typed = {f"q{n}": value for n, value in answers.items()}
    shown, kept = {each.key for each in rules.shown(made, typed)}, rules.kept(made, typed)
    assert set(kept) <= shown and {each.key for each in rules.missing(made, typed)} <= shown - set(kept)
    assert {each.key for each in rules.shown(made, kept)} == shown and rules.kept(made, kept) == kept
    assert rules.read(rules.rows(made)) == made
    assert all(one < two for one, two in pairwise(rules.pages(made, typed)))
    for _question, counts, silent in rules.tally(made, [typed, kept]):
        assert sum(count for _option, count in counts) + silent <= 2


def test_a_condition_looks_back_to_a_choice_on_an_earlier_page():
    assert rules.fault([ROOM, PLACES, NOTE]) is None
    same_page = Question("q2", "number", "?", "", False, 1, (), "q1", "o1")
    of_text = Question("q4", "text", "?", "", False, 3, (), "q3", "o1")
    unknown = Question("q4", "text", "?", "", False, 3, (), "q1", "o9")
    assert rules.fault([ROOM, same_page]) == ("q2", "only_if", "later")
    assert rules.fault([NOTE, of_text])[2] == rules.fault([ROOM, unknown])[2] == "condition"
    assert rules.fault([Question("q1", "choice", "?", "", options=options_of("một", ""))])[2] == "options"
    assert rules.fault([Question("q1", "choice", "?", "", options=options_of("một\nmột", ""))])[2] == "twice"


def test_an_option_keeps_its_value_when_another_goes():
    before = options_of("Có\nKhông\nSắp có", "Yes\nNo\nSoon")
    after = options_of("Không\nKhác", "No", before)
    assert [(option.value, option.vi, option.en) for option in after] == [("o2", "Không", "No"), ("o4", "Khác", "")]


def test_only_a_draft_takes_questions_and_each_change_is_another_version_of_the_form(app):
    made = draft()
    version = made.round.version
    deeds.add_question(made.committee, made.round, ROOM, version)
    assert made.round.form_version == 2 and rules.read(made.round.questions) == [ROOM]
    with pytest.raises(StaleForm):
        db.session.flush()
        deeds.add_question(made.committee, made.round, NOTE, version)
    actions.open_round(made.committee, made.round)
    for deed in (lambda: deeds.add_question(made.committee, made.round, NOTE), lambda: deeds.remove_question(made.committee, made.round, "q1")):
        with pytest.raises(WrongMove):
            deed()


def test_questions_move_and_one_that_others_depend_on_stays(app):
    made = draft()
    for each in (ROOM, PLACES, NOTE):
        deeds.add_question(made.committee, made.round, each)
    deeds.move_question(made.committee, made.round, "q3", True)
    deeds.move_question(made.committee, made.round, "q1", True)
    assert [each["key"] for each in made.round.questions] == ["q1", "q3", "q2"]
    with pytest.raises(Problem, match="bỏ điều kiện"):
        deeds.remove_question(made.committee, made.round, "q1")
    with pytest.raises(Problem, match="trang trước"):
        deeds.change_question(made.committee, made.round, Question("q2", "number", "?", "", True, 1, (), "q1", "o1"))
    deeds.remove_question(made.committee, made.round, "q2")
    with pytest.raises(WrongMove):
        deeds.move_question(made.committee, made.round, "q2", False)


def test_the_committee_asks_by_page_and_nobody_else(app, sign_in):
    made = draft()
    address, browser = f"/rounds/{made.round.id}/questions", sign_in(made.committee)
    assert "Thêm câu hỏi" in browser.get(address).text
    typed = {"vi": "Có phòng máy không?", "en": "A computer room?", "kind": "choice", "options_vi": "Có\nKhông", "options_en": "Yes\nNo", "needed": "y", "page": "1", "only_if": ""}
    assert browser.post(f"{address}/new", {**typed, "options_vi": "Có"}).status_code == 422
    assert browser.post(f"{address}/new", {**typed, "vi": ""}).status_code == 422
    browser.get(f"{address}/new")
    assert browser.post(f"{address}/new", typed).status_code == 303
    assert browser.post(f"{address}/new", {"vi": "Bao nhiêu máy?", "kind": "number", "page": "2", "only_if": "q1=o1"}).status_code == 303
    page = browser.get(address).text
    assert "Có phòng máy không?" in page and "Bao nhiêu máy?" in page and page.index("phòng máy") < page.index("Bao nhiêu")
    assert browser.get(f"{address}/2").status_code == 200 and browser.get(f"{address}/9").status_code == 404
    assert browser.post(f"{address}/2/up", {}).status_code == 303 and browser.post(f"{address}/2/remove", {}).status_code == 303
    assert len(db.session.execute(select(SurveyRound.questions).where(SurveyRound.id == made.round.id)).scalar_one()) == 1
    assert sign_in(made.commander).get(f"{address}/new").status_code == 403
    other = builders.account("committee_staff", made.other)
    assert sign_in(other).get(f"{address}/new").status_code == 404
    actions.open_round(made.committee, db.session.get(SurveyRound, made.round.id))
    db.session.commit()
    assert browser.get(f"{address}/new").status_code == 409 and "Thêm câu hỏi" not in browser.get(address).text


def test_the_unit_answers_page_by_page_and_what_is_not_asked_any_more_falls_away(app, sign_in):
    made = asked_army(ROOM, PLACES, NOTE)
    sheet, browser = filled(made), sign_in(made.clerk)
    address = f"/sheets/{sheet.id}/questions"
    page = browser.get(f"{address}/1").text
    assert "Có phòng máy không?" in page and "Bao nhiêu máy?" not in page
    assert browser.post(f"{address}/1", {"q1": "o7"}).status_code == 422
    browser.get(f"{address}/1")
    answer = browser.post(f"{address}/1", {"q1": "o1"})
    assert answer.status_code == 303 and answer.location.endswith(f"{address}/2")
    browser.get(f"{address}/2")
    assert browser.post(f"{address}/2", {"q2": "nhiều", "q3": ""}).status_code == 422
    assert browser.post(f"{address}/2", {"q2": "30", "q3": "mới"}).location.endswith(address)
    assert made.sheet(made.first).answers == {"q1": "o1", "q2": 30, "q3": "mới"}
    browser.get(f"{address}/1")
    browser.post(f"{address}/1", {"q1": "o2"})
    assert made.sheet(made.first).answers == {"q1": "o2", "q3": "mới"}
    assert browser.get(f"{address}/7").status_code == 303
    assert sign_in(made.child_commander).get(f"{address}/1").status_code == 404


def test_a_stale_page_of_answers_is_refused(app, sign_in):
    made = asked_army(ROOM)
    sheet = filled(made)
    with pytest.raises(StaleForm):
        deeds.answer_questions(made.clerk, sheet, {"q1": "o1"}, sheet.version - 1)
    browser = sign_in(made.clerk)
    assert browser.post(f"/sheets/{sheet.id}/questions/1", {"q1": "o1", "version": sheet.version - 1}).status_code == 409


def test_a_required_question_stops_the_sending_with_a_link_to_its_page(app, sign_in):
    made = asked_army(ROOM, PLACES)
    sheet, browser = filled(made), sign_in(made.commander)
    assert f"/sheets/{sheet.id}/questions/1" in browser.get(f"/sheets/{sheet.id}/check").text
    answer = browser.post(f"/sheets/{sheet.id}/submit", {})
    assert answer.status_code == 422 and f"/sheets/{sheet.id}/questions/1" in answer.text and made.sheet(made.first).state == "draft"
    sheet = made.sheet(made.first)
    deeds.answer_questions(made.clerk, sheet, {"q1": "o2"})
    db.session.commit()
    assert browser.post(f"/sheets/{sheet.id}/submit", {}).status_code == 303
    with pytest.raises(WrongMove):
        deeds.answer_questions(made.clerk, made.sheet(made.first), {"q1": "o1"})


def test_the_reviewer_sees_the_answers_and_the_round_counts_them(app, sign_in):
    made = asked_army(ROOM, NOTE)
    for unit, sender, choice in ((made.first, made.commander, "o1"), (made.child, made.child_commander, "o2")):
        sheet = made.sheet(unit)
        actions.say_no_need(sender, sheet, True)
        deeds.answer_questions(sender, sheet, {"q1": choice})
        actions.submit(sender, sheet)
    db.session.commit()
    browser = sign_in(made.committee)
    page = browser.get(f"/sheets/{made.sheet(made.first).id}").text
    assert "Có phòng máy không?" in page and "<td data-label=\"Trả lời\">Có</td>" in page
    with counted_queries() as seen:
        table = browser.get(f"/rounds/{made.round.id}/questions").text
    assert len(seen) <= 12
    assert table.count('<td class="number">1</td>') == 2
    assert sign_in(made.child_commander).get(f"/rounds/{made.round.id}/questions").text.count('<td class="number">1</td>') == 1
