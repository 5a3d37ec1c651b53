"""The page of questions and the commands: who sees them, who answers, what is refused where it was typed, at any number of questions."""
import pytest
from sqlalchemy import event

from lms.imports.models import NeedQuestion
from tests import builders
from tests.imports.need_files import asked, count, lines_of, need_file, person, reply, take_in

PAGE = "/imports/questions"


@pytest.fixture
def army(db):
    """A ministry with two first-level units."""
    top = builders.ministry()
    one, two = builders.unit("Cục Thử Một", top, code="Z01"), builders.unit("Cục Thử Hai", top, code="Z02")
    builders.group("N3"), builders.course("K-1", level=1), builders.course("K-2", level=2)
    return {"top": top, "one": one, "two": two, "a": builders.person(one, "Trần Thị Hòa").service_no}


@pytest.fixture
def staff(army, sign_in):
    """The committee's browser."""
    return sign_in(builders.account("committee_staff", army["top"]))


def questions(db) -> list[NeedQuestion]:
    """All, by their ids."""
    db.session.rollback()
    return list(db.session.execute(db.select(NeedQuestion).order_by(NeedQuestion.id)).scalars())


def send(browser, answers: dict, query: str = ""):
    """Open the page, choose, send."""
    browser.get(PAGE + query)
    return browser.post(PAGE + query, {**{f"seen-{question.id}": question.version for question in answers.pop("questions")}, **answers})


def two_questions() -> None:
    """A number beyond the staff, and a quarter that is over."""
    take_in(("Z01.xlsx", need_file(count(40), count(1, quarter="Q2/2024"))))


def test_only_who_takes_need_files_in_sees_and_answers(army, sign_in, db):
    two_questions()
    found = questions(db)
    for role in ("commander", "authority", "inspector", "administrator", "unit_clerk"):
        browser = sign_in(builders.account(role, army["top"]))
        assert browser.get(PAGE).status_code == 403
        assert browser.post(PAGE, {f"answer-{found[0].id}": "keep", f"seen-{found[0].id}": found[0].version}).status_code == 403
    for at in (army["top"], army["one"]):
        officer = sign_in(builders.account("personnel_officer", at))
        assert "Z01.xlsx" not in officer.get(PAGE).get_data(as_text=True)
        assert send(officer, {"questions": found, f"answer-{found[0].id}": "keep"}).status_code == 422
    assert "Z01.xlsx" not in sign_in(builders.account("committee_staff", army["one"])).get(PAGE).get_data(as_text=True)
    assert asked() == {"exceeds_staff": None, "past_quarter": None} and builders.db.session.get(NeedQuestion, found[0].id).answered_by_id is None


def test_several_are_answered_by_one_press_and_who_and_when_stay(army, staff, db):
    two_questions()
    page = staff.get(PAGE).get_data(as_text=True)
    assert "Z01.xlsx" in page and "40 người nhóm N3" in page and "Số đúng, nhận dòng này" in page and "G2" in page
    one, two = questions(db)
    answer = send(staff, {"questions": [one, two], f"answer-{one.id}": "", f"number-{one.id}": "1", f"answer-{two.id}": "2026Q4"})
    assert answer.status_code == 303 and lines_of("Z01") == [("N3", 1, "2026Q4"), ("N3", 1, "2027Q1")]
    assert "Không có câu hỏi nào ở đây" in staff.get(PAGE).get_data(as_text=True)
    done = staff.get(f"{PAGE}?state=answered").get_data(as_text=True)
    assert "Số đúng là 1" in done and "Nguyễn Văn Mẫu" in done
    assert all(question.answered_by_id and question.answered_at for question in questions(db))


