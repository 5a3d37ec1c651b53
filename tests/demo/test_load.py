"""The whole army in a database: every state is there, and the doctor finds nothing."""
import json

import pytest
from sqlalchemy import func, select

from lms.certificates.models import Certificate
from lms.cli.demo import commands
from lms.courses.models import TrainingClass
from lms.db import db
from lms.demo.actions import staff
from lms.doctor.queries import examine
from lms.enrollment.models import Nomination
from lms.people.models import Person
from lms.quota.models import Proposal
from lms.survey.models import NeedSheet, SurveyRound
from lms.units.models import Unit
from tests import builders

pytestmark = pytest.mark.slow


def states(model) -> set[str]:
    return set(db.session.execute(select(model.state).distinct()).scalars())


def load(app, *words):
    return app.test_cli_runner().invoke(commands, ["load", *words])


def test_a_foreign_database_is_refused_and_stays_as_it_is(app, tmp_path):
    builders.ministry()
    answer = load(app, "--write", str(tmp_path / "demo.json"))
    assert answer.exit_code == 1 and "not the demo's" in answer.output
    assert db.session.execute(select(func.count(Unit.id))).scalar_one() == 1 and not (tmp_path / "demo.json").exists()


def test_the_army_is_whole_and_without_fault_and_a_second_load_changes_nothing(app, tmp_path):
    file = tmp_path / "demo.json"
    answer = load(app, "--write", str(file), "--url", "http://127.0.0.1:1")
    assert answer.exit_code == 0, answer.output
    assert examine() == []
    assert db.session.execute(select(func.count(Person.id))).scalar_one() == 3000
    assert states(TrainingClass) == set(TrainingClass.FLOW.states)
    assert states(NeedSheet) == set(NeedSheet.FLOW.states) and states(Nomination) == set(Nomination.FLOW.states)
    assert {"approved", "submitted", "scenario"} <= states(Proposal) and {"open", "closed"} <= states(SurveyRound)
    assert {"issued", "revoked", "replaced"} == states(Certificate)
    assert file.stat().st_mode & 0o777 == 0o600
    first = file.read_text()
    noted = json.loads(first)
    assert len(noted["logins"]) == len(staff.names_to_show()) and all(staff.fits(one["username"], one["password"]) for one in noted["logins"])
    db.session.rollback()
    assert "already" in load(app, "--write", str(file)).output and file.read_text() == first
    db.session.rollback()
    file.unlink()
    assert load(app, "--write", str(file)).exit_code == 0
    assert all(staff.fits(one["username"], one["password"]) for one in json.loads(file.read_text())["logins"])


