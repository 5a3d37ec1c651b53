"""The small tree of the story: a ministry, a first-level unit with one below, an academy with a room and a teacher; everybody has a password."""
from datetime import date, timedelta
from types import SimpleNamespace

from lms import clock
from lms.accounts.actions import hasher
from lms.accounts.models import Account, Assignment
from lms.classification.actions import load_reference
from lms.courses.models import LecturerMonth, Room
from lms.db import db, work
from lms.worker import Worker
from tests import builders as make
from tests.story.users import PASSWORD

DAY = date(2027, 3, 1)


def on(day: date, hour: int = 9):
    """The clock stands at an hour of a day."""
    return clock.held(clock.at(day, hour))


def build() -> SimpleNamespace:
    """Units, people, accounts, one course, one room, teacher time of the plan year."""
    with work():
        load_reference()
    ministry = make.ministry()
    region = make.unit("Quân khu Mẫu 9", ministry, "Quân khu")
    brigade = make.unit("Lữ đoàn Mẫu 990", region, "Lữ đoàn")
    academy = make.academy(ministry, "Học viện Mẫu H")
    topic = make.topic("An toàn thông tin")
    course = make.course("KH-ATT1", title="An toàn thông tin cơ bản", topic_id=topic.id, days=3, hours=24, min_size=2, max_size=20, form="Tập trung")
    make.keep(Room(academy_id=academy.id, name="Phòng 101", seats=40, computers=20),
              *[LecturerMonth(academy_id=academy.id, topic_id=topic.id, month=date(2028, month, 1), quarters=8) for month in range(1, 13)])
    people = {name: make.person(brigade, name) for name in ("Nguyễn Thị Hường", "Trần Đức Ước", "Lê Hòa Bình")}
    for one in people.values():
        one.post = "Trợ lý công nghệ thông tin"
    hashed = hasher.hash(PASSWORD)
    names = {"committee_staff": ministry, "authority": ministry, "inspector": ministry, "commander": region, "personnel_officer": region,
             "academy_staff": academy, "academy_head": academy, "lecturer": academy, "registrar": academy}
    for role, unit in names.items():
        _account(role, unit, role, hashed)
    _account("brigade", brigade, "commander", hashed)
    owner = people["Nguyễn Thị Hường"]
    make.keep(Account(person_id=owner.id, username="huong", password_hash=hashed, state="active", changed_at=clock.now()))
    return SimpleNamespace(ministry=ministry.id, region=region.id, brigade=brigade.id, academy=academy.id, course=course.id, person=owner.id)


def _account(username: str, unit, role: str, hashed: str) -> None:
    owner = make.person(unit, f"Phan Mẫu {username.title().replace('_', ' ')}")
    made = make.keep(Account(person_id=owner.id, username=username, password_hash=hashed, state="active", changed_at=clock.now()))
    make.keep(Assignment(account_id=made.id, role=role, unit_id=unit.id, since=clock.today() - timedelta(days=30)))


def drain(app) -> None:
    """The worker works until nothing waits, in a session of its own."""
    db.session.rollback()
    with app.app_context():
        Worker(app).drain()
