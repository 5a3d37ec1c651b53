"""Background jobs as a person may see them: one's own, those of the units in reach; those of no unit belong to the whole."""
from sqlalchemy import or_, select

from lms.access import reach
from lms.db import db
from lms.queue import Job
from lms.units.models import Unit


def visible_jobs(user, verb: str = "jobs.read"):
    """Jobs in reach, newest first."""
    rows = select(Job).outerjoin(Unit, Job.unit_id == Unit.id)
    held = reach(user, verb)
    whole = any(path.count("/") == 2 for path in held.paths)
    rows = rows.where(or_(Job.asked_by_id == user.id, held.covers(Unit.path), *([Job.unit_id.is_(None)] if whole else [])))
    return rows.order_by(Job.id.desc())


ORDERS = {"-asked": (Job.enqueued_at.desc(), Job.id.desc()), "asked": (Job.enqueued_at, Job.id),
          "-ended": (Job.ended_at.desc().nulls_last(), Job.id.desc()), "ended": (Job.ended_at.nulls_last(), Job.id)}
NEWEST = "-asked"


def listed_jobs(user, order: str, page: int, size: int):
    """A page of the jobs in reach and whether more follow, in one of ORDERS."""
    rows = visible_jobs(user).order_by(None).order_by(*ORDERS.get(order, ORDERS[NEWEST])).limit(size + 1).offset((page - 1) * size)
    found = list(db.session.execute(rows).scalars())
    return found[:size], len(found) > size
