"""kill -9 of the worker in the middle of a batch of certificates: none lost, none double, no number twice, no gap."""
import os

import pytest
from sqlalchemy import select

from lms.blobs import read_bytes
from lms.certificates.models import Certificate
from lms.certificates.rules.lint import faults
from lms.certificates.rules.paper import CertificateFacts
from lms.competence.models import Qualification
from lms.doctor.queries import examine
from lms.pdf.record import facts_of
from tests.worker.killing import storm


def judge(app, db, *, kills: int, trainees: int, seed: int) -> None:
    """The storm, and then every certificate one by one."""
    figures = storm(app, kills, trainees, seed)
    place = figures.pop("place")
    print(f"\n{db.engine.dialect.name}: {figures}")
    rows = db.session.execute(select(Certificate).order_by(Certificate.register_no)).unique().scalars().all()
    assert [row.register_no for row in rows] == list(range(1, trainees + 1))
    assert sorted(row.completion_id for row in rows) == sorted(place.completions)
    assert {row.state for row in rows} == {"issued"}
    assert not [row.register_text for row in rows if faults(read_bytes(row.pdf_sha256), facts_of(CertificateFacts, row.facts))]
    assert len(db.session.execute(select(Qualification.id)).all()) == trainees
    assert examine() == []


@pytest.mark.slow
def test_a_worker_that_is_killed_again_and_again_loses_and_doubles_nothing(app, db):
    judge(app, db, kills=8, trainees=60, seed=int(os.environ.get("PYTEST_KILL_SEED", "7")))


@pytest.mark.long
def test_fifty_five_kills(app, db):
    judge(app, db, kills=55, trainees=260, seed=20261124)
