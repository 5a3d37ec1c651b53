"""The life of a sheet against a small pure model: edit, answer, send, return, send again, accept, correct, comment, close in any order."""
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from lms.audit.models import JournalEntry
from lms.db import db
from lms.doctor.queries import examine
from lms.errors import Problem, SamePerson, WrongMove
from lms.people.models import Person
from lms.survey import actions, queries
from lms.survey.models import Need, NeedComment, NeedCorrection
from tests import builders
from tests.conftest import LONG
from tests.survey.makers import army, line

SENT, WAITING = ("submitted", "resubmitted", "accepted"), ("submitted", "resubmitted")


@dataclass
class Line:
    """What ought to stand on a line."""
    heads: int
    person: bool = False
    now: int | None = None
    answered: bool = False

    @property
    def counts(self) -> int:
        """What it adds to the demand."""
        return self.heads if self.now is None else self.now


@dataclass
class Model:
    """What ought to be; each deed says which refusal is right, or None and changes the model."""
    staff: int
    state: str = "not_opened"
    closed: bool = False
    no_need: bool = False
    sender: int | None = None
    submission: int = 0
    warned: int = 0
    lines: dict[int, Line] = field(default_factory=dict)
    moves: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    corrections: int = 0
    comments: int = 0

    @property
    def unanswered(self) -> int:
        """Head counts over the staff that nobody has explained."""
        return sum(not one.person and one.heads > self.staff and not one.answered for one in self.lines.values())

    def edit(self) -> type | None:
        """May the unit write?"""
        return WrongMove if self.closed or self.state in SENT else None

    def begin(self) -> None:
        """The first edit opens the sheet."""
        if self.state == "not_opened":
            self.state = "draft"
            self.facts.append("SheetBegun")

    def submit(self) -> type | None:
        """May it be sent?"""
        if self.closed:
            return WrongMove
        if not self.lines and not self.no_need:
            return Problem
        return WrongMove if self.state in SENT else None

    def review(self, actor: int, states: tuple) -> type | None:
        """May this reviewer act?"""
        if self.closed or self.state not in states:
            return WrongMove
        return SamePerson if actor == self.sender else None


