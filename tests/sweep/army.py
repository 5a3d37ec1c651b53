"""A small army in which every row carries the canary of its unit, so that any answer can be searched for what it must not say."""
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from lms import blobs, clock, queue
from lms.accounts.models import Account
from lms.certificates.models import Certificate
from lms.certificates.rules.paper import CertificateFacts
from lms.classification.actions import classify, load_reference
from lms.classification.models import Classification
from lms.courses.models import ClassSession, TrainingClass
from lms.db import db
from lms.documents.models import Document
from lms.enrollment.models import Completion, Enrollment, Nomination
from lms.pdf.record import record_of
from lms.people.models import Person
from lms.quota.models import Allocation, DemandCell, PlannedSeat, Proposal
from lms.survey.models import ClosedTable, Need, NeedSheet, SurveyRound
from lms.units.models import Unit
from tests import builders
from tests.sweep.papers import canary, lay


@dataclass
class Army:
    """Units by letter, actors by name, and for each address parameter the things with the unit paths that open them."""
    units: dict[str, Unit]
    actors: dict[str, Account] = field(default_factory=dict)
    things: dict[str, list[tuple[int, set[str]]]] = field(default_factory=dict)

    def add(self, parameter: str, row, *units: Unit) -> None:
        """A thing that may be opened from these units."""
        self.things.setdefault(parameter, []).append((row.id, {unit.path for unit in units}))


def build() -> Army:
    """Ministry O; first-level A with child C, first-level B with child D; academies S (under O) and T (under B)."""
    load_reference()
    db.session.commit()
    top = builders.unit(f"Bộ {canary('O')}", None, "Bộ")
    units = {"O": top}
    for letter, parent, kind in (("A", "O", "Quân khu"), ("C", "A", "Cục"), ("B", "O", "Quân khu"), ("D", "B", "Cục"), ("S", "O", "Học viện"), ("T", "B", "Học viện")):
        units[letter] = builders.unit(f"Đơn vị {canary(letter)}", units[parent], kind)
    army = Army(units)
    _actors(army)
    for letter, unit in units.items():
        army.add("unit_id", unit, unit)
        if letter in "ST":
            army.add("academy_id", unit, unit)
    for account in army.actors.values():
        army.add("account_id", account, account.person.unit)
        army.add("person_id", account.person, account.person.unit)
    _needs(army)
    _classes(army)
    lay(army)
    db.session.commit()
    return army


def _actors(army: Army) -> None:
    units = army.units
    for role in ("commander", "unit_clerk", "personnel_officer"):
        army.actors[f"{role} of A"] = builders.account(role, units["A"], f"Lê {canary('A')} {role}")
    army.actors["commander of D"] = builders.account("commander", units["D"], f"Trần {canary('D')}")
    for role in ("academy_staff", "academy_head", "lecturer", "registrar"):
        army.actors[f"{role} of S"] = builders.account(role, units["S"], f"Ngô {canary('S')} {role}")
    for role in ("committee_staff", "authority", "inspector", "administrator"):
        army.actors[f"{role} of all"] = builders.account(role, units["O"], f"Đỗ {canary('O')} {role}")
    for role in ("inspector", "administrator", "committee_staff"):
        army.actors[f"{role} of B"] = builders.account(role, units["B"], f"Bùi {canary('B')} {role}")
    army.actors["inspector of all who commands A"] = builders.account("inspector", units["O"], f"Hồ {canary('O')}", ("commander", units["A"]))
    army.actors["person of C"] = builders.account(None, units["C"], f"Vũ {canary('C')}")
    army.actors["deputy of the commander of A"] = builders.deputy(army.actors["commander of A"], builders.account(None, units["A"], f"Đinh {canary('A')}"))
    army.actors["deputy whose days are over"] = builders.deputy(army.actors["commander of D"], builders.account(None, units["D"], f"Mai {canary('D')}"), -3)


def _person(unit: Unit, letter: str) -> Person:
    return builders.person(unit, f"Phan {canary(letter)}")


