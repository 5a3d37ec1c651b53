"""Survey rounds with their sheets: drafted, opened, filled in, sent, returned, accepted, closed, each at its day."""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from lms import clock
from lms.classification.actions import classify_sheet
from lms.courses.models import Course
from lms.db import db
from lms.demo.actions.ground import World, at, kept
from lms.demo.rules.needs import LineSeed
from lms.survey import actions as survey
from lms.survey.models import Need, NeedSheet, SurveyRound

NOON = (10, 15)


@dataclass(frozen=True)
class RoundSeed:
    """A round: its days; `courses` are those that units ask for."""
    code: str
    title: str
    year: int
    depth: int
    opened: date
    due: date
    lock: date


def open_one(world: World, seed: RoundSeed, scope: str = "M00") -> SurveyRound:
    """Drafted and opened by the committee's staff, over the whole ministry or below one unit."""
    committee = world.actor("committee_staff", "M00")
    plan = survey.RoundPlan(seed.code, seed.title, seed.year, world.units[scope], seed.depth, seed.opened, clock.at(seed.due, 16, 30), clock.at(seed.lock, 16, 30))
    with at(clock.at(seed.opened, 8, 30)):
        made = survey.draft_round(committee, plan)
    with at(clock.at(seed.opened, 9)):
        survey.open_round(committee, made)
    return made


class Sheets:
    """The sheets of one round by unit code, and what is done with them."""

    def __init__(self, world: World, found: SurveyRound):
        self.world, self.round = world, found
        rows = db.session.execute(select(NeedSheet).where(NeedSheet.round_id == found.id)).unique().scalars()
        codes = {unit_id: code for code, unit_id in world.units.items()}
        self.by_code = {codes[sheet.unit_id]: sheet for sheet in rows}
        self.courses = {course.code: course for course in db.session.execute(select(Course)).scalars()}

    def on(self, day: date, deed: Callable, *words) -> None:
        """Do something at noon of a day; never after now."""
        with clock.held(min(clock.at(day, *NOON), clock.now())):
            deed(*words)

    def fill(self, code: str, lines: list[LineSeed]) -> None:
        """All lines at once, as a filled-in form brings them."""
        sheet = self.by_code[code]
        survey.replace_lines(self.world.actor("commander", code), sheet, [self._need(sheet, line) for line in lines], no_need=not lines)

    def _need(self, sheet: NeedSheet, line: LineSeed) -> Need:
        course = self.courses[line.course]
        return Need(unit_id=sheet.unit_id, person_id=line.person, group_code=line.group, heads=line.heads, topic_id=course.topic_id, level=course.level,
                    course_id=course.id, priority=line.priority, quarter=line.quarter, reason=line.reason)

    def submit(self, code: str) -> None:
        """By the unit's commander."""
        survey.submit(self.world.actor("commander", code), self.by_code[code])

    def accept(self, code: str) -> None:
        """By the unit above; groups are found in the same transaction."""
        sheet, above = self.by_code[code], code.rpartition(".")[0]
        reviewer = self.world.actor("commander", above) if above else self.world.actor("committee_staff", "M00")
        survey.accept(reviewer, sheet)
        classify_sheet(reviewer, sheet)

    def send_back(self, code: str, reason: str) -> None:
        """Returned with a reason."""
        above = code.rpartition(".")[0]
        survey.send_back(self.world.actor("commander", above) if above else self.world.actor("committee_staff", "M00"), self.by_code[code], reason)


def whole_round(world: World, seed: RoundSeed, lines_of: Callable[[str], list[LineSeed]]) -> SurveyRound:
    """A round in which every first-level unit answered and was accepted; two were returned once. Closed after its lock date."""
    found = open_one(world, seed)
    with kept():
        sheets, span = Sheets(world, found), (seed.due - seed.opened).days
        for place, code in enumerate(sorted(sheets.by_code)):
            day = seed.opened + timedelta(days=3 + place * (span - 5) // len(sheets.by_code))
            sheets.on(day, sheets.fill, code, lines_of(code))
            sheets.on(day + timedelta(days=1), sheets.submit, code)
            if place in (5, 20):
                sheets.on(day + timedelta(days=2), sheets.send_back, code, "Đề nghị ghi rõ lý do của các dòng ưu tiên 1.")
                sheets.on(day + timedelta(days=3), sheets.submit, code)
            sheets.on(day + timedelta(days=4), sheets.accept, code)
    with at(clock.at(seed.lock, 17)):
        survey.lock_round(None, found)
    with at(clock.at(seed.lock + timedelta(days=1), 10)):
        survey.close_round(world.actor("committee_staff", "M00"), found, signing=survey.Signing(common="Đã đôn đốc, đến hạn chốt vẫn chưa gửi"))
    return found
