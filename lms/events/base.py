"""Facts about units, people, accounts, calendar, imports, jobs."""
from dataclasses import dataclass

from lms.events.fact import Fact


@dataclass(frozen=True, kw_only=True)
class UnitsImported(Fact):
    """Units imported."""
    subject = "import"


@dataclass(frozen=True, kw_only=True)
class PeopleImported(Fact):
    """People imported."""
    subject = "import"


@dataclass(frozen=True, kw_only=True)
class CoursesImported(Fact):
    """Courses imported."""
    subject = "import"


@dataclass(frozen=True, kw_only=True)
class AcademiesImported(Fact):
    """Academies imported."""
    subject = "import"


@dataclass(frozen=True, kw_only=True)
class HolidaysImported(Fact):
    """Holidays imported."""
    subject = "import"


@dataclass(frozen=True, kw_only=True)
class NeedsImported(Fact):
    """Needs imported."""
    subject = "import"


@dataclass(frozen=True, kw_only=True)
class UnitCreated(Fact):
    """Unit created."""
    subject = "unit"
    code: str


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Fact):
    """Unit changed."""
    subject = "unit"
    changes: dict


@dataclass(frozen=True, kw_only=True)
class PersonCreated(Fact):
    """Person created."""
    subject = "person"


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    """Person changed."""
    subject = "person"
    changes: dict


@dataclass(frozen=True, kw_only=True)
class PersonTransferred(Fact):
    """Person transferred."""
    subject = "person"
    from_unit_id: int


@dataclass(frozen=True, kw_only=True)
class AccountInvited(Fact):
    """Account invited."""
    subject = "account"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AccountActivated(Fact):
    """Account activated."""
    subject = "account"


@dataclass(frozen=True, kw_only=True)
class AccountSuspended(Fact):
    """Account suspended."""
    subject = "account"
    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountResumed(Fact):
    """Account resumed."""
    subject = "account"


@dataclass(frozen=True, kw_only=True)
class AccountLeft(Fact):
    """Account left."""
    subject = "account"
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact):
    """Role granted."""
    subject = "account"
    role: str
    role_unit_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Fact):
    """Role ended."""
    subject = "account"
    role: str
    role_unit_id: int


@dataclass(frozen=True, kw_only=True)
class DeputyNamed(Fact):
    """A holder handed a role over for some days; the subject is the deputy."""
    subject = "account"
    role: str
    role_unit_id: int
    giver_id: int
    since: str
    last: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeputyEnded(Fact):
    """A deputy's days ended before their time."""
    subject = "account"
    role: str
    role_unit_id: int


@dataclass(frozen=True, kw_only=True)
class SignedIn(Fact):
    """Signed in."""
    subject = "account"
    session_id: int


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Fact):
    """Sign in failed."""
    subject = "account"
    address: str


@dataclass(frozen=True, kw_only=True)
class SignedOut(Fact):
    """Signed out."""
    subject = "account"
    session_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    """Password changed."""
    subject = "account"


@dataclass(frozen=True, kw_only=True)
class CalendarDayChanged(Fact):
    """Calendar day changed."""
    subject = "calendar"
    day: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class JobCancelled(Fact):
    """Job cancelled."""
    subject = "job"


@dataclass(frozen=True, kw_only=True)
class JobReplayed(Fact):
    """Job replayed."""
    subject = "job"