def _needs(army: Army) -> None:
    units, now = army.units, clock.now()
    course, staff = builders.course("KH-SWEEP"), army.actors["committee_staff of all"]
    found = SurveyRound(code="KS-SWEEP", title="Đợt mẫu", year=clock.today().year, scope_id=units["O"].id, depth=2, opens_on=clock.today(), state="open",
                        due_at=now + timedelta(days=5), lock_at=now + timedelta(days=9), changed_at=now, snapshot={"lines": []}, snapshot_sha256="0" * 64)
    db.session.add(found)
    db.session.flush()
    proposal = Proposal(year=found.year, name="A", round_id=found.id, state="submitted", made_at=now, changed_at=now, made_by_id=staff.id, submitted_by_id=staff.id,
                        figures={"goals": {name: [1, 1] for name in ("mandatory", "priority", "theta", "all", "cost")}, "asked": 4, "seats": 4, "classes": 1,
                                 "limit_reached": False, "engine": {}})
    document = Document(kind="quyet_dinh", issuer_id=units["O"].id, series="s", year=found.year, number=1, number_text="01/QĐ", dated=clock.today(), state="issued",
                        subject="Giao chỉ tiêu", signer_name="X", body={}, changed_at=now, pdf_sha256=blobs.keep_bytes(b"%PDF-1.4", "application/pdf"))
    job_id = queue.enqueue("test", "Việc", {}, by=staff, unit_id=units["O"].id)
    db.session.add_all([proposal, document])
    db.session.flush()
    army.add("round_id", found, *[units[letter] for letter in "OABCD"])
    army.add("proposal_id", proposal, units["O"])
    army.things["round of the committee"] = [(found.id, {units["O"].path})]
    army.things["round of reviewers"] = [(found.id, {units[letter].path for letter in "OAB"})]
    army.add("document_id", document, *units.values())
    army.things["document of the ministry"] = [(document.id, {units["O"].path})]
    army.things["job_id"] = [(job_id, {units["O"].path})]
    for letter, review in (("A", "O"), ("C", "A"), ("B", "O"), ("D", "B")):
        unit, person = units[letter], _person(units[letter], letter)
        sheet = NeedSheet(round_id=found.id, unit_id=unit.id, review_unit_id=units[review].id, unit_name=unit.name, state="submitted", persons=1, submission=1, submitted_at=now,
                          submitted_by_id=staff.id, changed_at=now)
        db.session.add(sheet)
        db.session.flush()
        need = Need(sheet_id=sheet.id, line_no=1, unit_id=unit.id, person_id=person.id, topic_id=course.topic_id, level=1, course_id=course.id, priority=1,
                    quarter=f"{found.year}Q4", reason=canary(letter))
        db.session.add(need)
        db.session.flush()
        classify(staff, [need])
        result = db.session.execute(db.select(Classification).where(Classification.need_id == need.id)).scalar_one()
        db.session.add_all([DemandCell(proposal_id=proposal.id, unit_id=unit.id, group_code="N3", course_id=course.id, priority=1, bucket=0, heads=1),
                            PlannedSeat(proposal_id=proposal.id, unit_id=unit.id, course_id=course.id, academy_id=units["S"].id, priority=1, bucket=0, end_bucket=0, heads=1)])
        db.session.flush()
        army.add("sheet_id", sheet, unit)
        table = ClosedTable(round_id=found.id, level_id=unit.id, number=1, gaps=[], sha256="0" * 64, signed_at=now, signed_by_id=staff.id, pdf_sha256=document.pdf_sha256, content={
            "level_name": unit.name, "signer": canary(letter), "units": [], "gaps": [], "groups": [], "changes": [], "below": [], "before": None})
        db.session.add(table)
        db.session.flush()
        army.things.setdefault("table_id", []).append((table.id, {unit.path}))
        army.things.setdefault("review_of", []).append((sheet.id, {units[review].path}))
        army.things.setdefault("need_id", []).append((need.id, {unit.path}))
        army.add("classification_id", result, unit)
        army.add("person_id", person, unit)
    army.things["course_id"] = [(course.id, set())]


