"""The whole folder of need files as one act: what truth.json says, its questions answered, and the same lines in whatever order the files come."""
import io
import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from lms.imports.actions import runs
from lms.imports.models import NeedQuestion
from lms.survey.models import Need, NeedSheet
from lms.units.models import Unit
from tests import builders
from tests.imports import sample
from tests.imports.need_files import count, lines_of, need_file, person, take_in

pytestmark = pytest.mark.slow

FOLDER = sample.ARMY / "needs"
LISTS = ("units", "units.xlsx"), ("courses", "courses.xlsx"), ("people", "personnel-*.xlsx")
ANSWERS = {"exceeds_staff": "keep", "past_quarter": "2026Q4", "duplicate_line": "first", "person_other_unit": "keep", "asked_by_two_units": "X11"}


@pytest.fixture
def command(app, db):
    """command(*arguments): an import that must succeed."""
    def run(kind, *arguments):
        answer = app.test_cli_runner().invoke(args=["import", kind, *map(str, arguments), "--valid-rows", "--list-date", "2026-03-01"])
        db.session.rollback()
        assert answer.exit_code == 0, answer.output
        return answer.output
    return run


def all_lines(db) -> Counter:
    """Every line of every sheet, with its unit."""
    db.session.rollback()
    rows = db.session.execute(db.select(Unit.code, Need).join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id)).all()
    return Counter((code, need.person_id, need.group_code, need.heads, need.topic_id, need.level, need.priority, need.quarter, need.reason) for code, need in rows)


def hand_in(browser, paths: list[Path]):
    """All files chosen in one form, then only the valid rows taken."""
    browser.get("/imports/")
    files = [(io.BytesIO(path.read_bytes()), path.name) for path in paths]
    answer = browser.post("/imports/", {"kind": "needs", "list_date": "01/03/2026", "due": "31/03/2026", "lock": "10/04/2026", "files": files}, content_type="multipart/form-data")
    assert answer.status_code == 303
    page = browser.get(answer.location).get_data(as_text=True)
    assert browser.post(f"{answer.location}/apply", {"mode": "valid", "version": browser.guard()["version"]}).status_code == 303
    return page


def test_one_form_of_47_files_gives_what_truth_says_and_its_questions_are_answered(command, sign_in, db):
    truth = sample.truth()["needs"]
    for kind, name in LISTS:
        command(kind, *sorted(sample.ARMY.glob(name)))
    top = db.session.execute(db.select(Unit).where(Unit.depth == 0)).scalar_one()
    staff = sign_in(builders.account("committee_staff", top))
    page = hand_in(staff, sorted(FOLDER.iterdir(), reverse=True))
    assert "thay bằng X26 (lan 2).xlsx" in page and "thay bằng X39_sua.xlsx" in page and page.count("gửi muộn") == 2
    before = all_lines(db)
    assert sum(line[1] is not None for line in before.elements()) == truth["totals"]["persons"]
    assert sum(line[3] for line in before.elements() if line[1] is None) == truth["totals"]["headcount"]
    asked = db.session.execute(db.select(NeedQuestion)).scalars().all()
    wanted = {(file["file"], issue["cell"], issue["kind"]) for file in truth["files"] for line in file["lines"] if line["verdict"] == "question" for issue in line["issues"]}
    assert {(place["file"], place["cell"], question.kind) for question in asked for place in question.places} == wanted
    assert len(asked) == len(wanted) - 1 and all(question.standing for question in asked)
    staff.get("/imports/questions")
    form = {f"answer-{question.id}": ANSWERS[question.kind] for question in asked} | {f"seen-{question.id}": question.version for question in asked}
    assert staff.post("/imports/questions", form).status_code == 303
    after = all_lines(db)
    assert not before - after and sorted((line[0], line[3], line[7]) for line in (after - before).elements()) == sorted([
        ("X09", 122, "2026Q4"), ("X11", 1, "2026Q4"), ("X34", 2, "2026Q4"), ("X34", 147, "2026Q4"), ("X35", 1, "2027Q1"), ("X36", 306, "2026Q4")])
    paths = sorted(FOLDER.iterdir())
    random.Random(4).shuffle(paths)
    assert " 0 changed" in command("needs", FOLDER) and all_lines(db) == after
    hand_in(staff, paths)
    for path in paths[:12]:
        command("needs", path)
    assert all_lines(db) == after
    assert not db.session.execute(db.select(NeedQuestion).where(NeedQuestion.answer.is_(None))).scalars().all()


def test_in_any_order_the_folder_is_judged_alike(command):
    for kind, name in LISTS:
        command(kind, *sorted(sample.ARMY.glob(name)))
    wish = runs.Wish("needs", date(2026, 3, 1), due=date(2026, 3, 31), lock=date(2026, 4, 10), opens=date(2026, 3, 2))
    uploads = [runs.Upload(path.name, path.read_bytes()) for path in sorted(FOLDER.iterdir())]
    seen = []
    for seed in range(3):
        random.Random(seed).shuffle(uploads)
        staged = runs.read(wish, list(uploads))
        seen.append({file.name: (file.verdict, file.found.get("superseded_by"), [(row.row, row.verdict, row.issues, row.change) for row in file.rows]) for file in staged.files})
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize("seed", range(8))
def test_any_order_and_any_cut_into_acts_gives_the_same_lines(db, seed):
    top = builders.ministry()
    names = {"Z01": "Cục Thử Một", "Z02": "Cục Thử Hai", "Z03": "Cục Thử Ba"}
    units = {code: builders.unit(name, top, code=code) for code, name in names.items()}
    builders.group("N3"), builders.course("K-1", level=1), builders.course("K-2", level=2)
    people = {code: [builders.person(unit).service_no for _ in range(4)] for code, unit in units.items()}
    pick = random.Random(seed)

    def file(code: str, sending: int, survey: str, draw: random.Random) -> tuple[str, bytes]:
        lines = [person(number, names[code], level=draw.choice(["CB", "NC"])) for number in draw.sample(people[code], draw.randint(1, 4))]
        lines += [count(draw.randint(1, 9), names[code], quarter=draw.choice(["Q1/2027", "Q2/2024"])) for _ in range(draw.randint(0, 3))]
        return f"{code} ({sending}).xlsx", need_file(*lines, code=code, made=date(2026, 3, 9 + sending), submission=sending, survey=survey)

    def files(survey: str) -> list[tuple[str, bytes]]:
        return [file(code, sending, survey, random.Random(f"{seed} {code} {sending}")) for code in names for sending in (1, 2)]
    together, cut = files("KS-A"), files("KS-B")
    pick.shuffle(together), pick.shuffle(cut)
    take_in(*together)
    while cut:
        act, cut = cut[:(some := pick.randint(1, 3))], cut[some:]
        take_in(*act)
    assert [lines_of(code, "KS-A") for code in names] == [lines_of(code, "KS-B") for code in names]
    before = [lines_of(code, "KS-A") for code in names]
    pick.shuffle(together)
    for each in together:
        take_in(each)
    assert [lines_of(code, "KS-A") for code in names] == before
