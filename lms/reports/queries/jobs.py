"""Background jobs as a person may see them: one's own, those of the units in reach; the administrator sees all."""
from sqlalchemy import or_, select

from lms.access import may, reach
from lms.queue import Job
from lms.units.models import Unit


def visible_jobs(user, verb: str = "jobs.read"):
    """Jobs in reach, newest first."""
    rows = select(Job).outerjoin(Unit, Job.unit_id == Unit.id)
    if verb != "jobs.manage" and not may(user, "jobs.manage"):
        rows = rows.where(or_(Job.asked_by_id == user.id, reach(user, verb).covers(Unit.path)))
    return rows.order_by(Job.id.desc())
