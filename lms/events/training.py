"""Facts about courses, classes, seats."""
from dataclasses import dataclass

from lms.events.fact import Fact


@dataclass(frozen=True, kw_only=True)
class CourseChanged(Fact):
    """Course changed."""
    subject = "course"
    changes: dict


@dataclass(frozen=True, kw_only=True)
class CapacityChanged(Fact):
    """Capacity changed."""
    subject = "academy"
    what: str


@dataclass(frozen=True, kw_only=True)
class ClassPlanned(Fact):
    """Class planned."""
    subject = "class"
    course_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class ClassOpened(Fact):
    """Class opened."""
    subject = "class"
    nominate_until: str


@dataclass(frozen=True, kw_only=True)
class ClassChanged(Fact):
    """Class changed."""
    subject = "class"
    changes: dict


@dataclass(frozen=True, kw_only=True)
class ClassLocked(Fact):
    """Class locked; `reason` when it was early, `closed` nominations ended with it."""
    subject = "class"
    reason: str = ""
    closed: int = 0


@dataclass(frozen=True, kw_only=True)
class ClassStarted(Fact):
    """Class started."""
    subject = "class"


@dataclass(frozen=True, kw_only=True)
class ClassFinished(Fact):
    """Class finished."""
    subject = "class"


@dataclass(frozen=True, kw_only=True)
class ClassClosed(Fact):
    """Class closed."""
    subject = "class"
    completed: int
    not_completed: int


@dataclass(frozen=True, kw_only=True)
class ClassCancelled(Fact):
    """Class cancelled."""
    subject = "class"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SessionPlanned(Fact):
    """Session planned."""
    subject = "class"
    number: int
    day: str


@dataclass(frozen=True, kw_only=True)
class SessionChanged(Fact):
    """Session changed."""
    subject = "class"
    number: int
    changes: dict


@dataclass(frozen=True, kw_only=True)
class PersonNominated(Fact):
    """Person nominated."""
    subject = "nomination"
    class_id: int
    person_id: int
    reserve: bool


@dataclass(frozen=True, kw_only=True)
class NominationApproved(Fact):
    """Nomination approved."""
    subject = "nomination"
    class_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class NominationRefused(Fact):
    """Nomination refused."""
    subject = "nomination"
    class_id: int
    person_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class NominationWithdrawn(Fact):
    """Nomination withdrawn."""
    subject = "nomination"
    class_id: int
    person_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class NominationClosed(Fact):
    """A nomination that waited for approval when its class was locked."""
    subject = "nomination"
    class_id: int
    person_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SeatGiven(Fact):
    """Seat given."""
    subject = "enrollment"
    class_id: int
    person_id: int
    seat_no: int


@dataclass(frozen=True, kw_only=True)
class PutOnWaitingList(Fact):
    """Put on waiting list."""
    subject = "enrollment"
    class_id: int
    person_id: int
    waiting_no: int


@dataclass(frozen=True, kw_only=True)
class PromotedFromWaitingList(Fact):
    """Promoted from waiting list."""
    subject = "enrollment"
    class_id: int
    person_id: int
    seat_no: int


@dataclass(frozen=True, kw_only=True)
class SeatWithdrawn(Fact):
    """Seat withdrawn."""
    subject = "enrollment"
    class_id: int
    person_id: int
    seat_no: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class SeatCancelled(Fact):
    """Seat cancelled."""
    subject = "enrollment"
    class_id: int
    person_id: int
    seat_no: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class AttendanceTaken(Fact):
    """Attendance taken."""
    subject = "class"
    session_id: int
    number: int
    present: int
    absent: int


@dataclass(frozen=True, kw_only=True)
class GradesEntered(Fact):
    """Grades entered: `count` changed, `cleared` of them were taken away."""
    subject = "class"
    count: int
    cleared: int = 0
