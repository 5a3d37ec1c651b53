"""The commands on an empty database: reports equal truth.json, all or nothing, the same file twice changes nothing, never a traceback."""
import json
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from lms.calendar import CalendarDay
from lms.competence.models import Qualification
from lms.courses.models import Course, CoursePrerequisite, LecturerMonth, Licence, Room
from lms.courses.rules.holiday_list import working_days
from lms.imports.models import ImportFile, ImportRow, ImportRun
from lms.people.models import IdentityQuestion, Person, PersonPost, PersonRank
from lms.survey.models import Need, NeedSheet, SheetEvent, SurveyRound
from lms.units.models import Unit, UnitSuccession, UnitVersion
from tests.imports import sample
from tests.sheets.making import xlsx

pytestmark = pytest.mark.slow

ARMY = sample.ARMY
PEOPLE = sorted(str(path) for path in ARMY.glob("personnel-*.xlsx"))
NEEDS = sorted(str(path) for path in (ARMY / "needs").iterdir())
ROUND = ["--opens", "2026-03-02", "--due", "2026-03-31", "--lock", "2026-04-10"]


@pytest.fixture
def command(app, db, tmp_path):
    """command(kind, *arguments) -> (exit code, report or None, output)."""
    def run(kind, *arguments, report=True):
        path = tmp_path / f"{kind}-{len(list(tmp_path.iterdir()))}.json"
        more = ["--report", str(path)] if report else []
        answer = app.test_cli_runner().invoke(args=["import", kind, *map(str, arguments), "--list-date", "2026-03-01", *more])
        db.session.rollback()
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        assert "Traceback" not in answer.output
        return answer.exit_code, json.loads(path.read_text(encoding="utf8")) if path.exists() else None, answer.output
    return run


@pytest.fixture
def army(command):
    """The whole sample army, taken in by commands; the reports by kind."""
    reports = {}
    for kind, files, more in (("units", [ARMY / "units.xlsx"], []), ("courses", [ARMY / "courses.xlsx"], []), ("people", PEOPLE, []),
                              ("academies", [ARMY / "academies.xlsx"], []), ("holidays", [ARMY / "holidays-2026-2027.csv"], []), ("needs", NEEDS, ROUND)):
        code, reports[kind], output = command(kind, *files, "--valid-rows", *more)
        assert code == 0, output
    return reports


def count(db, model, *where) -> int:
    """Rows of a table."""
    return db.session.execute(select(func.count()).select_from(model).where(*where)).scalar_one()


def snapshot(db) -> dict:
    """What an import of nothing new must not touch, with every value."""
    return {model.__name__: sorted(map(repr, db.session.execute(select(model.__table__)).all()))
            for model in (Unit, UnitVersion, UnitSuccession, Person, PersonRank, PersonPost, Qualification, IdentityQuestion, Course, CoursePrerequisite, Room,
                          LecturerMonth, Licence, CalendarDay, SurveyRound, NeedSheet, Need, SheetEvent)}


def rows_by_verdict(file: dict) -> Counter:
    """verdict -> how many rows."""
    return Counter(row["verdict"] for row in file["rows"])


def test_the_reports_equal_truth(army):
    truth = sample.truth()
    assert set(army["people"]) == {"files", "duplicates"}
    for file, want in zip(army["people"]["files"], truth["personnel"]["files"], strict=True):
        assert set(file) - {"cells"} == {"file", "verdict", "reason", "rows", "ignored_rows"}
        assert (file["file"], file["verdict"], file["reason"]) == (want["file"], want["verdict"], want.get("kind"))
        if file["verdict"] == "read":
            assert rows_by_verdict(file) == {verdict: want["counts"][verdict] for verdict in ("accepted", "refused")}
            assert file["ignored_rows"] == want["ignored_rows"]
            assert {row["row"]: sample.true_issues(row["issues"]) for row in file["rows"] if row["verdict"] == "refused"} == \
                {row["row"]: sample.true_issues(row["errors"]) for row in want["refused"]}
            assert all(set(row) == {"row", "verdict", "change", "issues"} for row in file["rows"])
    assert Counter(entry["kind"] for entry in army["people"]["duplicates"]) == Counter(entry["kind"] for entry in truth["personnel"]["duplicates"])
    wants = {file["file"]: file for file in truth["needs"]["files"]}
    for file in army["needs"]["files"]:
        want = wants[file["file"]]
        assert {row["row"]: row["verdict"] for row in file["rows"]} == {line["row"]: line["verdict"] for line in want["lines"]}
        assert file["ignored_rows"] == want["ignored_rows"]
    for kind in ("units", "courses"):
        file = army[kind]["files"][0]
        assert rows_by_verdict(file) == {verdict: truth[kind]["counts"][verdict] for verdict in ("accepted", "refused")}
    assert {(row["sheet"], row["row"]) for row in army["academies"]["files"][0]["rows"] if row["verdict"] == "refused"} == \
        {(row["sheet"], row["row"]) for row in truth["academies"]["refused"]}