def test_nothing_chosen_a_wrong_number_and_a_wrong_choice_are_said_and_what_was_typed_stays(army, staff, db):
    two_questions()
    one, two = questions(db)
    assert "Chưa chọn câu trả lời nào" in send(staff, {"questions": [one, two]}).get_data(as_text=True)
    answer = send(staff, {"questions": [one, two], f"number-{one.id}": "999", f"answer-{two.id}": "drop"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Cần một số nguyên từ 1 đến" in page and 'value="999"' in page and '<option value="drop" selected>' in page
    assert send(staff, {"questions": [one], f"answer-{one.id}": "2026Q4"}).status_code == 422
    assert asked() == {"exceeds_staff": None, "past_quarter": None}


def test_an_answer_given_meanwhile_is_a_conflict_and_nothing_is_written(army, staff, db):
    two_questions()
    one, two = questions(db)
    staff.get(PAGE)
    seen = {f"seen-{question.id}": question.version for question in (one, two)}
    reply({"exceeds_staff": "drop"})
    answer = staff.post(f"{PAGE}?state=answered", {**seen, f"answer-{one.id}": "keep"})
    assert answer.status_code == 409 and asked() == {"exceeds_staff": "drop", "past_quarter": None}


def test_the_same_form_twice_is_one_act(army, staff, db):
    two_questions()
    one, _two = questions(db)
    staff.get(PAGE)
    form = {**staff.guard(), f"seen-{one.id}": one.version, f"answer-{one.id}": "keep"}
    first, second = (staff.client.post(PAGE, data=form) for _ in range(2))
    assert first.status_code == second.status_code == 303 and lines_of("Z01") == [("N3", 40, "2027Q1")]


def test_files_are_counted_and_one_can_be_chosen(army, staff, db):
    take_in(("Z01.xlsx", need_file(count(40), count(50))), ("Z02.xlsx", need_file(count(60, "Cục Thử Hai"), code="Z02")))
    page = staff.get(PAGE).get_data(as_text=True)
    assert "Z01.xlsx (2)" in page and "Z02.xlsx (1)" in page and "Tất cả tệp (3)" in page
    page = staff.get(f"{PAGE}?file=Z02.xlsx").get_data(as_text=True)
    assert "60 người" in page and "40 người" not in page
    assert "Không có câu hỏi nào ở đây" in staff.get(f"{PAGE}?file=khong.xlsx&page=999999").get_data(as_text=True)


def test_english_says_everything_in_english(army, staff):
    take_in(("Z01.xlsx", need_file(count(40), person(army["a"]), person(army["a"]))))
    staff.client.set_cookie("lms_lang", "en")
    page = staff.get(PAGE).get_data(as_text=True)
    for words in ("Questions of need files", "The number is right, take this line", "Keep the earlier line, leave this one out", "40 people of group N3", "Save the answers", "An toàn thông tin, Basic"):
        assert words in page
    assert "người nhóm" not in page and "Câu trả lời" not in page


def test_the_page_asks_the_database_as_often_for_two_questions_as_for_fifty(army, staff, db):
    def statements() -> int:
        counted = []
        listen = lambda *args: counted.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        staff.get(PAGE)
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(counted)
    take_in(("Z01.xlsx", need_file(count(40), count(41))))
    few = statements()
    take_in(("Z01.xlsx", need_file(*[count(number) for number in range(40, 100)])))
    assert statements() == few <= 16


def test_the_commands_list_and_answer(app, army, db):
    two_questions()
    one, two = questions(db)
    run = app.test_cli_runner().invoke
    said = run(args=["import", "questions"]).output
    assert f"{one.id} Z01.xlsx G2: exceeds_staff" in said and "a number from 1 to" in said and f"{two.id} Z01.xlsx K3: past_quarter" in said and "2026Q4" in said
    assert run(args=["import", "answer", str(one.id), "keep"]).exit_code == 0
    assert "already" in run(args=["import", "answer", str(one.id), "keep"]).output
    assert lines_of("Z01") == [("N3", 40, "2027Q1")]
    bad = run(args=["import", "answer", str(two.id), "2020Q1"])
    assert bad.exit_code == 1 and "not among the choices" in bad.output and "Traceback" not in bad.output
    assert run(args=["import", "answer", "999999", "keep"]).exit_code == 2 and run(args=["import", "answer", "x", "keep"]).exit_code == 2
    assert f"{one.id} " not in run(args=["import", "questions"]).output.split("\n")[0] and "-> keep" in run(args=["import", "questions", "--all"]).output


def test_a_folder_stands_for_its_files(app, army, db, tmp_path):
    builders.person(army["two"])
    (tmp_path / "n").mkdir()
    (tmp_path / "empty").mkdir()
    for name, data in (("Z01.xlsx", need_file(count(1))), ("Z02.xlsx", need_file(count(1, "Cục Thử Hai"), code="Z02")), (".hidden", b"x"), ("~$Z01.xlsx", b"x")):
        (tmp_path / "n" / name).write_bytes(data)
    run = app.test_cli_runner().invoke
    dates = ["--list-date", "2026-03-01", "--opens", "2026-03-02", "--due", "2026-03-31", "--lock", "2026-04-10"]
    done = run(args=["import", "needs", str(tmp_path / "n"), *dates])
    assert done.exit_code == 0, done.output
    assert lines_of("Z01") == lines_of("Z02") == [("N3", 1, "2027Q1")]
    assert run(args=["import", "needs", str(tmp_path / "empty"), *dates]).exit_code == 2
    assert run(args=["import", "needs", str(tmp_path / "n"), str(tmp_path / "n" / "Z01.xlsx"), *dates]).exit_code == 2
