"""A class that is not held gives everybody back."""
from sqlalchemy import select

from lms import flow
from lms.courses import actions as courses
from lms.courses.models import TrainingClass
from lms.db import db
from lms.enrollment.actions.seats import end
from lms.enrollment.models import Enrollment, Nomination


def cancel_class(actor, training_class: TrainingClass, reason: str) -> int:
    """Cancel the class: places and nominations end with the reason; returns how many persons are concerned."""
    training_class = courses.hold(training_class.id)
    courses.cancel_class(actor, training_class, reason)
    places = db.session.execute(select(Enrollment).where(Enrollment.class_id == training_class.id, Enrollment.state.in_(("seated", "waiting")))
                                .order_by(Enrollment.id)).scalars().all()
    for one in places:
        end(actor, one, training_class, "cancel", reason)
    named = db.session.execute(select(Nomination).where(Nomination.class_id == training_class.id, Nomination.state.in_(("nominated", "approved")))
                               .order_by(Nomination.id)).scalars().all()
    for one in named:
        flow.move(one, "cancel", actor, reason=reason)
    return len(named)
