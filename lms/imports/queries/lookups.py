"""The register as the reading rules want it: plain units, ranks, groups, courses and persons."""
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.courses.models import LEVELS, Course, Topic
from lms.courses.rules.course_list import CourseEntry, CourseFinder
from lms.db import db
from lms.people.models import Person, Rank, TraineeGroup
from lms.people.rules.ranks import RankEntry, RankReader
from lms.people.rules.words import Group, group_words
from lms.survey.rules.need_lines import KnownPerson, Register
from lms.units.models import Unit, UnitKind, UnitSuccession
from lms.units.models import UnitVersion as StoredVersion
from lms.units.rules.matching import Succession, UnitFinder, UnitVersion


def unit_versions() -> list[UnitVersion]:
    """All versions of all units."""
    parent = aliased(Unit)
    rows = (select(Unit.code, StoredVersion.name, StoredVersion.short, parent.code, UnitKind.name, StoredVersion.since, StoredVersion.until, StoredVersion.region)
            .join(Unit, StoredVersion.unit_id == Unit.id).join(UnitKind, StoredVersion.kind_id == UnitKind.id)
            .outerjoin(parent, StoredVersion.parent_id == parent.id).order_by(Unit.path, StoredVersion.since))
    return [UnitVersion(*row) for row in db.session.execute(rows)]


def successions() -> list[Succession]:
    """All mergers, splits, dissolutions and renamings."""
    old, new = aliased(Unit), aliased(Unit)
    rows = (select(UnitSuccession.kind, UnitSuccession.on, old.code, new.code, UnitSuccession.decision)
            .join(old, UnitSuccession.old_unit_id == old.id).outerjoin(new, UnitSuccession.new_unit_id == new.id).order_by(UnitSuccession.id))
    return [Succession(kind, on, (old_code,), new_code, basis=decision) for kind, on, old_code, new_code, decision in db.session.execute(rows)]


def unit_finder(day: date) -> UnitFinder:
    """The units in force on a day, with former names and successors."""
    return UnitFinder(unit_versions(), successions(), day)


def unit_ids() -> dict[str, int]:
    """code -> id."""
    return {code: unit_id for code, unit_id in db.session.execute(select(Unit.code, Unit.id))}


def rank_reader() -> RankReader:
    """All ranks."""
    return RankReader([RankEntry(*row) for row in db.session.execute(select(Rank.code, Rank.category, Rank.title).order_by(Rank.position))])


def rank_ids() -> dict[str, int]:
    """code -> id."""
    return {code: rank_id for code, rank_id in db.session.execute(select(Rank.code, Rank.id))}


def group_titles() -> dict[str, str]:
    """Squeezed titles and codes of the trainee groups -> code."""
    return group_words([Group(*row) for row in db.session.execute(select(TraineeGroup.code, TraineeGroup.title).order_by(TraineeGroup.position))])


def course_finder() -> CourseFinder:
    """The catalogue and all topics."""
    rows = select(Course.code, Course.title, Topic.name, Course.level).join(Topic, Course.topic_id == Topic.id).where(Course.active).order_by(Course.id)
    entries = [CourseEntry(code, title, topic, LEVELS[level]) for code, title, topic, level in db.session.execute(rows)]
    return CourseFinder(entries, list(db.session.execute(select(Topic.name).order_by(Topic.position, Topic.id)).scalars()))


def course_codes() -> list[str]:
    """Codes of the catalogue."""
    return list(db.session.execute(select(Course.code)).scalars())


def register(finder: UnitFinder) -> Register:
    """Everybody in service, with the first-level unit."""
    rows = (select(Person.service_no, Person.name, Person.birth, Unit.code, Person.roster_group).join(Unit, Person.unit_id == Unit.id)
            .where(Person.active, Person.service_no.is_not(None)))
    first: dict[str, str | None] = {}
    found = []
    for number, name, birth, unit, group in db.session.execute(rows):
        if unit not in first:
            first[unit] = finder.first_level(unit)
        found.append(KnownPerson(number, name, birth, unit, first[unit], group))
    return Register(found)
