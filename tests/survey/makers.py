"""What the survey tests stand on: a ministry with units, its people, an open round."""
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import event

from lms import clock
from lms.db import db
from lms.survey import actions
from lms.survey.actions import NewLine, RoundPlan
from lms.survey.models import NeedSheet, SurveyRound
from tests import builders


@dataclass
class Army:
    """A ministry with a first-level unit, its child and a neighbour, and those who work there."""
    ministry: object
    first: object
    child: object
    other: object
    committee: object
    commander: object
    clerk: object
    child_commander: object
    round: SurveyRound | None = None

    def sheet(self, unit) -> NeedSheet:
        """The sheet of a unit in the round."""
        return db.session.execute(db.select(NeedSheet).where(NeedSheet.round_id == self.round.id, NeedSheet.unit_id == unit.id)).scalar_one()


def plan(scope, **values) -> RoundPlan:
    """A plan that is open for a month."""
    now = clock.now()
    values = {"code": f"KS-{next(builders._numbers)}", "title": "Khảo sát nhu cầu 2027", "year": 2027, "depth": 2, "opens_on": date(2026, 1, 1),
              "due_at": now + timedelta(days=20), "lock_at": now + timedelta(days=30), **values}
    return RoundPlan(scope_id=scope.id, **values)


def army(depth: int = 2) -> Army:
    """An open round over a small army."""
    ministry = builders.ministry()
    first, other = builders.unit("Quân khu Mẫu 1", ministry, "Quân khu"), builders.unit("Cục Mẫu 2", ministry)
    child = builders.unit("Lữ đoàn Mẫu 3", first, "Lữ đoàn")
    made = Army(ministry, first, child, other, builders.account("committee_staff", ministry), builders.account("commander", first),
                builders.account("unit_clerk", first), builders.account("commander", child))
    made.round = actions.draft_round(made.committee, plan(ministry, depth=depth))
    actions.open_round(made.committee, made.round)
    db.session.commit()
    return made


def line(**values) -> NewLine:
    """What is asked for, by default."""
    return NewLine(**{"topic_id": builders.topic().id, "level": 1, "priority": 1, "quarter": "2027Q2", **values})


def sent_sheet(made: Army, unit, sender, count: int = 2) -> NeedSheet:
    """A sheet with people, sent."""
    sheet = made.sheet(unit)
    people = [builders.person(unit) for _ in range(count)]
    actions.add_people(made.clerk, sheet, [person.id for person in people], line())
    actions.submit(sender, sheet)
    db.session.commit()
    return sheet


@contextmanager
def counted_queries():
    """A list that grows by each statement."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
