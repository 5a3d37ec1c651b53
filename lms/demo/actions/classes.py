"""Classes from the opening of nominations to the results, each deed at its day and by its own person."""
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update

from lms import clock
from lms.courses import actions as courses
from lms.courses.models import ClassSession, Course, TrainingClass
from lms.db import db
from lms.demo.actions.ground import Actor, World
from lms.demo.rules.needs import FITS
from lms.documents.rules.numbers import head_post
from lms.enrollment import actions as enrollment
from lms.enrollment.models import Nomination
from lms.enrollment.queries import people as candidates
from lms.enrollment.queries.results import seated
from lms.enrollment.rules.reasons import why_not
from lms.people.models import Person
from lms.quota.models import Allocation
from lms.units.models import Unit

EARLY = "Các đơn vị đã đề cử đủ; học viện cần danh sách để cài máy và in tài liệu."


class Running:
    """One class and those who act in it."""

    def __init__(self, world: World, found: TrainingClass):
        self.world, self.training = world, found
        self.random = Random(world.seed * 1000 + found.id)
        self.codes = {unit_id: code for code, unit_id in world.units.items()}
        self.academy = self.codes[found.academy_id]

    def at_academy(self, role: str) -> Actor:
        """Who holds the role at the academy."""
        return self.world.actor(role, self.academy)

    def on(self, moment: datetime):
        """The clock of a deed; never after now."""
        return clock.held(min(moment, clock.now()))

    def open(self, moment: datetime) -> None:
        """Nominations may come in."""
        with self.on(moment):
            courses.open_nomination(self.at_academy("academy_staff"), self.training)

    def name_people(self, moment: datetime, *, share: float = 1.0, reserve: int = 0) -> list[Nomination]:
        """Each unit names persons for that share of its seats; a few units name one more, as reserve."""
        made = []
        with self.on(moment):
            for number, (unit, seats) in enumerate(self._shares()):
                wanted = max(0, round(seats * share)) + (1 if number < reserve else 0)
                chosen = self._fit(unit, wanted)
                if chosen:
                    made += enrollment.nominate(self.world.actor("commander", self.codes[unit.id]), self.training, unit, chosen)
        return made

    def _shares(self) -> list[tuple[Unit, int]]:
        rows = select(Unit, Allocation.allocated).join(Allocation, Allocation.unit_id == Unit.id).where(Allocation.class_id == self.training.id, Allocation.allocated > 0)
        return [tuple(row) for row in db.session.execute(rows.order_by(Unit.id)).unique()]

    def _fit(self, unit: Unit, wanted: int) -> list[int]:
        """Persons of accepted needs first, then others whose post fits; nobody against whom the rules speak."""
        course = db.session.get(Course, self.training.course_id)
        needs = list(dict.fromkeys(need.person_id for need in db.session.execute(candidates.open_needs(course, unit.path).limit(60)).unique().scalars()))
        fits = FITS.get(course.code, ("staff", "digital"))
        others = [one for one in self.world.below(self.codes[unit.id]) if self.world.kinds[one] in fits and one not in needs]
        asked = needs + self.random.sample(others, min(len(others), wanted + 6))
        people, target, now = candidates.persons(asked), candidates.target_of(self.training), clock.now()
        facts = candidates.candidates(people, self.training.starts_on)
        return [person.id for person, fact in zip(people, facts, strict=True) if not why_not(fact, target, unit.path, now)][:wanted]

    def decide(self, nominations: list[Nomination], moment: datetime, *, refuse: int = 0) -> None:
        """The personnel office approves in the order of the names; the last ones may be refused."""
        with self.on(moment):
            for number, one in enumerate(nominations):
                officer = self.world.actor("personnel_officer", self.codes[one.unit_id])
                if number >= len(nominations) - refuse:
                    enrollment.refuse(officer, one, "Đang tham gia nhiệm vụ khác trong thời gian của lớp.")
                else:
                    enrollment.approve(officer, one)

    def withdraw(self, one: Nomination, moment: datetime, reason: str) -> None:
        """The unit takes a name back."""
        with self.on(moment):
            enrollment.withdraw(self.world.actor("commander", self.codes[one.unit_id]), one, reason)

    def lock(self, moment: datetime) -> None:
        """The list is fixed; before the close of nominations only with a reason."""
        with self.on(max(moment, self.training.nominate_until)):
            enrollment.lock_class(self.at_academy("academy_staff"), self.training, EARLY)

    def start(self) -> None:
        """The first day."""
        self.lecturer()
        with self.on(clock.at(self.training.starts_on, 7, 15)):
            courses.start_class(self.at_academy("academy_staff"), self.training)

    def lecturer(self) -> None:
        """Who teaches: a teacher of the academy's faculty who is free on these days."""
        faculty = [one for code in (f"{self.academy}.03", f"{self.academy}.04") for one in self.world.people[code] if self.world.kinds[one] == "teacher"]
        days = select(ClassSession.day).where(ClassSession.class_id == self.training.id)
        busy = set(db.session.execute(select(ClassSession.lecturer_id).where(ClassSession.day.in_(days), ClassSession.lecturer_id.is_not(None))).scalars())
        free = [one for one in faculty if one not in busy]
        if free:
            chosen = self.random.choice(free)
            db.session.execute(update(ClassSession).where(ClassSession.class_id == self.training.id).values(lecturer_id=chosen))
            self.training.lecturer_id = chosen
            db.session.flush()

    def attend(self, *, but_last: int = 0) -> None:
        """The sheets of all sessions that are over (but the last few of them)."""
        rows = db.session.execute(select(ClassSession).where(ClassSession.class_id == self.training.id, ClassSession.day <= self.world.today)
                                  .order_by(ClassSession.number)).unique().scalars().all()
        over = [one for one in rows if clock.at(one.day, one.ends.hour, 10) < clock.now()]
        people = seated(self.training.id)
        weak = {people[-1].id} if len(people) > 8 else set()
        for session in over[:len(over) - but_last]:
            with self.on(clock.at(session.day, session.ends.hour, 10)):
                enrollment.take_attendance(self.at_academy("lecturer"), session, {one.id: self._mark(one.id in weak) for one in people})

    def _mark(self, weak: bool) -> tuple[str, str]:
        draw = self.random.random()
        if weak and draw < 0.5:
            return "absent", ""
        return ("present", "") if draw < 0.94 else ("late", "") if draw < 0.97 else ("excused", "Công tác đột xuất")

    def finish(self) -> None:
        """The last day is over."""
        with self.on(clock.at(self.training.ends_on, 17, 30)):
            courses.finish_class(self.at_academy("academy_staff"), self.training)

    def grade(self, moment: datetime, share: float = 1.0) -> None:
        """Marks from the lecturer, for that share of the trainees."""
        people = seated(self.training.id)
        with self.on(moment):
            enrollment.enter_grades(self.at_academy("lecturer"), self.training,
                                    {one.id: (self.random.randint(55, 98), 0) for one in people[:round(len(people) * share)]})

    def close(self, moment: datetime) -> None:
        """The head of the academy recognises the results by a decision with a number."""
        head = db.session.get(Person, self.world.people[self.academy][1])
        with self.on(moment):
            enrollment.decide_completion(self.at_academy("academy_head"), self.training, {
                "number": None, "dated": clock.today(), "signer_name": head.name, "signer_rank": head.rank_title, "signer_post": head_post(self.training.academy.name)})

    def taught(self) -> None:
        """From the first day to the recognised result."""
        self.start()
        self.attend()
        self.finish()
        self.grade(clock.at(self.training.ends_on + timedelta(days=1), 9))
        self.close(clock.at(self.training.ends_on + timedelta(days=3), 14))
