"""Jobs: once each, taken over when a worker dies, dead when they kill their workers."""
from datetime import timedelta

import pytest

from lms import clock, queue
from lms.db import db, work
from lms.queue import Job


def _enqueue(**options) -> int:
    with work():
        return queue.enqueue("test", "Thử", {"n": 1}, **options)


def _claim(worker="w1", lease=30):
    with work():
        job = queue.claim(["test"], lease, worker)
        return (job.id, job.lease_token) if job else None


def test_a_job_is_claimed_once(app):
    job_id = _enqueue()
    assert _claim()[0] == job_id
    assert _claim("w2") is None


def test_a_job_dropped_with_its_deed_never_was(app):
    with pytest.raises(RuntimeError), work():
        queue.enqueue("test", "Thử", {})
        raise RuntimeError
    assert _claim() is None


def test_the_same_dedup_key_gives_the_same_live_job(app):
    first = _enqueue(dedup_key="batch/1")
    assert _enqueue(dedup_key="batch/1") == first
    job_id, token = _claim()
    assert _enqueue(dedup_key="batch/1") == first
    with work():
        queue.finish(job_id, token)
    assert _enqueue(dedup_key="batch/1") != first


def test_a_silent_worker_loses_its_job_and_cannot_write_any_more(app):
    _enqueue()
    job_id, token = _claim(lease=30)
    with clock.held(clock.now() + timedelta(seconds=31)):
        assert _claim("w2")[0] == job_id
        with pytest.raises(queue.LeaseLost), work():
            queue.progress(job_id, token, 1, 2)
        with pytest.raises(queue.LeaseLost), work():
            queue.finish(job_id, token)
        with work():
            assert not queue.renew(job_id, token, 30)


def test_a_dead_worker_of_this_machine_is_not_waited_for(app):
    _enqueue()
    job_id, _ = _claim("here:1:1")
    with work():
        assert queue.silent_workers("here") == ["here:1:1"]
        queue.expire("here:1:1")
    assert _claim("here:2:2")[0] == job_id


def test_a_poison_job_ends_dead_and_others_go_on(app):
    poison = _enqueue()
    for _ in range(queue.MAX_ATTEMPTS):
        assert _claim("here:1:1")[0] == poison
        with work():
            queue.expire("here:1:1")
    assert _claim() is None
    assert db.session.get(Job, poison).state == "failed"
    assert _claim() is None
    other = _enqueue()
    assert _claim()[0] == other


def test_a_job_that_gets_on_survives_any_number_of_killed_workers(app):
    job_id = _enqueue()
    for step in range(1, 20):
        _, token = _claim("here:1:1")
        with work():
            queue.progress(job_id, token, step, 100)
            queue.expire("here:1:1")
    assert db.session.get(Job, job_id).state == "running"


def test_a_failed_job_waits_longer_each_time(app):
    _enqueue()
    job_id, token = _claim()
    with work():
        queue.fail(job_id, token, "boom")
    assert _claim() is None
    job = db.session.get(Job, job_id)
    assert job.state == "queued" and job.error == "boom"
    assert job.run_after > clock.now() + timedelta(seconds=50)


def test_cancel_stops_a_waiting_job_now_and_a_running_one_at_its_next_step(app):
    waiting = _enqueue()
    with work():
        queue.ask_cancel(waiting)
    assert db.session.get(Job, waiting).state == "cancelled"
    _enqueue()
    job_id, token = _claim()
    with work():
        queue.ask_cancel(job_id)
    with pytest.raises(queue.Cancelled), work():
        queue.progress(job_id, token, 1, 2)
    with work():
        queue.finish(job_id, token, "cancelled")
        queue.replay(job_id)
    assert _claim()[0] == job_id