def test_the_register_holds_what_truth_says(army, db):
    truth = sample.truth()
    accepted = {}
    for file in truth["personnel"]["files"]:
        for row in file.get("accepted", []):
            accepted.setdefault(row[1], row)
    stored = {person.service_no: person for person in db.session.execute(select(Person)).scalars()}
    assert set(stored) == set(accepted)
    for number, row in accepted.items():
        person = stored[number]
        got = [person.name, person.birth.isoformat(), person.gender or None, person.category or None, person.post or None, person.unit.code,
               person.post_since.isoformat() if person.post_since else None, person.specialty or None, person.roster_group]
        assert got == [row[2], row[3], row[4], row[6], row[7], row[8], row[9], row[10], row[11]], number
        assert (person.rank.title.replace(" quân nhân chuyên nghiệp", "").replace(" Hải quân", "") if person.rank else None) == row[5]
    assert count(db, PersonRank) == count(db, PersonPost) == len(stored)
    assert count(db, Unit) == 321 and count(db, UnitVersion) == 325
    assert count(db, Course) == 27 and count(db, Room) == 38
    days = dict(db.session.execute(select(CalendarDay.day, CalendarDay.kind)).all())
    assert {month: working_days(int(month[:4]), int(month[5:]), days) for month in truth["holidays"]["working_days_by_month"]} == truth["holidays"]["working_days_by_month"]


def test_the_tree_of_units_has_paths_levels_and_successors(army, db):
    units = {unit.code: unit for unit in db.session.execute(select(Unit)).scalars()}
    for code, unit in units.items():
        parent = unit.parent
        assert unit.path == f"{parent.path if parent else '/'}{unit.id}/" and unit.depth == unit.path.count("/") - 2, code
        assert (unit.first_level_id is None) == (unit.depth == 0)
    assert units["X03.01"].parent.code == "X03" and units["X48"].name == "Bộ tư lệnh Mẫu Không gian số"
    versions = db.session.execute(select(UnitVersion).where(UnitVersion.unit_id == units["X48"].id).order_by(UnitVersion.since)).scalars().all()
    assert [(version.name, version.until) for version in versions] == [("Bộ tư lệnh Mẫu Tác chiến mạng", date(2026, 1, 14)), ("Bộ tư lệnh Mẫu Không gian số", None)]
    assert versions[1].decision.startswith("Quyết định mẫu 02")
    merged = db.session.execute(select(UnitSuccession).where(UnitSuccession.kind == "merge")).scalars().all()
    assert {(item.old_unit_id, item.new_unit_id) for item in merged} == {(units["X49"].id, units["X03"].id), (units["X50"].id, units["X03"].id)}
    assert units["X49"].until == date(2025, 6, 30)


def test_the_round_holds_the_accepted_lines_of_the_files_in_use(army, db):
    truth = sample.truth()["needs"]
    survey = db.session.execute(select(SurveyRound)).scalar_one()
    assert (survey.code, survey.state, survey.opens_on.isoformat()) == (truth["round"], "locked", truth["opens"])
    sheets = {sheet.unit.code: sheet for sheet in db.session.execute(select(NeedSheet)).scalars()}
    for entry in truth["units"]:
        sheet = sheets[entry["unit"]]
        assert sheet.state == ("not_opened" if entry["status"] == "silent" else "resubmitted" if len(entry["files"]) > 1 else "submitted"), entry
        assert sheet.no_need == (entry["status"] == "no_need")
    assert sorted(unit for unit, sheet in sheets.items() if sheet.late) == sorted(file["unit"] for file in truth["files"] if file["timing"] == "late")
    needs = db.session.execute(select(Need)).scalars().all()
    assert sum(need.person_id is not None for need in needs) == truth["totals"]["persons"] == sum(sheet.persons for sheet in sheets.values())
    assert sum(need.heads for need in needs if need.person_id is None) == truth["totals"]["headcount"] == sum(sheet.heads for sheet in sheets.values())
    sums = {}
    for need in needs:
        course = need.course.code if need.course else f"(no course) {need.topic.name} / {['', 'Cơ bản', 'Nâng cao', 'Chuyên sâu'][need.level]}"
        mine = sums.setdefault(course, {"persons": 0, "headcount": 0})
        mine["persons" if need.person_id else "headcount"] += need.heads
    assert sums == truth["totals"]["by_course"]
    assert [len(event.lines) for event in db.session.execute(select(SheetEvent).where(SheetEvent.sheet_id == sheets["X26"].id, SheetEvent.move.in_(("submit", "resubmit")))
                                                             .order_by(SheetEvent.id)).scalars()] == [14, 14]


