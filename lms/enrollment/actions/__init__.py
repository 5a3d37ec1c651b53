"""Deeds about nominations, seats, attendance, marks and results."""
from lms.enrollment.actions.cancelling import cancel_class
from lms.enrollment.actions.nomination import approve, nominate, refuse, said, withdraw
from lms.enrollment.actions.seats import cancel_seat, promote_next
from lms.enrollment.actions.teaching import decide_completion, enter_grades, missing_for_decision, take_attendance

__all__ = ["approve", "cancel_class", "cancel_seat", "decide_completion", "enter_grades", "missing_for_decision", "nominate", "promote_next", "refuse",
           "said", "take_attendance", "withdraw"]
