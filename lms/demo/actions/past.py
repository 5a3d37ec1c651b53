"""Last year: a round, its plan, its classes down to the certificates."""
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

import lms.demo.actions.certificates as certificates
import lms.demo.actions.quotas as quotas
from lms import clock
from lms.courses.models import TrainingClass
from lms.db import db
from lms.demo.actions.beside import beside
from lms.demo.actions.classes import Running
from lms.demo.actions.ground import World, kept
from lms.demo.actions.rounds import RoundSeed, whole_round
from lms.demo.rules.needs import LAST_YEAR, Asking


def last_year(world: World, asking: Asking) -> Callable[[], None]:
    """Everything from the need to the certificate; the certificates are made beside. Returns what waits for them."""
    year = world.today.year - 1
    seed = RoundSeed(f"KS-{year}-01", f"Khảo sát nhu cầu bồi dưỡng chuyển đổi số năm {year}", year, 1, date(year - 1, 9, 5), date(year - 1, 10, 5), date(year - 1, 10, 12))
    found = whole_round(world, seed, lambda code: asking.lines(world.below(code), LAST_YEAR, year, persons=5, heads=0))
    proposal = quotas.computed(world, found, year, "Phương án A", clock.at(date(year - 1, 10, 20), 9))
    quotas.submitted(world, proposal, clock.at(date(year - 1, 10, 22), 15))
    approved = clock.at(date(year - 1, 11, 2), 9)
    classes = quotas.approved(world, proposal, approved)
    for one in classes:
        _whole_class(world, one, approved)
    ids = [one.id for one in classes]
    return beside(lambda: _certificates(world, ids))


def _certificates(world: World, ids: list[int]) -> None:
    """All of last year's, one revoked, one replaced."""
    for one in db.session.execute(select(TrainingClass).where(TrainingClass.id.in_(ids)).order_by(TrainingClass.ends_on, TrainingClass.id)).unique().scalars().all():
        certificates.issued(world, one, 6)
    certificates.one_revoked_one_replaced(world)


def _whole_class(world: World, found: TrainingClass, approved) -> None:
    with kept():
        running = Running(world, found)
        opened = max(approved + timedelta(hours=3), found.nominate_until - timedelta(days=14))
        step = (found.nominate_until - opened) / 3
        running.open(opened)
        named = running.name_people(opened + step)
        running.decide(named, opened + 2 * step)
        running.lock(found.lock_at - timedelta(hours=3))
        running.taught()