def test_open_questions_are_rows_and_are_asked_once(army, db, command):
    kinds = Counter(db.session.execute(select(IdentityQuestion.kind)).scalars())
    assert kinds == {"duplicate_conflict": 2, "service_number_conflict": 1, "suspected_same_person": 2}
    for path in PEOPLE[:3]:
        assert command("people", path, "--valid-rows")[0] == 0
    assert Counter(db.session.execute(select(IdentityQuestion.kind)).scalars()) == kinds


def test_everything_twice_changes_nothing(army, db, command):
    before = snapshot(db)
    for kind, files in (("units", [ARMY / "units.xlsx"]), ("courses", [ARMY / "courses.xlsx"]), ("people", PEOPLE), ("academies", [ARMY / "academies.xlsx"]),
                        ("holidays", [ARMY / "holidays-2026-2027.csv"]), ("needs", NEEDS)):
        code, report, _ = command(kind, *files, "--valid-rows")
        assert code == 0
        assert {row["change"] for file in report["files"] for row in file["rows"] if row["verdict"] == "accepted"} <= {"unchanged", None}, kind
    assert snapshot(db) == before


def test_one_refused_row_means_nothing_is_taken(command, db):
    code, report, output = command("units", ARMY / "units.xlsx")
    assert code == 1 and "nothing written" in output and rows_by_verdict(report["files"][0])["refused"] == 3
    assert count(db, Unit) == count(db, ImportRun) == count(db, ImportFile) == 0


def test_a_dry_run_reports_the_changes_and_writes_nothing(command, db):
    code, report, _ = command("units", ARMY / "units.xlsx", "--dry-run", "--valid-rows")
    assert code == 0 and Counter(row["change"] for row in report["files"][0]["rows"]) == {"created": 325, None: 3}
    assert count(db, Unit) == count(db, ImportRun) == 0
    assert command("units", ARMY / "units.xlsx", "--dry-run")[0] == 1


def test_a_secret_or_old_file_leaves_no_byte_behind(army, db):
    refused = db.session.execute(select(ImportFile).where(ImportFile.verdict == "refused_file")).scalars().all()
    assert {file.reason for file in refused} == {"legacy_encoding", "secret_marking"}
    for file in refused:
        assert file.sha256 is None and file.upload is None and set(file.found) == {"cells"}
        assert count(db, ImportRow, ImportRow.file_id == file.id) == 0


def test_bad_files_of_every_kind_end_in_a_line_and_exit_one(command, tmp_path):
    bad = {"empty.xlsx": b"", "junk.xlsx": b"\x00\x01\x02" * 50, "text.xlsx": b"hello", "page.xlsx": b"<html></html>", "zip.xlsx": b"PK\x03\x04" + b"x" * 40,
           "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "notable.xlsx": xlsx([["a", "b"], [1, 2]])}
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
        for kind in ("units", "people", "needs", "courses", "academies", "holidays"):
            code, report, output = command(kind, tmp_path / name)
            assert code == 1, (kind, name)
            assert report["files"][0]["verdict"] == "refused_file" and report["files"][0]["reason"] in output


def test_a_missing_file_and_a_bad_date_are_usage_errors(app):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["import", "units", "/no/such/file.xlsx"]).exit_code == 2
    assert runner.invoke(args=["import", "units", str(ARMY / "units.xlsx"), "--list-date", "2026-13-01"]).exit_code == 2
    assert "All or nothing" in " ".join(runner.invoke(args=["import", "--help"]).output.split())


def test_needs_without_units_are_refused_with_a_word(command):
    code, _, output = command("needs", NEEDS[0], "--valid-rows", report=False)
    assert code in (0, 1) and "Traceback" not in output


def test_needs_find_the_dates_of_a_round_that_stands(army, db, command):
    code, _, _ = command("needs", NEEDS[0], "--valid-rows", "--opens", "2030-01-01", "--due", "2030-02-01", "--lock", "2030-03-01")
    assert code == 0 and db.session.execute(select(SurveyRound.opens_on)).scalars().all() == [date(2026, 3, 2)]
