"""A storm: the real worker process, killed with SIGKILL again and again in the middle of a batch."""
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter as Tally

from sqlalchemy import select

from lms.blobs import Blob
from lms.certificates import actions
from lms.certificates.models import Certificate
from lms.db import db, work
from lms.queue import Job
from tests.certificates.making import SIGNING, finished_class
from tests.conftest import POSTGRES, environment
from tests.house.rules import ROOT

PATIENCE = 240


def start_worker(app) -> subprocess.Popen:
    """`flask --app lms worker` on this test's database, a process group of its own."""
    url = POSTGRES or app.config["SQLALCHEMY_DATABASE_URI"]
    settings = {**os.environ, **environment(app.config["INSTANCE"], url), "LMS_LOG_LEVEL": "WARNING"}
    return subprocess.Popen([sys.executable, "-m", "flask", "--app", "lms", "worker"], cwd=ROOT, env=settings, start_new_session=True,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def seen() -> tuple[int, int]:
    """(prepared, issued) as the database says now."""
    rows = Tally(db.session.execute(select(Certificate.state)).scalars())
    db.session.rollback()
    return rows["prepared"], rows["issued"]


def check_whole() -> None:
    """At any moment: numbers 1..n, nobody twice, no issued certificate without its bytes."""
    rows = db.session.execute(select(Certificate.register_no, Certificate.completion_id, Certificate.state, Blob.sha256)
                              .outerjoin(Blob, Certificate.pdf_sha256 == Blob.sha256).order_by(Certificate.register_no)).all()
    db.session.rollback()
    assert [row.register_no for row in rows] == list(range(1, len(rows) + 1))
    assert len({row.completion_id for row in rows}) == len(rows)
    assert all((row.state == "issued") == (row.sha256 is not None) for row in rows)


def kill(process: subprocess.Popen) -> None:
    """No goodbye."""
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def wait_for_more(issued: int, process: subprocess.Popen) -> None:
    """Until another certificate is issued."""
    end = time.monotonic() + PATIENCE
    while seen()[1] <= issued and time.monotonic() < end:
        assert process.poll() is None, f"the worker ended by itself: {process.returncode} {process.stderr.read().decode()}"
        time.sleep(0.02)


def storm(app, kills: int, trainees: int, seed: int) -> dict:
    """Half of the kills fall at any moment after the start, half shortly after another certificate was issued. Returns what was seen."""
    dice, figures, began = random.Random(seed), Tally(), time.monotonic()
    place = finished_class(trainees)
    with work():
        job_id = actions.request_issue(place.registrar, place.training, SIGNING)
    while figures["kills"] < kills:
        process, (_, issued) = start_worker(app), seen()
        if figures["kills"] % 2:
            time.sleep(dice.uniform(0.05, 4.0))
        else:
            wait_for_more(issued, process)
            time.sleep(dice.uniform(0.0, 0.4))
        kill(process)
        prepared, after = seen()
        figures.update(kills=1, between=prepared, idle=after == issued)
        check_whole()
        assert after < trainees, f"the batch ended after {figures['kills']} kills: take more trainees"
    finish(app, job_id)
    figures["seconds"] = round(time.monotonic() - began)
    return {**figures, "issued": seen()[1], "place": place}


def finish(app, job_id: int) -> None:
    """One more worker, left alone until the job is done, then told to end."""
    process, end = start_worker(app), time.monotonic() + PATIENCE * 2
    try:
        while time.monotonic() < end:
            state = db.session.execute(select(Job.state).where(Job.id == job_id)).scalar_one()
            db.session.rollback()
            if state not in ("running", "queued"):
                break
            assert process.poll() is None, f"the last worker ended by itself: {process.returncode} {process.stderr.read().decode()}"
            time.sleep(0.2)
        assert state == "done"
        process.terminate()
        assert process.wait(20) == 0
    finally:
        if process.poll() is None:
            kill(process)
