"""This year's plan: approved ten weeks ago; today its classes stand in every state."""
from datetime import date, timedelta

from sqlalchemy import select

import lms.demo.actions.certificates as certificates
import lms.demo.actions.quotas as quotas
from lms import clock
from lms.courses.models import Course, TrainingClass
from lms.db import db
from lms.demo.actions.classes import Running
from lms.demo.actions.ground import World, at, kept
from lms.demo.actions.rounds import RoundSeed, whole_round
from lms.demo.rules.needs import THIS_YEAR, Asking
from lms.demo.rules.schedule import SectionFacts, Slot, slots
from lms.enrollment import actions as enrollment
from lms.quota.models import PlannedSection

APPROVED = 70


def this_year(world: World, asking: Asking) -> list[TrainingClass]:
    """Round, plan, approval, and the classes; returns them."""
    year, back = world.today.year, lambda days: world.today - timedelta(days=days)
    seed = RoundSeed(f"KS-{year}-01", f"Khảo sát nhu cầu bồi dưỡng chuyển đổi số năm {year}", year, 1, back(140), back(108), back(100))
    found = whole_round(world, seed, lambda code: asking.lines(world.below(code), THIS_YEAR, year, persons=4, heads=1))
    proposal = quotas.computed(world, found, year, "Phương án A", world.ago(92))
    quotas.submitted(world, proposal, world.ago(88, 15))
    chosen: list[Slot] = []
    with at(world.ago(APPROVED, 8)):
        planned = quotas.spread(proposal, lambda rows: _first_days(world, rows, chosen))
    classes = quotas.approved(world, proposal, world.ago(APPROVED))
    state_of = {(row.academy_id, row.course_id, row.month): slot.state for row, slot in zip(_sections(planned), chosen, strict=True)}
    for number, one in enumerate(classes):
        live(world, one, _state(one, state_of), number)
    with kept():
        quotas.months(planned)
    return classes


def first_certificates(world: World, classes: list[TrainingClass]) -> None:
    """The class that closed first has its certificates; the other one's registrar is late."""
    closed = [one for one in classes if one.state == "closed"]
    certificates.issued(world, closed[0], 6)


def _sections(planned: dict[int, date]) -> list[PlannedSection]:
    return list(db.session.execute(select(PlannedSection).where(PlannedSection.id.in_(planned)).order_by(PlannedSection.id)).scalars())


def _first_days(world: World, rows: list[PlannedSection], chosen: list[Slot]) -> list[date]:
    """A working day for each section; a class that runs today is about in its middle."""
    days = {course.id: course.days for course in db.session.execute(select(Course)).scalars()}
    chosen += slots([SectionFacts(row.count, days[row.course_id]) for row in rows])
    found: list[date] = []
    for row, slot in zip(rows, chosen, strict=True):
        day = _middle(world, days[row.course_id]) if slot.day is None else world.working_day(world.today + timedelta(days=slot.day))
        while (row.academy_id, row.course_id, day) in {(one.academy_id, one.course_id, before) for one, before in zip(rows, found, strict=False)}:
            day = world.working_day(day + timedelta(days=1))
        found.append(day)
    return found


def _middle(world: World, days: int) -> date:
    """The first day of a class of so many days that began some working days ago and does not end before today."""
    day = world.working_day(world.today - timedelta(days=1), -1)
    for _ in range(max(0, min(days // 2, days - 2) - 1)):
        day = world.working_day(day - timedelta(days=1), -1)
    return day


def _state(one: TrainingClass, state_of: dict) -> str:
    """The state meant for a class; of several classes of one section the later ones are open as well."""
    exact = state_of.get((one.academy_id, one.course_id, one.starts_on))
    return exact or next((state for (academy, course, day), state in state_of.items()
                          if (academy, course) == (one.academy_id, one.course_id) and 0 < (one.starts_on - day).days < 22), "open")


def live(world: World, found: TrainingClass, state: str, number: int) -> None:
    """Bring a class to the state that it has today."""
    if state == "planned":
        return
    with kept():
        running = Running(world, found)
        running.open(world.ago(APPROVED - 1, 10))
        if state in ("open", "cancelled"):
            _nominating(running, state, number)
            return
        named = running.name_people(world.ago(APPROVED - 1, 14), reserve=2)
        running.decide(named, world.ago(APPROVED - 4), refuse=1)
        running.lock(found.lock_at - timedelta(hours=3))
        if state != "locked":
            _teaching(running, state, number)


def _teaching(running: Running, state: str, number: int) -> None:
    if state == "closed":
        running.taught()
        return
    running.start()
    running.attend(but_last=1 if state == "running" and number % 2 else 0)
    if state == "finished":
        running.finish()
        running.grade(clock.at(running.training.ends_on + timedelta(days=1), 9), 0.6 if number % 2 else 1.0)


def _nominating(running: Running, state: str, number: int) -> None:
    """Named in two waves: the first is decided, with a waiting list; the second waits for the personnel office."""
    world, share = running.world, (0.6, 0.4, 0.8, 0.0)[number % 4] if state == "open" else 0.5
    first = min(world.ago(12 + number % 7), running.training.nominate_until - timedelta(days=2))
    named = running.name_people(first, share=share, reserve=2)
    running.decide(named, min(world.ago(8), first + timedelta(days=2)), refuse=1 if len(named) > 6 else 0)
    if len(named) > 6:
        running.withdraw(named[0], world.ago(5), "Đồng chí được cử đi công tác dài ngày.")
    if state == "cancelled":
        with running.on(world.ago(3, 15)):
            enrollment.cancel_class(running.at_academy("academy_staff"), running.training, "Phòng học đang sửa chữa, lớp chuyển sang năm sau.")
    elif running.training.nominate_until > clock.now():
        running.name_people(world.ago(1, 15) if number % 5 else world.ago(7), share=0.3)
