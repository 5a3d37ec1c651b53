"""Proposals: asked for, computed by the real engine in this process's worker, put before the authority, approved."""
from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import select

from lms import clock
from lms.courses.models import TrainingClass
from lms.db import db
from lms.demo.actions.ground import World, at
from lms.people.models import Person
from lms.quota import actions as quota
from lms.quota.models import PlannedSection, Proposal
from lms.survey.models import SurveyRound
from lms.worker import Worker


KINDS = ("quota.solve", "documents.render")


def drain(moment: datetime, kinds: tuple[str, ...] = KINDS) -> int:
    """What waits for the worker is done now, in a session of its own; the clock shows the moment. Certificates have a process of their own,
    whose leases look run out from here, so only jobs of the given kinds are taken."""
    app, count = current_app._get_current_object(), 0
    with clock.held(moment), app.app_context():
        worker = Worker(app)
        worker.jobs = {kind: worker.jobs[kind] for kind in kinds}
        while worker.one():
            count += 1
    return count


def computed(world: World, found: SurveyRound, year: int, name: str, moment: datetime) -> Proposal:
    """A scenario, ready to be submitted."""
    with at(moment):
        made = quota.request(world.actor("committee_staff", "M00"), found, year, name)
    drain(moment + timedelta(minutes=2))
    db.session.refresh(made)
    if made.state != "scenario":
        raise RuntimeError(f"the proposal {name} ended as {made.state}: {made.problem}")
    return made


def submitted(world: World, proposal: Proposal, moment: datetime) -> None:
    """The committee's staff puts it before the authority."""
    with at(moment):
        quota.submit(world.actor("committee_staff", "M00"), proposal)


def returned(world: World, proposal: Proposal, moment: datetime, reason: str) -> None:
    """The authority wants another one."""
    with at(moment):
        quota.send_back(world.actor("authority", "M00"), proposal, reason)


def approved(world: World, proposal: Proposal, moment: datetime) -> list[TrainingClass]:
    """The authority signs; the classes that it opened, by their first days."""
    with at(moment):
        signer = db.session.get(Person, world.people["M00"][0])
        quota.approve(world.actor("authority", "M00"), proposal, {"number": None, "dated": clock.today(), "signer_name": signer.addressed,
                                                                  "signer_post": "KT. BỘ TRƯỞNG / THỨ TRƯỞNG"})
    drain(moment + timedelta(minutes=3))
    rows = select(TrainingClass).where(TrainingClass.decision_id == proposal.decision_id).order_by(TrainingClass.starts_on, TrainingClass.id)
    return list(db.session.execute(rows).unique().scalars())


def spread(proposal: Proposal, first_days: Callable[[list[PlannedSection]], list[date]]) -> dict[int, date]:
    """Before the approval: give each planned section the very day on which its class shall begin; `months` puts the plan back as it was computed."""
    rows = list(db.session.execute(select(PlannedSection).where(PlannedSection.proposal_id == proposal.id).order_by(PlannedSection.id)).scalars())
    planned = {row.id: row.month for row in rows}
    _give(rows, first_days(rows))
    return planned


def months(planned: dict[int, date]) -> None:
    """The plan names the months that the engine found, as its file does."""
    rows = list(db.session.execute(select(PlannedSection).where(PlannedSection.id.in_(planned)).order_by(PlannedSection.id)).scalars())
    _give(rows, [planned[row.id] for row in rows])


def _give(rows: list[PlannedSection], days: list[date]) -> None:
    """In two steps, so that no two sections of a course share a day on the way."""
    for number, row in enumerate(rows, start=1):
        row.month = date(number, 1, 1)
    db.session.flush()
    for row, day in zip(rows, days, strict=True):
        row.month = day
    db.session.flush()
