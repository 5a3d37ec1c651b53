"""What lies beside the chain in the sweep's army: papers of a unit, jobs, late tasks, imports, extracts of registers, a person asked for twice."""
from datetime import timedelta

from lms import blobs, clock, queue
from lms.certificates.models import RegisterExtract
from lms.db import db
from lms.deadlines.models import Task
from lms.documents.models import Document
from lms.imports.models import ImportFile, ImportRun
from lms.people.models import IdentityQuestion
from lms.survey.models import CourseWish, Need, NeedSheet, SurveyRound
from lms.units.models import Unit
from tests import builders


def canary(letter: str) -> str:
    """The word that stands in every row of a unit."""
    return f"CNRY{letter}X"


def lay(army) -> None:
    """All of it."""
    for letter in "CD":
        _of_unit(army, letter)
    for letter in "ST":
        _extract(army, letter)
    _import(army)
    _asked_twice(army)
    _round_of(army, "A")


def _of_unit(army, letter: str) -> None:
    unit, now = army.units[letter], clock.now()
    paper = Document(kind="quyet_dinh", issuer_id=unit.id, series=letter, year=clock.today().year, number=1, number_text="01/QĐ", dated=clock.today(), state="issued",
                     subject=canary(letter), signer_name="X", body={}, changed_at=now, pdf_sha256=blobs.keep_bytes(f"%PDF-1.4 {canary(letter)}".encode(), "application/pdf"))
    sheet = db.session.execute(db.select(NeedSheet).where(NeedSheet.unit_id == unit.id)).unique().scalar_one()
    task = Task(kind="fix_sheet", subject="sheet", subject_id=sheet.id, unit_id=unit.id, verb="sheet.submit", words={"reason": canary(letter)},
                opened_at=now - timedelta(days=20), due_at=now - timedelta(days=10))
    db.session.add_all([paper, task, CourseWish(sheet_id=sheet.id, title=canary(letter), outcome="Làm được việc", heads=3)])
    db.session.flush()
    army.add("document_id", paper, unit)
    army.things["job_id"].append((queue.enqueue("test", canary(letter), {"unit": letter}, unit_id=unit.id), {unit.path}))


def _round_of(army, letter: str) -> None:
    """A round that a unit held for itself."""
    now, unit = clock.now(), army.units[letter]
    db.session.add(SurveyRound(code=f"KS-{canary(letter)}", title=canary(letter), year=clock.today().year, scope_id=unit.id, depth=1, opens_on=clock.today(), state="closed",
                               due_at=now, lock_at=now, changed_at=now, snapshot_sha256="0" * 64))


def _extract(army, letter: str) -> None:
    unit = army.units[letter]
    extract = RegisterExtract(issuer_id=unit.id, year=clock.today().year, first_no=1, last_no=1, asked_at=clock.now(),
                              pdf_sha256=blobs.keep_bytes(f"%PDF-1.4 extract {canary(letter)}".encode(), "application/pdf"))
    db.session.add(extract)
    db.session.flush()
    army.add("extract_id", extract, unit)


def _import(army) -> None:
    """The ministry's list with persons of B, and a question about one of D."""
    now = clock.now()
    run = ImportRun(kind="people", state="staged", list_date=clock.today(), options={}, duplicates=[], made_by_id=army.actors["administrator of all"].id, made_at=now, changed_at=now)
    db.session.add(run)
    db.session.flush()
    db.session.add(ImportFile(run_id=run.id, position=0, name=f"{canary('B')}.xlsx", size=1, found={}))
    person = builders.person(army.units["D"], f"Phan {canary('D')} hỏi")
    db.session.add(IdentityQuestion(kind="same_name", name=person.name, places=canary("D"), differs="", person_id=person.id, fingerprint="0" * 64))
    army.things["run_id"] = [(run.id, {army.units["O"].path})]


def _asked_twice(army) -> None:
    """One person of the ministry stands in the sheets of A and of D: each may know that, not by whom."""
    person = builders.person(army.units["O"], "Phan Hai Nơi")
    for letter in "AD":
        sheet = db.session.execute(db.select(NeedSheet).join(Unit, NeedSheet.unit_id == Unit.id).where(Unit.id == army.units[letter].id)).unique().scalar_one()
        known = db.session.execute(db.select(Need).where(Need.sheet_id == sheet.id)).scalars().first()
        db.session.add(Need(sheet_id=sheet.id, line_no=2, unit_id=sheet.unit_id, person_id=person.id, topic_id=known.topic_id, level=1, course_id=known.course_id, priority=1,
                            quarter=known.quarter, reason=""))
