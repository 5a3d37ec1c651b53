"""Draft, change, extend, lock and close a round."""
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from lms import clock, flow
from lms.db import db, work
from lms.errors import Problem, WrongMove
from lms.events import record
from lms.events.survey import (
    RoundChanged,
    RoundDrafted,
    RoundExtended,
    RoundLocked,
)
from lms.survey.models import SurveyRound
from lms.texts import lazy as _


@dataclass(frozen=True)
class RoundPlan:
    """What a draft of a round says."""
    code: str
    title: str
    year: int
    scope_id: int
    depth: int
    opens_on: date
    due_at: datetime
    lock_at: datetime
    scope_rule: dict = field(default_factory=dict)


def _check_dates(due_at: datetime, lock_at: datetime, opens_on: date | None = None) -> None:
    if lock_at < due_at:
        raise Problem(_("Ngày khóa phải bằng hoặc sau hạn gửi."), field="lock_on")
    if opens_on is not None and clock.local(due_at).date() < opens_on:
        raise Problem(_("Hạn gửi phải bằng hoặc sau ngày mở."), field="due_on")


def _check_code(code: str, but: int | None = None) -> None:
    taken = db.session.execute(select(SurveyRound.id).where(SurveyRound.code == code)).scalar_one_or_none()
    if taken is not None and taken != but:
        raise Problem(_("Mã đợt này đã có."), field="code")


def draft_round(actor, plan: RoundPlan) -> SurveyRound:
    """A round that nobody but the committee sees yet."""
    _check_dates(plan.due_at, plan.lock_at, plan.opens_on)
    _check_code(plan.code)
    made = SurveyRound(**asdict(plan), made_by_id=actor.id if actor else None, changed_at=clock.now())
    db.session.add(made)
    db.session.flush()
    record(actor, RoundDrafted(subject_id=made.id, unit_id=made.scope_id))
    return made


def change_round(actor, found: SurveyRound, plan: RoundPlan, version: int | None = None) -> None:
    """Another draft; an open round is only extended."""
    flow.check_version(found, version)
    if found.state != "draft":
        raise WrongMove(_("Đợt đã mở: chỉ còn gia hạn được."), thing=found)
    _check_dates(plan.due_at, plan.lock_at, plan.opens_on)
    _check_code(plan.code, found.id)
    changes = {name: [str(getattr(found, name)), str(value)] for name, value in asdict(plan).items() if getattr(found, name) != value}
    for name in changes:
        setattr(found, name, getattr(plan, name))
    found.changed_at = clock.now()
    record(actor, RoundChanged(subject_id=found.id, unit_id=found.scope_id, changes=changes))


def extend_round(actor, found: SurveyRound, dates: tuple[datetime, datetime], reason: str, version: int | None = None) -> None:
    """Later dates, with the reason; a locked round opens again."""
    flow.check_version(found, version)
    due_at, lock_at = dates
    _check_dates(due_at, lock_at)
    if lock_at <= clock.now():
        raise Problem(_("Ngày khóa mới đã qua."), field="lock_on")
    flow.move(found, "extend", actor, due_at=due_at, lock_at=lock_at)
    record(actor, RoundExtended(subject_id=found.id, unit_id=found.scope_id, due=due_at.isoformat(), lock=lock_at.isoformat(), reason=reason))


def lock_round(actor, found: SurveyRound, version: int | None = None) -> None:
    """No more sendings; reviews go on."""
    flow.check_version(found, version)
    flow.move(found, "lock", actor)
    record(actor, RoundLocked(subject_id=found.id, unit_id=found.scope_id))


def lock_when_due() -> None:
    """The worker's tick: what has passed its lock date is locked by the house."""
    with work():
        due = select(SurveyRound).where(SurveyRound.state == "open", SurveyRound.lock_at < clock.now())
        for found in db.session.execute(due).scalars().all():
            lock_round(None, found)


TICKS = [("lock rounds", 60, lock_when_due)]
