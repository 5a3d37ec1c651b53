"""200 persons for 20 seats, through HTTP: exactly 20 sit, 180 wait in order, nothing breaks. On both databases."""
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter

import pytest
from sqlalchemy import func, select

from lms.audit.models import JournalEntry
from lms.courses.models import TrainingClass
from lms.db import db as database
from lms.enrollment.models import Enrollment, Nomination, SeatEvent
from lms.quota.models import Allocation, LedgerEntry
from tests import builders as make
from tests.conftest import Browser
from tests.enrollment.make import scene

pytestmark = pytest.mark.slow


def crowd(world, number: int, unit=None) -> list[int]:
    """Persons of a unit, named for the class."""
    from lms.enrollment import actions
    people = [make.person(unit or world.unit).id for _ in range(number)]
    named = actions.nominate(None, world.training_class, unit or world.unit, people)
    database.session.commit()
    return [one.id for one in named]


def doors(app, account, number: int) -> list[Browser]:
    """Browsers of one account that share the page cookie, so that no GET stands before the race."""
    token, found = make.session_cookie(account), [Browser(app) for _ in range(number)]
    for browser in found:
        browser.client.set_cookie("lms", token)
    all_at_once([lambda: found[0].get("/password").status_code])
    for browser in found[1:]:
        browser.client.set_cookie("lms_page", found[0].client.get_cookie("lms_page").value)
        browser.page = found[0].page
    return found


def all_at_once(calls) -> list[int]:
    """Every call in a thread of its own, started together; the status codes."""
    start, codes = threading.Barrier(len(calls)), [0] * len(calls)

    def one(place, call):
        start.wait()
        codes[place] = call()
    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def numbers(class_id: int):
    """(seat numbers, waiting numbers of those who wait), sorted."""
    database.session.rollback()
    seats = database.session.execute(select(Enrollment.seat_no).where(Enrollment.class_id == class_id, Enrollment.state == "seated").order_by(Enrollment.seat_no))
    waits = database.session.execute(select(Enrollment.waiting_no).where(Enrollment.class_id == class_id, Enrollment.state == "waiting").order_by(Enrollment.waiting_no))
    return list(seats.scalars()), list(waits.scalars())


def balanced(class_id: int) -> None:
    """Counters, shares and ledger say what the rows say."""
    found = database.session.get(TrainingClass, class_id, populate_existing=True)
    seats, waits = numbers(class_id)
    assert (found.seated, found.waiting) == (len(seats), len(waits)) and found.seated <= found.capacity
    used = Counter(database.session.execute(select(Enrollment.unit_id).where(Enrollment.class_id == class_id, Enrollment.state == "seated")).scalars())
    ledger = dict(database.session.execute(select(LedgerEntry.unit_id, func.sum(LedgerEntry.seats)).where(LedgerEntry.class_id == class_id)
                                           .group_by(LedgerEntry.unit_id)).all())
    shares = database.session.execute(select(Allocation.unit_id, Allocation.allocated, Allocation.used).where(Allocation.class_id == class_id)).all()
    assert {unit: taken for unit, _allocated, taken in shares if taken} == dict(used)
    assert {unit: allocated for unit, allocated, _taken in shares} == ledger


def test_two_hundred_approvals_for_twenty_seats(app):
    world = scene(seats=20)
    named = crowd(world, 200)
    class_id = world.training_class.id
    browsers = doors(app, world.officer, 200)
    database.session.remove()
    codes = all_at_once([lambda browser=browser, key=key: browser.post(f"/nominations/{key}/approve").status_code
                         for browser, key in zip(browsers, named, strict=True)])
    assert Counter(codes) == {303: 200}
    assert numbers(class_id) == (list(range(1, 21)), list(range(1, 181)))
    balanced(class_id)


def test_one_nomination_approved_by_many_at_once_gives_one_seat(app):
    world = scene(seats=20)
    key = crowd(world, 1)[0]
    class_id = world.training_class.id
    browsers = doors(app, world.officer, 30)
    database.session.remove()
    codes = Counter(all_at_once([lambda browser=browser: browser.post(f"/nominations/{key}/approve").status_code for browser in browsers]))
    assert codes == {303: 1, 409: 29}
    assert numbers(class_id) == ([1], [])


def test_withdrawals_among_approvals_leave_no_seat_empty_and_no_unit_over_its_share(app):
    world = scene(seats=10, other_seats=10)
    own, others = crowd(world, 40), crowd(world, 40, world.other)
    class_id = world.training_class.id
    officers = doors(app, world.officer, 80)
    first = [(world.commander, own[:10]), (world.other_commander, others[:10])]
    leaving = [pair for account, keys in first for pair in zip(doors(app, account, 10), keys, strict=True)]
    database.session.remove()
    assert set(all_at_once([lambda browser=browser, key=key: browser.post(f"/nominations/{key}/approve").status_code
                            for browser, key in zip(officers[:20], own[:10] + others[:10], strict=True)])) == {303}
    calls = [lambda browser=browser, key=key: browser.post(f"/nominations/{key}/approve").status_code
             for browser, key in zip(officers[20:], own[10:] + others[10:], strict=True)]
    calls += [lambda browser=browser, key=key: browser.post(f"/nominations/{key}/withdraw", {"reason": "đi công tác"}).status_code for browser, key in leaving]
    codes = Counter(all_at_once(calls))
    assert codes == {303: 80}
    seats, waits = numbers(class_id)
    assert seats == list(range(1, 21)) and len(waits) == 40
    assert len(set(database.session.execute(select(Enrollment.waiting_no).where(Enrollment.waiting_no.is_not(None))).scalars())) == \
        database.session.execute(select(func.count(Enrollment.id)).where(Enrollment.waiting_no.is_not(None))).scalar_one()
    assert database.session.execute(select(func.count(Nomination.id)).where(Nomination.state == "withdrawn")).scalar_one() == 20
    moved_up = select(func.count(SeatEvent.id)).join(Enrollment).where(SeatEvent.state == "seated", Enrollment.waiting_no.is_not(None))
    assert database.session.execute(select(func.count(SeatEvent.id))).scalar_one() == 80 + 20 + database.session.execute(moved_up).scalar_one()
    balanced(class_id)


