"""Seats and waiting lists of classes."""
from sqlalchemy import case, func, select

from lms.courses.models import TrainingClass
from lms.db import db
from lms.doctor.queries.sheets import dict_of
from lms.enrollment.models import Enrollment


def class_counts() -> list[str]:
    """`seated` and `waiting` of a class are its rows; nobody sits beyond the capacity."""
    rows = dict_of(select(Enrollment.class_id, func.sum(case((Enrollment.seat_no.is_not(None), 1), else_=0)),
                          func.sum(case((Enrollment.state == "waiting", 1), else_=0)), func.coalesce(func.max(Enrollment.waiting_no), 0)).group_by(Enrollment.class_id))
    found = []
    for one in db.session.execute(select(TrainingClass.id, TrainingClass.code, TrainingClass.capacity, TrainingClass.seated, TrainingClass.waiting,
                                         TrainingClass.last_waiting_no).order_by(TrainingClass.id)):
        seated, waiting, last = rows.get(one.id, (0, 0, 0))
        if (seated, waiting) != (one.seated, one.waiting):
            found.append(f"class {one.code} says {one.seated} seated and {one.waiting} waiting, its rows {seated} and {waiting}")
        if seated > one.capacity:
            found.append(f"class {one.code} has {seated} seats taken of {one.capacity}")
        if last > one.last_waiting_no:
            found.append(f"class {one.code} has given waiting number {one.last_waiting_no}, a row has {last}")
    return found


def numbers() -> list[str]:
    """Seat numbers lie between 1 and the capacity, and no two sit on one."""
    beyond = (select(TrainingClass.code, TrainingClass.capacity, Enrollment.seat_no).join(TrainingClass, Enrollment.class_id == TrainingClass.id)
              .where(Enrollment.seat_no.is_not(None), (Enrollment.seat_no < 1) | (Enrollment.seat_no > TrainingClass.capacity)))
    found = [f"class {row.code} has seat {row.seat_no} of {row.capacity}" for row in db.session.execute(beyond)]
    twice = (select(TrainingClass.code, Enrollment.seat_no, func.count(Enrollment.id)).join(TrainingClass, Enrollment.class_id == TrainingClass.id)
             .where(Enrollment.seat_no.is_not(None)).group_by(TrainingClass.code, Enrollment.seat_no).having(func.count(Enrollment.id) > 1))
    return found + [f"class {code} has seat {seat} {times} times" for code, seat, times in db.session.execute(twice)]
