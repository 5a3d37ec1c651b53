"""Why a person may not be named for a class: all reasons at once, shown before sending and checked again while writing."""
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Busy:
    """A class in which the person already has a place or is named."""
    class_id: int
    code: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Candidate:
    """What counts about a person: `held` are courses completed or held as a certificate."""
    person_id: int
    active: bool
    unit_path: str
    busy: tuple[Busy, ...] = ()
    held: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Target:
    """What counts about a class: `needed` are (course id, title) to be held before."""
    class_id: int
    state: str
    starts_on: date
    ends_on: date
    nominate_until: datetime
    course_id: int
    needed: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Reason:
    """One reason; `detail` names the other class or the missing course."""
    code: str
    detail: str = ""


CODES = ("not_open", "late", "inactive", "foreign", "in_class", "clash", "holds", "missing")


def class_reasons(target: Target, now: datetime) -> list[Reason]:
    """What stands against naming anybody."""
    if target.state != "open":
        return [Reason("not_open")]
    return [Reason("late")] if now > target.nominate_until else []


def why_not(candidate: Candidate, target: Target, unit_path: str, now: datetime) -> tuple[Reason, ...]:
    """Every reason against naming this person from this unit; empty when there is none."""
    found = class_reasons(target, now)
    if not candidate.active:
        found.append(Reason("inactive"))
    if not candidate.unit_path.startswith(unit_path):
        found.append(Reason("foreign"))
    if any(busy.class_id == target.class_id for busy in candidate.busy):
        found.append(Reason("in_class"))
    found += [Reason("clash", busy.code) for busy in candidate.busy
              if busy.class_id != target.class_id and busy.starts_on <= target.ends_on and target.starts_on <= busy.ends_on]
    if target.course_id in candidate.held:
        found.append(Reason("holds"))
    found += [Reason("missing", title) for course_id, title in target.needed if course_id not in candidate.held]
    return tuple(found)
