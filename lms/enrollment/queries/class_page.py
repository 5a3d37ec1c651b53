"""Everything the page of a class shows, in a fixed number of statements."""
from dataclasses import dataclass
from datetime import date

from lms import clock
from lms.courses.models import TrainingClass
from lms.courses.queries import opens_at
from lms.courses.queries import sessions as sessions_of
from lms.enrollment.models import Enrollment
from lms.enrollment.queries import classes
from lms.enrollment.queries.nominations import closed_by_lock
from lms.enrollment.rules.results import PRESENT
from lms.texts import gettext as _
from lms.texts import ngettext, short_day

SHAPES = {"present": "full", "late": "half", "excused": "excused", "absent": "absent"}


@dataclass(frozen=True)
class Row:
    """One seat of the roster; without a person the seats from `seat_no` to `to_no` are free."""
    seat_no: int
    enrollment: Enrollment | None
    to_no: int = 0
    marks: tuple[str, ...] = ()
    attended: int = 0
    held: int = 0
    absent: int = 0
    excused: int = 0


def _row(one: Enrollment, statuses: dict[int, str], sessions: list, now: int | None) -> Row:
    """A trainee's strip: taken sessions by their status, the one that is due, and those to come."""
    marks = []
    for session in sessions:
        status = statuses.get(session.id)
        marks.append(SHAPES[status] if status else ("out" if session.taken_at else ("now" if session.number == now else "to")))
    counted = [statuses[session.id] for session in sessions if session.id in statuses]
    return Row(one.seat_no, one, one.seat_no, tuple(marks), sum(status in PRESENT for status in counted), len(counted),
               sum(status == "absent" for status in counted), sum(status == "excused" for status in counted))


def roster_rows(user, training_class: TrainingClass, sessions: list, attendance: dict, now: int | None) -> list[Row]:
    """Seats in order; the academy and the centre also see which are free."""
    rows = {one.seat_no: _row(one, attendance.get(one.id, {}), sessions, now) for one in classes.roster(user, training_class)}
    if not classes.sees_all(user, training_class) or training_class.state in ("planned", "cancelled"):
        return [rows[number] for number in sorted(rows)]
    return with_gaps(rows, training_class.capacity)


def with_gaps(rows: dict[int, Row], capacity: int) -> list[Row]:
    """The roster with one line for every run of free seats."""
    found: list[Row] = []
    for number in range(1, capacity + 1):
        if number in rows:
            found.append(rows[number])
        elif found and found[-1].enrollment is None:
            found[-1] = Row(found[-1].seat_no, None, number)
        else:
            found.append(Row(number, None, number))
    return found


def present_by_session(sessions: list, attendance: dict) -> list[int]:
    """How many were present, for each session whose attendance was taken, from the first on."""
    taken = [session for session in sessions if session.taken_at]
    return [sum(statuses.get(session.id) in PRESENT for statuses in attendance.values()) for session in taken]


def milestones(training_class: TrainingClass, live: int, today: date) -> list[dict]:
    """The dates of the class with today among them."""
    seated = ngettext("%(num)s người", "%(num)s người", training_class.seated)
    items = [(clock.local(training_class.nominate_until).date(), _("Đóng đề cử"), ngettext("%(num)s người", "%(num)s người", live)),
             (clock.local(training_class.release_at).date(), _("Trả chỗ thừa"), ngettext("%(num)s chỗ trống", "%(num)s chỗ trống", training_class.capacity - training_class.seated)),
             (clock.local(training_class.lock_at).date(), _("Khóa danh sách"), seated),
             (training_class.starts_on, _("Khai giảng"), seated if training_class.state in ("running", "finished", "closed") else ""),
             (training_class.ends_on, _("Bế giảng"), "")]
    if items[0][0] <= today <= items[-1][0]:
        items.append((today, _("Hôm nay"), ""))
    ordered = sorted(enumerate(items), key=lambda pair: (pair[1][0], pair[0]))
    return [{"day": short_day(day), "name": name, "note": note, "today": name == _("Hôm nay")} for _place, (day, name, note) in ordered]


def page_of(user, training_class: TrainingClass) -> dict:
    """What templates/enrollment/class.html is filled with."""
    today, everything = clock.today(), classes.sees_all(user, training_class)
    sessions, attendance = sessions_of(training_class.id), classes.attendance_by_person(training_class.id)
    live, to_approve, units = classes.nomination_counts(training_class.id)
    due = next((session for session in sessions if not session.taken_at), None) if training_class.state == "running" else None
    return {
        "training_class": training_class, "sessions": sessions, "due": due, "opens": opens_at(due) if due else None, "everything": everything, "today": today,
        "rows": roster_rows(user, training_class, sessions, attendance, due.number if due else None), "waiting": classes.waiting_list(user, training_class),
        "present": present_by_session(sessions, attendance), "milestones": milestones(training_class, live, today), "live": live, "units": units,
        "to_approve": to_approve, "steps": classes.steps_of(training_class, sessions, to_approve, today), "decision": classes.decision_of(training_class),
        "shares": classes.shares(user, training_class.id, everything), "totals": classes.share_totals(training_class.id),
        "lecturers": classes.lecturers_of(training_class.id), "closed_names": closed_by_lock(user, training_class)}
