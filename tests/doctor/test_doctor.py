"""The doctor: a healthy house has no fault; each planted fault is named."""
import json
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import text

from lms import clock
from lms.audit.actions import anchor, seal
from lms.audit.queries import chain_head
from lms.blobs import keep_bytes
from lms.certificates.models import Certificate
from lms.db import db, work
from lms.deadlines.models import Task
from lms.doctor.queries import CHECKS, examine
from lms.documents import actions as papers
from lms.documents.models import Document
from lms.people.models import PersonPost, PersonRank
from lms.quota.models import LedgerEntry, PlannedSeat, Proposal
from lms.survey.models import Need, NeedSheet, SurveyRound
from tests import builders as make
from tests.certificates.making import ask, drain, finished_class


def surveyed(place) -> NeedSheet:
    """A round with one sheet of one person and a head count."""
    now = clock.now()
    found = make.keep(SurveyRound(code=f"KS-{place.academy.id}", title="Đợt mẫu", year=2026, scope_id=place.ministry.id, opens_on=date(2026, 1, 1), due_at=now, lock_at=now,
                                  changed_at=now))
    sheet = make.keep(NeedSheet(round_id=found.id, unit_id=place.sponsor.id, review_unit_id=place.ministry.id, unit_name=place.sponsor.name, persons=1, heads=7,
                                state="draft", changed_at=now))
    about = {"sheet_id": sheet.id, "unit_id": place.sponsor.id, "topic_id": make.topic().id, "level": 1, "priority": 1, "quarter": "2027Q2"}
    make.keep(Need(**about, line_no=1, person_id=make.person(place.sponsor).id), Need(**about, line_no=2, group_code=make.group().code, heads=7))
    return sheet


def granted(place, sheet) -> Proposal:
    """An approved proposal whose plan is what the ledger granted."""
    now = clock.now()
    made = make.keep(Proposal(year=2026, name="A", round_id=sheet.round_id, state="approved", made_at=now, changed_at=now, decision_id=place.decision.id, decided_by_id=2, submitted_by_id=1))
    about = {"unit_id": place.sponsor.id, "course_id": place.training.course_id, "academy_id": place.academy.id}
    make.keep(PlannedSeat(proposal_id=made.id, priority=1, bucket=1, end_bucket=1, heads=12, **about),
              LedgerEntry(proposal_id=made.id, at=now, year=2026, movement="grant", seats=12, **about))
    return made


@pytest.fixture
def place(app, db):
    """A whole small house, in order."""
    made = finished_class(3)
    ask(made)
    drain(app)
    with work():
        made.decision.pdf_sha256 = keep_bytes(b"%PDF-1.7 stands for the decision", "application/pdf")
        db.session.execute(text("UPDATE job SET state = 'cancelled' WHERE kind = 'documents.render'"))
    who = db.session.get(Certificate, 1) or db.session.execute(db.select(Certificate).limit(1)).unique().scalar_one()
    make.keep(PersonRank(person_id=who.person_id, rank_id=who.person.rank_id, category="SQ", since=date(2020, 1, 1)),
              PersonPost(person_id=who.person_id, unit_id=who.person.unit_id, post=who.person.post, since=date(2020, 1, 1)))
    made.sheet = surveyed(made)
    made.proposal = granted(made, made.sheet)
    make.keep(Task(kind="issue_certificates", subject="class", subject_id=made.training.id, unit_id=made.academy.id, verb="certificate.issue", words={}, opened_at=clock.now(),
                   due_at=clock.now()))
    with work():
        seal()
    anchor(*chain_head(), force=True)
    return made


@contextmanager
def broken(*statements: str, **values):
    """Past the program, as somebody with the database in hand: no triggers, no keys, no checks. Undone afterwards."""
    db.session.rollback()
    sqlite = db.engine.dialect.name == "sqlite"
    if sqlite:
        raw = db.session.connection().connection.driver_connection
        raw.execute("ROLLBACK")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("BEGIN IMMEDIATE")
    try:
        for statement in (*_guards_off(sqlite), *statements):
            db.session.execute(text(statement), values if ":facts" in statement else {})
        yield
    finally:
        if sqlite:
            raw.execute("ROLLBACK")
            raw.execute("PRAGMA ignore_check_constraints = OFF")
            raw.execute("PRAGMA foreign_keys = ON")
            raw.execute("BEGIN")
        db.session.rollback()


def _guards_off(sqlite: bool) -> list[str]:
    if sqlite:
        return [f"DROP TRIGGER {name}" for name in db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()]
    checks = db.session.execute(text("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace "
                                     "AND conrelid::regclass::text IN ('training_class', 'enrollment', 'allocation', 'certificate')")).all()
    return ["SET LOCAL session_replication_role = replica", *(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name in checks)]


def test_a_healthy_house_has_no_fault(app, place):
    assert examine() == []
    told = app.test_cli_runner().invoke(args=["doctor"])
    assert told.exit_code == 0 and told.output == "0 faults\n"


