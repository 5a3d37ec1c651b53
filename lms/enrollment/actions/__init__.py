"""Deeds about nominations, seats, attendance, marks and results."""
from lms.enrollment.actions.cancelling import cancel_class
from lms.enrollment.actions.locking import lock_class, said_unready
from lms.enrollment.actions.nomination import approve, nominate, refuse, said, withdraw
from lms.enrollment.actions.seats import cancel_seat, promote_next
from lms.enrollment.actions.teaching import Entered, decide_completion, enter_grades, missing_for_decision, take_attendance

__all__ = ["Entered", "approve", "cancel_class", "cancel_seat", "decide_completion", "enter_grades", "lock_class", "missing_for_decision", "nominate", "promote_next", "refuse",
           "said", "said_unready", "take_attendance", "withdraw"]
