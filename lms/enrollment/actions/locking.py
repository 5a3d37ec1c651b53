"""The list of a class is fixed: from then on nobody new gets a seat. Whoever still waits for approval is told so, with the reason."""
from sqlalchemy import select

from lms import clock, flow
from lms.courses import actions as courses
from lms.courses.models import TrainingClass
from lms.db import db
from lms.enrollment.models import Nomination
from lms.enrollment.rules.locking import Unready, unready
from lms.errors import Problem
from lms.events import record
from lms.events.training import NominationClosed
from lms.texts import gettext as _
from lms.texts import moment


def said_unready(found: Unready) -> str:
    """Until when names may come, and how many wait, in words."""
    if found.until and found.waiting:
        return _("Hạn đề cử còn đến %(when)s và còn %(n)s đề cử chờ duyệt nhân sự.", when=moment(found.until), n=found.waiting)
    if found.until:
        return _("Hạn đề cử còn đến %(when)s.", when=moment(found.until))
    return _("Còn %(n)s đề cử chờ duyệt nhân sự.", n=found.waiting)


def _waiting(class_id: int) -> list[Nomination]:
    rows = select(Nomination).where(Nomination.class_id == class_id, Nomination.state == "nominated").order_by(Nomination.id)
    return list(db.session.execute(rows.execution_options(populate_existing=True)).scalars())


def lock_class(actor, training_class: TrainingClass, reason: str = "", shown: int = 0) -> int:
    """Fix the list. Early only with a reason, by somebody who was shown how many nominations wait; these end with it. Returns how many.

    The class is held first, as every approval holds it: an approval comes before the lock or finds the class locked."""
    training_class = courses.hold(training_class.id)
    waiting = _waiting(training_class.id)
    found = unready(training_class.nominate_until, clock.now(), len(waiting))
    if training_class.state == "open" and found and not reason:
        raise Problem(_("Chưa khóa được. %(why)s Muốn khóa sớm thì ghi lý do.", why=said_unready(found)), field="reason")
    if training_class.state == "open" and len(waiting) > shown:
        raise Problem(_("Số đề cử chờ duyệt vừa đổi: nay có %(n)s đề cử sẽ bị đóng. Xem lại rồi khóa.", n=len(waiting)), field="reason")
    courses.lock_class(actor, training_class, reason=reason if found else "", closed=len(waiting))
    for one in waiting:
        flow.move(one, "cancel", actor, reason=reason)
        record(actor, NominationClosed(subject_id=one.id, unit_id=one.unit_id, class_id=one.class_id, person_id=one.person_id, reason=reason))
    return len(waiting)