class Sheets(RuleBasedStateMachine):
    """One sheet of a first-level unit, two senders of whom one also reviews, and two reviewers of the committee."""

    @initialize()
    def begin(self):
        """A fresh army in the same database."""
        self.army = army()
        self.sheet = self.army.sheet(self.army.first)
        both = builders.account("commander", self.army.first, None, ("committee_staff", self.army.ministry))
        self.senders = [self.army.commander, both]
        self.reviewers = [self.army.committee, builders.account("committee_staff", self.army.ministry), both]
        self.people = [builders.person(self.army.first).id for _ in range(3)]
        builders.group()
        staff = select(func.count(Person.id)).where(Person.unit_id.in_([self.army.first.id, self.army.child.id]))
        self.model, self.drawn, self.since = Model(db.session.execute(staff).scalar_one()), 0, db.session.execute(select(func.max(JournalEntry.id))).scalar_one()
        db.session.commit()

    def attempt(self, expected: type | None, deed) -> bool:
        """Do it in a transaction of its own; the refusal must be the one of the model."""
        try:
            deed()
            db.session.commit()
            refused = None
        except Problem as problem:
            db.session.rollback()
            refused = type(problem)
        assert refused is expected, f"{refused} instead of {expected}"
        return expected is None

    def pick(self, number: int) -> Need | None:
        """A line of the sheet."""
        keys = sorted(self.model.lines)
        return db.session.get(Need, keys[number % len(keys)]) if keys else None

    def ids(self) -> set[int]:
        """The lines that stand."""
        return set(db.session.execute(select(Need.id).where(Need.sheet_id == self.sheet.id)).scalars())

    @precondition(lambda self: self.drawn < 20)
    @rule(heads=st.sampled_from([1, 3, 40, 900]))
    def add_heads(self, heads):
        """A head count, each with its own quarter and priority so that none is a twin."""
        self.drawn += 1
        asked = line(quarter=f"20{27 + self.drawn % 7}Q{1 + self.drawn % 4}", priority=1 + self.drawn % 3, reason=str(self.drawn))
        if self.attempt(self.model.edit(), lambda: actions.add_group(self.army.clerk, self.sheet, "N3", heads, asked)):
            self.added("NeedAdded", Line(heads))

    @rule(number=st.integers(0, 2))
    def add_person(self, number):
        """A person, once."""
        held = set(db.session.execute(select(Need.person_id).where(Need.sheet_id == self.sheet.id)).scalars())
        expected = self.model.edit() or (Problem if self.people[number] in held else None)
        if self.attempt(expected, lambda: actions.add_people(self.army.clerk, self.sheet, [self.people[number]], line())):
            self.added("LinesAdded", Line(1, person=True))

    def added(self, fact: str, new: Line) -> None:
        """One line more."""
        self.model.begin()
        self.model.no_need = False
        (key,) = self.ids() - set(self.model.lines)
        self.model.lines[key] = new
        self.model.facts.append(fact)

    @precondition(lambda self: self.model.lines)
    @rule(number=st.integers(0, 99), heads=st.sampled_from([2, 4, 41, 901]), said=st.sampled_from(["", "Tổ chức mới"]))
    def change(self, number, heads, said):
        """Another number or only another reason."""
        need = self.pick(number)
        one, values = self.model.lines[need.id], {"reason": said} if need.person_id or said else {"heads": heads}
        differs = any(getattr(need, name) != value for name, value in values.items())
        if self.attempt(self.model.edit(), lambda: actions.change_line(self.army.clerk, need, values)):
            self.model.begin()
            if differs:
                self.model.facts.append("NeedChanged")
            if differs and "heads" in values:
                one.heads, one.now, one.answered = heads, None, False

    @precondition(lambda self: self.model.lines)
    @rule(number=st.integers(0, 99))
    def remove(self, number):
        """A line goes."""
        need = self.pick(number)
        key = need.id
        gone = db.session.execute(select(func.count(NeedCorrection.id)).where(NeedCorrection.need_id == key)).scalar_one()
        said = db.session.execute(select(func.count(NeedComment.id)).where(NeedComment.need_id == key)).scalar_one()
        if self.attempt(self.model.edit(), lambda: actions.remove_lines(self.army.clerk, self.sheet, [need])):
            self.model.corrections, self.model.comments = self.model.corrections - gone, self.model.comments - said
            del self.model.lines[key]
            self.model.facts.append("NeedRemoved")

    @rule(yes=st.booleans())
    def no_need(self, yes):
        """No need is an answer of an empty sheet."""
        expected = self.model.edit() or (Problem if yes and self.model.lines else None)
        if self.attempt(expected, lambda: actions.say_no_need(self.army.clerk, self.sheet, yes)):
            self.model.begin()
            self.model.no_need = yes
            self.model.facts.append("NoNeedSaid")

    @precondition(lambda self: self.model.lines)
    @rule(number=st.integers(0, 99), text=st.sampled_from(["Tuyển thêm", ""]))
    def answer(self, number, text):
        """Say why a warning does not hold, or take that back."""
        need = self.pick(number)
        one, odd = self.model.lines[need.id], not need.person_id and need.heads > self.model.staff
        if self.attempt(self.model.edit(), lambda: actions.answer_warnings(self.army.clerk, self.sheet, {(need.id, "exceeds_staff"): text})):
            if odd and one.answered != bool(text):
                self.model.facts.append("WarningsAnswered")
            one.answered = bool(text) if odd else one.answered

    @rule(who=st.integers(0, 1))
    def submit(self, who):
        """Send it up, for the first time or again."""
        sender, again = self.senders[who], self.model.state == "returned"
        if self.attempt(self.model.submit(), lambda: actions.submit(sender, self.sheet)):
            self.model.state, self.model.sender, self.model.warned = "resubmitted" if again else "submitted", sender.id, self.model.unanswered
            self.model.submission += 1
            self.model.moves.append("resubmit" if again else "submit")
            self.model.facts.append("SheetResubmitted" if again else "SheetSubmitted")

    @rule(who=st.integers(0, 2))
    def accept(self, who):
        """Take it over."""
        if self.attempt(self.model.review(self.reviewers[who].id, WAITING), lambda: actions.accept(self.reviewers[who], self.sheet)):
            self.accepted()

    def accepted(self) -> None:
        """It is accepted."""
        self.model.state = "accepted"
        self.model.moves.append("accept")
        self.model.facts.append("SheetAccepted")

    @rule(who=st.integers(0, 2))
    def accept_together(self, who):
        """The list takes what has no unanswered warning, and never the own sheet."""
        actor, found = self.reviewers[who], []
        refused = self.model.review(actor.id, WAITING)
        self.attempt(WrongMove if self.model.closed else None, lambda: found.extend(actions.accept_many(actor, [self.sheet], {})))
        if not self.model.closed:
            assert (found[0][1] is None) == (refused is None and not self.model.warned)
            if found[0][1] is None:
                self.accepted()

    @rule(who=st.integers(0, 2))
    def send_back(self, who):
        """Return it."""
        if self.attempt(self.model.review(self.reviewers[who].id, SENT), lambda: actions.send_back(self.reviewers[who], self.sheet, "Xem lại")):
            self.model.state = "returned"
            self.model.moves.append("send_back")
            self.model.facts.append("SheetReturned")

    @precondition(lambda self: self.model.lines)
    @rule(who=st.integers(0, 2), number=st.integers(0, 99), after=st.sampled_from([0, 1, 2, 3, 40]))
    def correct(self, who, number, after):
        """Another number beside the one asked."""
        need, actor = self.pick(number), self.reviewers[who]
        one = self.model.lines[need.id]
        wrong = (after > 1 and one.person) or after == one.counts
        expected = self.model.review(actor.id, SENT) or (Problem if wrong else None)
        if self.attempt(expected, lambda: actions.correct(actor, need, after, "Thừa")):
            one.now = None if after == one.heads else after
            self.model.corrections += 1
            self.model.moves.append("correct")
            self.model.facts.append("NumberCorrected")

    @precondition(lambda self: self.model.lines)
    @rule(number=st.integers(0, 99))
    def comment(self, number):
        """A word on a line, once the sheet was sent."""
        need = self.pick(number)
        expected = WrongMove if self.model.closed or not self.model.submission else None
        if self.attempt(expected, lambda: actions.comment(self.army.clerk, need, "Vì sao?")):
            self.model.comments += 1
            self.model.facts.append("NeedCommented")

    @precondition(lambda self: self.model.submission > 1 and not self.model.closed)
    @rule(dice=st.integers(0, 5))
    def close(self, dice):
        """The round ends (rarely, so that most runs go on)."""
        if dice == 0:
            db.session.execute(db.update(type(self.army.round)).where(type(self.army.round).id == self.army.round.id).values(state="closed"))
            db.session.commit()
            self.model.closed = True

    @invariant()
    def the_sheet_is_as_the_model_says(self):
        """State, counts, corrected numbers, demand, history and journal."""
        if not hasattr(self, "model"):
            return
        model, sheet = self.model, self.sheet
        db.session.expire_all()
        added = [(one.person, one.counts - one.heads) for one in model.lines.values()]
        assert (sheet.state, sheet.no_need, sheet.submission, sheet.submitted_by_id) == (model.state, model.no_need, model.submission, model.sender)
        assert (sheet.persons, sheet.heads) == (sum(one.person for one in model.lines.values()), sum(one.heads for one in model.lines.values() if not one.person))
        assert (sheet.corrected_persons, sheet.corrected_heads) == (sum(more for person, more in added if person), sum(more for person, more in added if not person))
        if model.state in SENT:
            assert sheet.warned == model.warned
        assert {need.id: (need.heads, need.heads_now) for need in queries.lines_of(sheet.id)} == {key: (one.heads, one.now) for key, one in model.lines.items()}
        asked = sum(row.heads for row in db.session.execute(queries.accepted_needs(self.army.round.id)))
        assert asked == (sum(one.counts for one in model.lines.values()) if model.state == "accepted" else 0)
        self.nothing_is_lost()

    def nothing_is_lost(self):
        """History, journal, corrections and comments hold every deed; the doctor agrees."""
        model, sheet = self.model, self.sheet
        assert [move for _at, _by, move, _reason in queries.events_of(sheet.id)][::-1] == model.moves[-50:]
        told = select(JournalEntry.fact).where(JournalEntry.subject == "sheet", JournalEntry.subject_id == sheet.id, JournalEntry.id > self.since, JournalEntry.fact != "SheetSignedOff")
        assert list(db.session.execute(told.order_by(JournalEntry.id)).scalars()) == model.facts
        for table, number in ((NeedCorrection, model.corrections), (NeedComment, model.comments)):
            assert db.session.execute(select(func.count(table.id)).where(table.sheet_id == sheet.id)).scalar_one() == number
        assert examine(("sheet counts", "corrected numbers")) == []


def run(examples: int, steps: int, phases=tuple(Phase)) -> None:
    """Play it so often."""
    run_state_machine_as_test(Sheets, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, phases=phases, database=None,
                                                        suppress_health_check=list(HealthCheck), print_blob=False))


@pytest.mark.slow
def test_a_sheet_lives_as_the_small_model_says(app):
    run(120 if LONG else 12, 50 if LONG else 30)
