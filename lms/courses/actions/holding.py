"""The lock of a class: whoever counts seats or sessions of a class does it alone."""
from sqlalchemy import select, update

from lms.courses.models import TrainingClass
from lms.db import db


def hold(class_id: int) -> TrainingClass:
    """Lock the class row until the commit and read it anew. A statement that changes nothing locks on both databases."""
    db.session.flush()
    untouched = update(TrainingClass).where(TrainingClass.id == class_id).values(last_waiting_no=TrainingClass.last_waiting_no)
    db.session.execute(untouched.execution_options(synchronize_session=False))
    fresh = select(TrainingClass).where(TrainingClass.id == class_id).execution_options(populate_existing=True)
    return db.session.execute(fresh).scalar_one()