FAULTS = [
    ("sheet counts", "UPDATE need_sheet SET persons = 5", "says 5 persons"),
    ("sheet counts", "UPDATE need_sheet SET heads = 1", "its lines 1 and 7"),
    ("seats and waiting lists", "UPDATE training_class SET seated = 2", "says 2 seated"),
    ("seats and waiting lists", "UPDATE training_class SET waiting = 4", "4 waiting"),
    ("seat numbers", "UPDATE enrollment SET seat_no = 77 WHERE seat_no = 3", "seat 77 of 3"),
    ("allocations", "UPDATE allocation SET allocated = 9", "allocated 9, the ledger says 3"),
    ("seats used", "UPDATE allocation SET used = 2", "2 seats used, 3 are taken"),
    ("approved plans", "UPDATE planned_seat SET heads = 11", "12 granted, the plan says 11"),
    ("document numbers", "UPDATE counter SET value = 8 WHERE series LIKE 'document/%'", "counts 8, the highest number is 1"),
    ("document numbers", "UPDATE document SET number = 3", "has no number 1 to 2"),
    ("register numbers", "UPDATE certificate SET register_no = 9 WHERE register_no = 2", "has no number 2"),
    ("register numbers", "UPDATE counter SET value = 2 WHERE series LIKE 'certificate/%'", "counts 2, the highest number is 3"),
    ("serials", "UPDATE counter SET value = 4 WHERE series LIKE 'serial/%'", "counts 4"),
    ("documents", "UPDATE document SET pdf_sha256 = NULL", "has no file and no job"),
    ("blobs", "UPDATE blob SET data = {bytes} WHERE sha256 = (SELECT pdf_sha256 FROM certificate WHERE register_no = 1)", "has other bytes"),
    ("certificate facts", "UPDATE certificate SET facts = {json} WHERE register_no = 1", "has other facts than were frozen"),
    ("certificate facts", "UPDATE certificate SET serial = 'X-0000001' WHERE register_no = 1", "has serial X-0000001"),
    ("certificate files", "UPDATE certificate SET pdf_sha256 = NULL WHERE register_no = 1", "has no file"),
    ("qualifications", "UPDATE qualification SET revoked = {true}", "has no valid qualification"),
    ("qualifications", "UPDATE certificate SET state = 'revoked' WHERE register_no = 1", "that no valid certificate carries"),
    ("journal", "UPDATE journal_entry SET subject_id = 424242 WHERE fact = 'CertificateIssued'", "was changed"),
    ("journal", "DELETE FROM journal_seal WHERE seq > 2", "tail was cut off"),
    ("tasks", "UPDATE task SET subject_id = 4242", "waits about class 4242 that is not there"),
    ("tasks", "UPDATE task SET subject = 'dragon'", "unknown kind of thing"),
    ("foreign keys", "UPDATE person SET rank_id = 987654", "that is not there"),
    ("unit paths", "UPDATE unit SET path = '/9' || path WHERE depth = 1", "below"),
    ("unit paths", "UPDATE unit SET depth = 4 WHERE depth = 1", "has depth 4"),
    ("unit paths", "UPDATE unit SET first_level_id = NULL WHERE depth = 1", "has first-level unit None"),
    ("ranks in force", "UPDATE person_rank SET category = 'QNCN'", "the row in force says"),
    ("posts in force", "UPDATE person_post SET post = 'Khác'", "'Khác'"),
]


def test_each_planted_fault_is_named(app, place):
    sqlite, unseen = db.engine.dialect.name == "sqlite", []
    facts = json.dumps({**db.session.execute(db.select(Certificate.facts).where(Certificate.register_no == 1)).scalar_one(), "person_name": "Người Khác"})
    words_of = {"{bytes}": "x'2550'" if sqlite else "'\\x2550'::bytea", "{true}": "1" if sqlite else "true", "{json}": ":facts" if sqlite else "CAST(:facts AS jsonb)"}
    for name, statement, words in FAULTS:
        for mark, value in words_of.items():
            statement = statement.replace(mark, value)
        with broken(statement, facts=facts):
            found = examine()
        if not any(fault.startswith(f"{name}: ") and words in fault for fault in found):
            unseen.append((statement, found))
    assert unseen == [] and examine() == []


def test_two_live_certificates_of_one_completion_are_named(app, place):
    with broken("DROP INDEX uq_certificate_live", "UPDATE certificate SET completion_id = (SELECT MIN(completion_id) FROM certificate)"):
        assert any(fault.startswith("one live certificate: ") for fault in examine())


def test_a_check_that_cannot_run_is_a_fault(app, place):
    with broken("DROP TABLE need" + ("" if db.engine.dialect.name == "sqlite" else " CASCADE")):
        found = examine(("foreign keys", "sheet counts", "serials"))
        assert sum("the check itself failed" in fault for fault in found if fault.startswith("sheet counts")) == 1
        assert not [fault for fault in found if fault.startswith("serials")]


def test_the_command_prints_a_line_for_each_fault_and_ends_with_1(app, place):
    with work():
        db.session.execute(text("UPDATE allocation SET allocated = 9"))
    runner = app.test_cli_runner()
    told = runner.invoke(args=["doctor"])
    assert told.exit_code == 1 and told.output.startswith("allocations: ")
    found = json.loads(runner.invoke(args=["doctor", "--json"]).output)
    assert found["count"] == len(found["faults"]) == 1 and len(found["checks"]) == len(CHECKS)
    assert runner.invoke(args=["doctor", "--only", "journal"]).exit_code == 0
    assert runner.invoke(args=["doctor", "--only", "weather"]).exit_code == 2


def test_a_number_of_the_office_leaves_a_gap_that_is_no_fault(app, place):
    with work():
        papers.issue_decision(place.registrar, issuer=place.academy, subject="B", body={}, dated=date(2026, 11, 19), signer_name="A", signer_post="B", number=9)
    assert examine() == [] and db.session.execute(db.select(Document.number).order_by(Document.id)).scalars().all() == [1, 9]
