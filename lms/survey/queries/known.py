"""What lists are read against: the people of a sheet's unit, topics and courses by their words, groups, and the lines that stand."""
from sqlalchemy import or_, select

from lms import clock
from lms.access import Reach
from lms.competence.models import Qualification
from lms.courses.models import Course, Topic
from lms.db import db
from lms.people.models import Person, TraineeGroup
from lms.people.rules.words import Group, group_words
from lms.spelling import squeeze
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.queries.lines import lines_of
from lms.survey.rules.comparing import Standing
from lms.survey.rules.matching import Asked, Known, Member, Members
from lms.survey.rules.warnings import quarters
from lms.units.models import Unit


def members_of(sheet: NeedSheet) -> list[Member]:
    """Everybody in service in the sheet's unit and below, in Vietnamese order."""
    below = Reach((sheet.unit.path,)).covers(Unit.path)
    rows = (select(Person.id, Person.service_no, Person.name, Person.birth).join(Unit, Person.unit_id == Unit.id).where(below, Person.active)
            .order_by(Person.sort_key, Person.id))
    return [Member(*row) for row in db.session.execute(rows)]


def topic_words() -> dict[str, tuple[int, int | None]]:
    """Squeezed title or code of a course -> (topic, level), and of a topic -> (topic, None); a topic's own name comes first."""
    found: dict[str, tuple[int, int | None]] = {}
    for code, title, topic_id, level in db.session.execute(select(Course.code, Course.title_squeezed, Course.topic_id, Course.level).where(Course.active).order_by(Course.code.desc())):
        found |= {squeeze(code): (topic_id, level), title: (topic_id, level)}
    return found | {name: (topic_id, None) for name, topic_id in db.session.execute(select(Topic.name_squeezed, Topic.id))}


def known_for(sheet: NeedSheet, defaults: dict | None = None, on_sheet: list[Need] = ()) -> Known:
    """Everything that a list for this sheet may name, with the people and quarters of its lines. Group titles count in both languages."""
    rows = db.session.execute(select(TraineeGroup.code, TraineeGroup.title, TraineeGroup.title_en).order_by(TraineeGroup.position)).all()
    groups = group_words([Group(code, title) for code, title, _english in rows]) | {squeeze(english): code for code, _title, english in rows if english}
    members = members_of(sheet)
    here = {member.person_id for member in members}
    gone = {need.person_id: need.person for need in on_sheet if need.person_id and need.person_id not in here}
    members += [Member(who.id, who.service_no, who.name, who.birth) for who in gone.values()]
    allowed = {*quarters(sheet.round.year), *(need.quarter for need in on_sheet)}
    return Known(Members(members), topic_words(), groups, tuple(sorted(allowed)), defaults or {})


def standing(lines: list[Need]) -> list[Standing]:
    """The lines of a sheet as plain values."""
    return [Standing(need.id, need.line_no, Asked(need.person_id, None if need.person_id else need.group_code, need.heads, need.topic_id, need.level,
                                                  need.priority, need.quarter, need.reason)) for need in lines]


def last_round(sheet: NeedSheet) -> SurveyRound | None:
    """The newest closed round in which this unit had lines, older than the sheet's own."""
    rows = (select(SurveyRound).join(NeedSheet, NeedSheet.round_id == SurveyRound.id)
            .where(SurveyRound.state == "closed", SurveyRound.id != sheet.round_id, SurveyRound.year <= sheet.round.year, NeedSheet.unit_id == sheet.unit_id,
                   NeedSheet.persons + NeedSheet.heads > 0)
            .order_by(SurveyRound.year.desc(), SurveyRound.id.desc()).limit(1))
    return db.session.execute(rows).scalars().first()


def lines_of_round(sheet: NeedSheet, found: SurveyRound) -> list[Need]:
    """What this unit asked for in that round."""
    other = db.session.execute(select(NeedSheet.id).where(NeedSheet.round_id == found.id, NeedSheet.unit_id == sheet.unit_id)).scalar_one()
    return lines_of(other)


def held_levels(person_ids: list[int]) -> dict[tuple[int, str], int]:
    """(person, topic squeezed) -> the highest level certified and valid today."""
    rows = select(Qualification.person_id, Qualification.topic_key, Qualification.level).where(
        Qualification.person_id.in_(person_ids), Qualification.revoked.is_(False), Qualification.topic_key != "", Qualification.level.is_not(None),
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= clock.today()))
    found: dict[tuple[int, str], int] = {}
    for person_id, topic, level in db.session.execute(rows):
        found[person_id, topic] = max(level, found.get((person_id, topic), 0))
    return found


def names_for(asked: list[Asked], lines: list[Need]) -> dict[int, str]:
    """person -> name, for the lines of a preview."""
    ids = {line.person_id for line in asked if line.person_id} - {need.person_id for need in lines}
    known = {need.person_id: need.person.name for need in lines if need.person}
    rows = select(Person.id, Person.name).where(Person.id.in_(ids))
    return known | (dict(db.session.execute(rows).all()) if ids else {})
