"""The names of the things that facts speak of, a page of the journal at a time, and which of them the reader may open."""
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from lms.access import may
from lms.accounts import queries as accounts
from lms.accounts.models import Account
from lms.certificates import queries as certificates
from lms.certificates.models import Certificate
from lms.classification import queries as classification
from lms.classification.models import Classification
from lms.courses.models import Course, TrainingClass
from lms.db import db
from lms.documents import queries as documents
from lms.documents.models import Document
from lms.enrollment.queries.classes import visible_classes
from lms.people import queries as people
from lms.people.models import Person, Rank
from lms.queue import Job
from lms.quota.models import Proposal
from lms.quota.queries.board import visible as visible_proposals
from lms.survey.models import CheckRule, NeedSheet, SurveyRound
from lms.survey.queries.rounds import visible_rounds
from lms.survey.queries.sheets import visible as visible_sheets
from lms.texts import gettext as _
from lms.texts import language
from lms.units import queries as units
from lms.units.models import Unit, UnitKind


@dataclass(frozen=True)
class Named:
    """A thing's name, and whether the reader may open its page."""
    text: str
    open: bool


@dataclass(frozen=True)
class Kind:
    """How a kind of thing is named: from its own row, or from that of the person it is about. `visible` is asked with `verb` for what the
    reader may open; without a verb the thing has no page."""
    model: type
    name: object
    verb: str | None = None
    visible: object = None
    about_person: bool = False


def _courses(_user, _verb):
    return select(Course)


KINDS = {
    "unit": Kind(Unit, lambda unit: unit.name, "units.read", units.visible),
    "academy": Kind(Unit, lambda unit: unit.name, "units.read", units.visible),
    "person": Kind(Person, lambda person: person.addressed, "people.read", people.visible),
    "account": Kind(Account, lambda account: account.person.addressed, "accounts.read", accounts.visible),
    "round": Kind(SurveyRound, lambda found: found.code, "round.read", visible_rounds),
    "sheet": Kind(NeedSheet, lambda sheet: sheet.unit_name, "sheet.read", visible_sheets),
    "check_rule": Kind(CheckRule, lambda rule: rule.text_en if language() == "en" else rule.text_vi),
    "classification": Kind(Classification, lambda person: person.addressed, "group.read", classification.visible, about_person=True),
    "proposal": Kind(Proposal, lambda proposal: _("%(name)s năm %(year)s", name=proposal.name, year=proposal.year), "quota.read", visible_proposals),
    "document": Kind(Document, lambda paper: paper.number_text or paper.subject, "documents.read", documents.visible),
    "course": Kind(Course, lambda course: course.title, "courses.read", _courses),
    "class": Kind(TrainingClass, lambda found: found.code, "class.read", visible_classes),
    "certificate": Kind(Certificate, lambda paper: paper.register_text, "certificate.read", certificates.visible),
    "job": Kind(Job, lambda job: job.title),
    "rank": Kind(Rank, lambda rank: rank.title if language() == "vi" else rank.title_en),
    "unit_kind": Kind(UnitKind, lambda kind: kind.name),
}


def named(user, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], Named]:
    """(kind, number) -> name; two statements a kind, however many rows."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in wanted:
        if kind in KINDS:
            numbers[kind].add(number)
    found = {}
    for kind, ids in numbers.items():
        rule = KINDS[kind]
        reached = _reached(user, rule, ids)
        rows = select(rule.model, Person).join(Person, rule.model.person_id == Person.id) if rule.about_person else select(rule.model)
        for row in db.session.execute(rows.where(rule.model.id.in_(ids))).unique():
            found[kind, row[0].id] = Named(rule.name(row[-1]), row[0].id in reached)
    return found


def _reached(user, rule: Kind, ids: set[int]) -> set[int]:
    if rule.verb is None or not may(user, rule.verb):
        return set()
    return set(db.session.execute(rule.visible(user, rule.verb).where(rule.model.id.in_(ids)).with_only_columns(rule.model.id)).scalars())
