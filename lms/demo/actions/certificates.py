"""Certificates of the closed classes, made by the worker's own job; one is revoked, one replaced."""
from datetime import timedelta

from sqlalchemy import select

from lms import clock
from lms.certificates import actions as certificates
from lms.certificates.models import Certificate
from lms.certificates.rules.facts import Signing
from lms.courses.models import TrainingClass
from lms.db import db
from lms.demo.actions.ground import World, at
from lms.demo.actions.quotas import drain
from lms.documents.rules.numbers import head_post
from lms.people.models import Person

KINDS = ("certificates.issue",)


def issued(world: World, found: TrainingClass, days: int) -> None:
    """The registrar asks for the batch some days after the last day; the worker makes it."""
    academy = next(code for code, unit_id in world.units.items() if unit_id == found.academy_id)
    day = found.ends_on + timedelta(days=days)
    with at(min(clock.at(day, 9), clock.now())):
        head = db.session.get(Person, world.people[academy][1])
        signing = Signing("Hà Nội", day, (head_post(found.academy.name),), head.rank_title, head.name)
        certificates.request_issue(world.actor("registrar", academy), found, signing)
    drain(min(clock.at(day, 9, 5), clock.now()), KINDS)


def one_revoked_one_replaced(world: World) -> None:
    """Weeks after the issue, by decisions of the academies' heads."""
    codes = {unit_id: code for code, unit_id in world.units.items()}
    rows = select(Certificate).where(Certificate.state == "issued").order_by(Certificate.id)
    first, second = [list(db.session.execute(rows).unique().scalars())[place] for place in (4, 11)]
    for one, deed, reason in ((first, certificates.revoke, "Hồ sơ dự học không đúng đối tượng."), (second, certificates.replace, "Sai cấp bậc trên chứng chỉ.")):
        day = one.issued_on + timedelta(days=20)
        with at(clock.at(day, 10)):
            deed(world.actor("academy_head", codes[one.issuer_id]), one, decision=f"0{1 + (deed is certificates.replace)}/QĐ-mẫu", decided_on=day, reason=reason)
        drain(clock.at(day, 10, 5), KINDS)