def test_a_lock_among_approvals_leaves_no_seat_after_the_lock(app):
    world = scene(seats=20)
    named, class_id = crowd(world, 24), world.training_class.id
    officers, academy = doors(app, world.officer, 24), doors(app, world.staff, 4)
    database.session.remove()
    calls = [lambda browser=browser, key=key: browser.post(f"/nominations/{key}/approve").status_code for browser, key in zip(officers, named, strict=True)]
    calls[12:12] = [lambda browser=browser: browser.post(f"/classes/{class_id}/lock", {"reason": "lớp gấp", "shown": "24"}).status_code for browser in academy]
    codes = all_at_once(calls)
    locks = Counter(codes[12:16])
    assert locks == {303: 1, 409: 3}
    approved = Counter(codes[:12] + codes[16:])
    assert set(approved) <= {303, 409, 422}
    database.session.rollback()
    states = Counter(database.session.execute(select(Nomination.state).where(Nomination.class_id == class_id)).scalars())
    assert states["nominated"] == 0 and states["approved"] == approved[303] and states["cancelled"] == 24 - approved[303]
    locked_at = database.session.execute(select(JournalEntry.id).where(JournalEntry.fact == "ClassLocked")).scalar_one()
    assert all(number < locked_at for number in database.session.execute(select(JournalEntry.id).where(JournalEntry.fact == "SeatGiven")).scalars())
    assert database.session.execute(select(JournalEntry.data).where(JournalEntry.id == locked_at)).scalar_one()["closed"] == 24 - approved[303]
    balanced(class_id)


def test_a_refusal_beside_the_lock_is_one_or_the_other(app):
    world = scene(seats=20)
    named, class_id = crowd(world, 10), world.training_class.id
    officers, academy = doors(app, world.officer, 10), doors(app, world.staff, 1)
    database.session.remove()
    calls = [lambda browser=browser, key=key: browser.post(f"/nominations/{key}/refuse", {"reason": "bận"}).status_code for browser, key in zip(officers, named, strict=True)]
    codes = all_at_once([*calls, lambda: academy[0].post(f"/classes/{class_id}/lock", {"reason": "lớp gấp", "shown": "10"}).status_code])
    assert codes[-1] == 303 and set(codes[:-1]) <= {303, 409}
    database.session.rollback()
    states = Counter(database.session.execute(select(Nomination.state).where(Nomination.class_id == class_id)).scalars())
    assert states == {state: number for state, number in (("refused", codes[:-1].count(303)), ("cancelled", codes[:-1].count(409))) if number}


class Visitor:
    """Plain HTTP with two cookies, without following redirects."""

    def __init__(self, base: str, cookies: str):
        self.base, self.cookies = base, cookies

    def post(self, path: str, fields: dict) -> int:
        """The status code of a form."""
        body = urllib.parse.urlencode(fields).encode()
        asked = urllib.request.Request(self.base + path, data=body, headers={"Cookie": self.cookies})
        try:
            return urllib.request.build_opener(StayHere).open(asked, timeout=120).status
        except urllib.error.HTTPError as answer:
            return answer.code


class StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer."""

    def redirect_request(self, *_args, **_options):
        """Never."""


def serve(app, tmp_path) -> tuple[subprocess.Popen, str]:
    """A real gunicorn with two processes of eight threads on the database of this test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = app.config["LMS"]
    environment = {"PATH": "/usr/bin:/bin", **{name: value for name, value in settings.items() if name.startswith("LMS_") and value and "TEST" not in name},
                   "LMS_DATABASE_URL": settings["LMS_DATABASE_URL"]}
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "lms:create_app()", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "8",
                               "--worker-class", "gthread", "--backlog", "512", "--timeout", "120"], env=environment, stderr=(tmp_path / "gunicorn").open("w"))
    base = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(base + "/sign-in", timeout=2)
            return server, base
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise AssertionError((tmp_path / "gunicorn").read_text())


@pytest.mark.long
def test_two_hundred_approvals_against_a_real_server(app, tmp_path):
    world = scene(seats=20)
    named, class_id, token = crowd(world, 200), world.training_class.id, make.session_cookie(world.officer)
    database.session.remove()
    server, base = serve(app, tmp_path)
    try:
        page = urllib.request.urlopen(urllib.request.Request(base + "/password", headers={"Cookie": f"lms={token}"}), timeout=30)
        cookie = re.search(r"lms_page=([^;]+)", page.headers["Set-Cookie"]).group(0)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode()).group(1)
        visitor = Visitor(base, f"lms={token}; {cookie}")
        codes = all_at_once([lambda key=key: visitor.post(f"/nominations/{key}/approve", {"csrf_token": csrf, "operation_key": str(uuid.uuid4())})
                             for key in named])
    finally:
        server.terminate()
        server.wait(30)
    assert Counter(codes) == {303: 200}
    assert numbers(class_id) == (list(range(1, 21)), list(range(1, 181)))
    balanced(class_id)
