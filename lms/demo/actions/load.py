"""The whole of it, in the order in which it happened."""
from datetime import date

from sqlalchemy import func, select, update

import lms.demo.actions.catalogue as catalogue
import lms.demo.actions.coming as coming
import lms.demo.actions.land as land
import lms.demo.actions.past as past
import lms.demo.actions.present as present
import lms.demo.actions.quotas as quotas
import lms.demo.actions.staff as staff
from lms import clock
from lms.audit.actions import BATCH, seal
from lms.classification.actions import load_reference
from lms.classification.models import RuleSet
from lms.counters import Counter, raise_to
from lms.db import db
from lms.demo.actions.ground import World, kept
from lms.demo.rules.needs import Asking
from lms.errors import Problem
from lms.texts import lazy as _
from lms.units.models import Unit

MARK = "demo/loaded"


def is_loaded() -> bool:
    """Whether the whole army stands here already."""
    return db.session.execute(select(Counter.value).where(Counter.series == MARK)).scalar_one_or_none() is not None


def refuse_foreign() -> None:
    """The demo goes into an empty system only."""
    if db.session.execute(select(func.count(Unit.id))).scalar_one():
        raise Problem(_("Cơ sở dữ liệu đã có đơn vị không phải của bộ dữ liệu mẫu, hoặc lần nạp trước bị dừng giữa chừng: dùng một cơ sở dữ liệu trống."))


def load(seed: int = 1) -> World:
    """Make the army. Each part is kept when it is whole; the mark comes last."""
    world = World(clock.today(), seed)
    _found(world)
    asking = Asking(seed, world.kinds)
    wait = past.last_year(world, asking)
    try:
        with kept():
            catalogue.forget_last_year(world)
        classes = present.this_year(world, asking)
        coming.being_decided(world, asking)
        coming.open_rounds(world, asking)
    finally:
        wait()
    present.first_certificates(world, classes)
    quotas.drain(clock.now())
    with kept():
        staff.plain_persons(world)
        raise_to(MARK, seed)
    return world


def _found(world: World) -> None:
    """What stood before anybody asked for anything: units, persons, roles, courses, academies, rules."""
    begin = date(world.today.year - 2, 1, 4)
    with clock.held(clock.at(begin.replace(year=begin.year + 1), 8)), kept():
        load_reference()
    with clock.held(clock.at(begin, 8)), kept():
        db.session.execute(update(RuleSet).values(in_force_from=begin))
        tree = land.found_units(world)
        people = land.enter_people(world, tree)
        staff.appoint(world, tree)
        catalogue.write_catalogue(world)
        catalogue.write_capacity(world, tree)
        land.enter_qualifications(world, people)
        land.set_counters()


def seal_all() -> None:
    """The chain over everything, so that the first worker has nothing to catch up with."""
    with kept():
        while seal() == BATCH:
            continue
