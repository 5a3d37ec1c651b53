"""A class that is over, with completions and the decision that recognises them."""
from datetime import date, timedelta
from types import SimpleNamespace

from sqlalchemy import select

from lms import clock
from lms.accounts.models import Account
from lms.accounts.queries import grants_of
from lms.certificates import actions
from lms.certificates.models import Certificate
from lms.certificates.rules.facts import Signing
from lms.courses.models import TrainingClass
from lms.db import db, work
from lms.documents import actions as papers
from lms.enrollment.models import Completion, Enrollment, Nomination
from lms.quota.models import Allocation, LedgerEntry
from lms.worker import Worker
from tests import builders as make

SIGNING = Signing("Hà Nội", date(2026, 11, 20), ("GIÁM ĐỐC",), "Đại tá", "Trần Quốc Vinh")
FAMILY, MIDDLE = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ"), ("Văn", "Thị", "Đức", "Hữu", "Ngọc")
GIVEN = ("Hường", "Ước", "Ánh", "Đạt", "Quỳnh", "Yến", "Nghĩa", "Tuấn", "Bình", "Hòa")


def drain(app, jobs: dict | None = None) -> None:
    """The worker works until no certificate is due (or none of the given jobs), in a session of its own."""
    db.session.commit()
    with app.app_context():
        worker = Worker(app)
        worker.jobs = jobs or {"certificates.issue": worker.jobs["certificates.issue"]}
        worker.drain()


def ask(place) -> int:
    """The registrar asks for the certificates of the class; returns the job."""
    with work():
        return actions.request_issue(place.registrar, place.training, SIGNING)


def issued(database, training) -> list[Certificate]:
    """Certificates of the class in the order of the register."""
    database.session.rollback()
    return list(database.session.execute(select(Certificate).where(Certificate.class_id == training.id).order_by(Certificate.register_no)).unique().scalars())


def owner_account(person_id: int):
    """An account of a person that exists already."""
    made = make.keep(Account(person_id=person_id, username=f"nguoi{person_id}", password_hash="x", state="active", changed_at=clock.now()))
    made.grants = grants_of(made)
    return made


def name_of(number: int) -> str:
    """Vietnamese names that differ."""
    return f"{FAMILY[number % 6]} {MIDDLE[number % 5]} {GIVEN[number % 10]}"


def trainee(training, sponsor, number: int, *, completed: bool = True, decision=None, name: str | None = None, **values) -> Completion:
    """A person of `sponsor` with a seat and a result."""
    person = make.person(sponsor, name or name_of(number), **values)
    now = clock.now()
    nomination = Nomination(class_id=training.id, person_id=person.id, unit_id=sponsor.id, state="approved", nominated_at=now, changed_at=now, decided_by_id=1, decided_at=now)
    db.session.add(nomination)
    db.session.flush()
    seat = Enrollment(class_id=training.id, person_id=person.id, unit_id=sponsor.id, nomination_id=nomination.id, state="completed" if completed else "not_completed",
                      seat_no=number, enrolled_at=now, changed_at=now)
    db.session.add(seat)
    db.session.flush()
    made = Completion(enrollment_id=seat.id, class_id=training.id, person_id=person.id, completed=completed, attended=10, sessions=10, mark=86 if completed else 30,
                      rule="có mặt 80 %, điểm 5,0", decided_at=now, decision_id=decision.id if decision else None)
    db.session.add(made)
    db.session.flush()
    return made


def finished_class(trainees: int = 3, *, decided: bool = True, title: str = "An toàn thông tin nâng cao", kind: str = "chung_chi"):
    """Everything the registrar finds when results are recognised."""
    ministry = make.ministry()
    academy, sponsor = make.academy(ministry), make.unit("Cục Mẫu Cử người", ministry)
    registrar, head = make.account("registrar", academy), make.account("academy_head", academy)
    training = make.keep(TrainingClass(
        code=f"HVMA-ATTT-{academy.id}", course_id=make.course(title=title, certificate_kind=kind, min_size=1, max_size=1000).id, academy_id=academy.id, state="closed",
        year=2026, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 13), capacity=max(trainees, 1), seated=trainees, nominate_until=clock.now(),
        release_at=clock.now(), lock_at=clock.now(), changed_at=clock.now()))
    with work():
        decision = papers.issue_decision(registrar, issuer=academy, subject=f"Công nhận kết quả lớp {training.code}", body={"signer_rank": "Đại tá"},
                                         dated=date(2026, 11, 18), signer_name="Trần Quốc Vinh", signer_post="GIÁM ĐỐC") if decided else None
    share = {"class_id": training.id, "unit_id": sponsor.id}
    make.keep(Allocation(**share, proposed=trainees, approved=trainees, allocated=trainees, used=trainees),
              LedgerEntry(**share, at=clock.now(), year=2026, movement="allocate", course_id=training.course_id, academy_id=academy.id, seats=trainees))
    with work():
        completions = [trainee(training, sponsor, number, decision=decision).id for number in range(1, trainees + 1)]
    return SimpleNamespace(ministry=ministry, academy=academy, sponsor=sponsor, registrar=registrar, head=head, training=training, decision=decision,
                           completions=completions, day_after=date(2026, 11, 13) + timedelta(days=1))