def _classes(army: Army) -> None:
    for school, sender in (("S", "A"), ("T", "D")):
        _class(army, school, sender)


def _facts(school: str, sender: str, found: TrainingClass) -> dict:
    return record_of(CertificateFacts(
        kind="chung_chi", issuer_name=canary(school), parent_name="", authority_title="Giám đốc", person_name=f"Phan {canary(sender)}", birth=date(1985, 3, 8), rank="Đại úy",
        post="Trợ lý", unit=canary(sender), course="Khóa", starts=found.starts_on, ends=found.ends_on, hours=24, mode="tập trung", grade_word="Giỏi", decision_number="01/QĐ",
        decision_date=found.starts_on, decision_by="Giám đốc", serial=f"S-{canary(school)}", register_text=f"0001/{canary(school)}", verify_code=school * 16,
        verify_url=f"HTTP://X/VERIFY/{school * 16}", place="Hà Nội", issued_on=found.ends_on, signer_post=("GIÁM ĐỐC",), signer_rank="Đại tá", signer_name="X"))


def _class(army: Army, school: str, sender: str) -> None:
    units, now, today = army.units, clock.now(), clock.today()
    course_id = army.things["course_id"][0][0]
    found = TrainingClass(code=f"LOP-{canary(school)}", course_id=course_id, academy_id=units[school].id, state="open", year=today.year, starts_on=today + timedelta(days=60),
                          ends_on=today + timedelta(days=62), capacity=2, nominate_until=now + timedelta(days=15), release_at=now + timedelta(days=30),
                          lock_at=now + timedelta(days=53), seated=1, changed_at=now)
    db.session.add(found)
    db.session.flush()
    session = ClassSession(class_id=found.id, number=1, day=found.starts_on, begins=time(8), ends=time(11))
    share = Allocation(class_id=found.id, unit_id=units[sender].id, proposed=2, approved=2, allocated=2, used=1)
    rows = [Nomination(class_id=found.id, person_id=_person(units[sender], sender).id, unit_id=units[sender].id, state=state, nominated_at=now, changed_at=now,
                       nominated_by_id=army.actors["unit_clerk of A"].id, decided_by_id=army.actors["personnel_officer of A"].id if state == "approved" else None)
            for state in ("approved", "nominated")]
    db.session.add_all([session, share, *rows])
    db.session.flush()
    place = Enrollment(class_id=found.id, person_id=rows[0].person_id, unit_id=units[sender].id, nomination_id=rows[0].id, state="seated", seat_no=1, enrolled_at=now, changed_at=now)
    db.session.add(place)
    db.session.flush()
    done = Completion(enrollment_id=place.id, class_id=found.id, person_id=place.person_id, completed=True, attended=1, sessions=1, rule="mẫu", decided_at=now)
    db.session.add(done)
    db.session.flush()
    paper = Certificate(completion_id=done.id, person_id=place.person_id, class_id=found.id, issuer_id=units[school].id, unit_id=units[sender].id, kind="chung_chi",
                        register_year=today.year, register_no=1, register_text=f"0001/{canary(school)}", serial=f"S-{canary(school)}", verify_code=f"{school * 16}",
                        state="issued", facts=_facts(school, sender, found), facts_sha256="0" * 64, pdf_sha256=blobs.keep_bytes(
                            f"%PDF-1.4 {canary(sender)}".encode(), "application/pdf"), issued_on=today, issued_at=now, changed_at=now)
    db.session.add(paper)
    db.session.flush()
    army.add("class_id", found, units[school], units[sender])
    army.things.setdefault("class of academy", []).append((found.id, {units[school].path}))
    army.things.setdefault("class of sender", []).append((found.id, {units[sender].path}))
    army.add("session_id", session, units[school])
    for row in rows:
        army.add("nomination_id", row, units[sender])
    army.add("enrollment_id", place, units[school])
    army.add("certificate_id", paper, units[school], units[sender])
    army.things.setdefault("certificate of academy", []).append((paper.id, {units[school].path}))
