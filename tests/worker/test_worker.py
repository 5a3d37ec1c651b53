"""The worker and its queue when things go wrong."""
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import clock, queue
from lms.db import db, work
from lms.errors import NotAllowed
from lms.worker import Worker, alive, started_at


def put(kind: str = "t", **values) -> int:
    """A job in the queue."""
    with work():
        return queue.enqueue(kind, "việc thử", {}, **values)


def run(app, function, times: int = 1) -> None:
    """Let a worker take jobs of kind t, in a session of its own."""
    with app.app_context():
        worker = Worker(app)
        worker.jobs = {"t": function}
        for _ in range(times):
            worker.one()


def stored(job_id: int) -> queue.Job:
    """The job as the database has it."""
    db.session.rollback()
    return db.session.execute(select(queue.Job).where(queue.Job.id == job_id)).scalar_one()


def silent(name: str, attempts: int = 1) -> int:
    """A job that a worker of that name holds with a lease far in the future."""
    job_id = put()
    with work():
        job = stored(job_id)
        job.state, job.worker, job.lease_token, job.attempts = "running", name, "x" * 32, attempts
        job.lease_until = clock.now() + timedelta(hours=1)
    return job_id


def test_a_poison_job_does_not_hide_the_jobs_behind_it(app):
    poison = silent("elsewhere:1:1", attempts=queue.MAX_ATTEMPTS)
    with work():
        stored(poison).lease_until = clock.now() - timedelta(seconds=1)
    good, done = put(), []
    run(app, lambda job: done.append(job.job_id))
    assert done == [good] and stored(poison).state == "failed" and stored(good).state == "done"


def test_the_job_of_a_dead_worker_is_taken_over_at_once(app):
    worker = Worker(app)
    held = silent(f"{worker.host}:999999999:1")
    done = []
    with app.app_context():
        Worker(app).take_over()
    run(app, lambda job: done.append(job.job_id))
    assert done == [held]


def test_the_job_of_a_living_worker_is_left_alone(app):
    held = silent(Worker(app).name)
    with app.app_context():
        other = Worker(app)
        other.name = f"{other.host}:1:0"
        other.take_over()
    assert stored(held).lease_until > clock.now()


def test_a_killed_worker_that_nobody_has_waited_for_is_dead():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    name = f"h:{process.pid}:{started_at(process.pid)}"
    assert alive(name)
    process.send_signal(signal.SIGKILL)
    time.sleep(0.3)
    assert not alive(name)
    process.wait()


def test_a_worker_that_is_told_to_end_gives_its_job_back(app):
    job_id, done = put(), []

    def slow(job):
        with job.work(1, 2):
            done.append("first")
        job.stopping.set()
        with job.work(2, 2):
            done.append("second")
    run(app, slow)
    given = stored(job_id)
    assert done == ["first"] and (given.state, given.attempts, given.lease_token, given.done) == ("queued", 0, None, 1)
    run(app, lambda job: done.append(job.done))
    assert done == ["first", 1] and stored(job_id).state == "done"


def test_who_may_not_any_more_is_not_tried_again(app):
    job_id = put()

    def refused(job):
        raise NotAllowed("không còn quyền")
    run(app, refused)
    assert (stored(job_id).state, stored(job_id).error) == ("failed", "không còn quyền")


def test_an_error_is_tried_again_later_and_ends_among_the_dead(app):
    job_id = put()

    def broken(job):
        raise ValueError("hỏng")
    run(app, broken)
    assert stored(job_id).state == "queued" and stored(job_id).run_after > clock.now()
    with work():
        job = stored(job_id)
        job.attempts, job.run_after = queue.MAX_ATTEMPTS - 1, clock.now()
    run(app, broken)
    assert stored(job_id).state == "failed" and "hỏng" in stored(job_id).error
    with work():
        queue.replay(job_id)
    run(app, lambda job: None)
    assert stored(job_id).state == "done"


def test_a_worker_that_lost_its_lease_writes_nothing(app):
    job_id, written = put(), []

    def robbed(job):
        with app.app_context(), work():
            stored(job_id).lease_token = "y" * 32
        with job.work(1, 1):
            written.append("never")
    run(app, robbed)
    assert written == [] and stored(job_id).state == "running"


def test_rendering_holds_no_lock(app):
    """Between two transactions of a batch anybody else may write."""
    from lms.certificates import actions
    from lms.certificates.actions import issuing
    from tests.certificates.making import ask, finished_class
    if db.engine.dialect.name != "sqlite":
        pytest.skip("one writer at a time is SQLite's rule")
    place, free = finished_class(2), []
    ask(place)
    real = issuing.certificate_pdf

    def watched(facts):
        import sqlite3
        other = sqlite3.connect(db.engine.url.database, timeout=0, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
        free.append(facts.serial)
        return real(facts)
    issuing.certificate_pdf = watched
    try:
        with app.app_context():
            worker = Worker(app)
            worker.jobs = {"certificates.issue": actions.issue_batch}
            worker.drain()
    finally:
        issuing.certificate_pdf = real
    assert len(free) == 2
