"""The rules of the check, the facts that it needs (a fixed number of statements for a whole sheet), and the answers given to its warnings."""
from sqlalchemy import Integer, cast, exists, func, null, or_, select, true

from lms import clock
from lms.access import Reach, reach
from lms.competence.models import Qualification
from lms.db import db
from lms.people.models import Person
from lms.survey.models import CheckRule, Need, NeedSheet, WarningAnswer
from lms.survey.rules.check_rules import CheckRuleText, rules_in_force
from lms.survey.rules.warnings import Line, Remark, quarter_of, warnings_of
from lms.units.models import Unit


CERTIFICATES = ("roster", "certificate")
RULE = (CheckRule.kind, CheckRule.effect, CheckRule.text_vi, CheckRule.text_en, CheckRule.active)


def check_rules() -> dict[str, CheckRuleText]:
    """kind -> rule in force, also on a database that was never given any."""
    return rules_in_force([CheckRuleText(*row) for row in db.session.execute(select(*RULE))])


def top_unit_id() -> int | None:
    """The ministry: rules of the whole army are kept in its name."""
    return db.session.execute(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)).scalar_one_or_none()


def top_unit_path() -> str | None:
    """Where who manages the rules must reach."""
    return db.session.execute(select(Unit.path).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)).scalar_one_or_none()


def answers_of(sheet_id: int) -> dict[tuple[int | None, str], WarningAnswer]:
    """(line, kind) -> what the unit answered to the warning."""
    rows = select(WarningAnswer).where(WarningAnswer.sheet_id == sheet_id).order_by(WarningAnswer.id)
    return {(found.need_id, found.kind): found for found in db.session.execute(rows).scalars()}


def warnings_by_line(user, sheet: NeedSheet, lines: list[Need]) -> dict[int, list[Remark]]:
    """need id -> its warnings; only lines that have some."""
    if not lines:
        return {}
    people, (rules, staff) = [need.person_id for need in lines if need.person_id], _rules_and_staff(sheet)
    (elsewhere, held), twins = _known_of(user, sheet, people), _twins(lines)
    today, found = clock.today(), {}
    for need in lines:
        line = Line(need.id, need.heads, need.quarter, need.person_id, staff, elsewhere.get(need.person_id),
                    _certified(held, need), need.person is not None and not (need.person.active and need.person.unit.path.startswith(sheet.unit.path)),
                    twins.get(need.id), need.level, _held_level(held, need))
        if warnings := warnings_of(line, quarter_of(today.year, today.month), rules):
            found[need.id] = warnings
    return found


def doubled_unseen(sheets: list[NeedSheet]) -> set[int]:
    """Of these sheets of one round, those with a person whom another sheet asks for too and whose warning nobody has answered: the other sheet may
    have come after the sending, so that the stored count does not know it. One statement."""
    if not sheets or not check_rules()["asked_by_two"].active:
        return set()
    mine, other, place = Need.__table__, Need.__table__.alias("other"), NeedSheet.__table__.alias("place")
    answered = exists().where(WarningAnswer.need_id == mine.c.id, WarningAnswer.kind == "asked_by_two")
    rows = (select(mine.c.sheet_id).distinct().join(other, (other.c.person_id == mine.c.person_id) & (other.c.sheet_id != mine.c.sheet_id))
            .join(place, (place.c.id == other.c.sheet_id) & (place.c.round_id == sheets[0].round_id))
            .where(mine.c.sheet_id.in_([sheet.id for sheet in sheets]), ~answered))
    return set(db.session.execute(rows).scalars())


def _twins(lines: list[Need]) -> dict[int, int]:
    """Head-count line -> the number on another one for the same group, topic, level, priority and quarter."""
    same: dict[tuple, list[Need]] = {}
    for need in lines:
        if need.person_id is None:
            same.setdefault((need.group_code, need.topic_id, need.level, need.priority, need.quarter), []).append(need)
    return {need.id: next(other.heads for other in each if other is not need) for each in same.values() if len(each) > 1 for need in each}


def _rules_and_staff(sheet: NeedSheet) -> tuple[dict[str, CheckRuleText], int]:
    """The rules in force, and how many serve in the unit and below; in one statement."""
    below = Reach((sheet.unit.path,)).covers(Unit.path)
    staff = select(func.count(Person.id).label("number")).join(Unit, Person.unit_id == Unit.id).where(below, Person.active).subquery()
    rows = select(staff.c.number, *RULE).select_from(staff.outerjoin(CheckRule, true()))
    found = db.session.execute(rows).all()
    return rules_in_force([CheckRuleText(*row[1:]) for row in found if row[1] is not None]), found[0][0]


def _known_of(user, sheet: NeedSheet, people: list[int]) -> tuple[dict[int, str], dict[tuple[int, str], list[tuple[int, int, str]]]]:
    """person -> the other unit that asks for him, named only where the reader reaches it; (person, topic) -> (level, year, source) of qualifications
    that hold today. One statement for a whole sheet."""
    elsewhere, held = {}, {}
    if not people:
        return elsewhere, held
    grasp, number = reach(user, "sheet.read") if user is not None else Reach(()), cast(null(), Integer)
    asked = (select(Need.person_id, NeedSheet.unit_name.label("name"), Unit.path.label("place"), number.label("level"), number.label("year"))
             .join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id)
             .where(NeedSheet.round_id == sheet.round_id, NeedSheet.id != sheet.id, Need.person_id.in_(people)))
    shown = select(Qualification.person_id, Qualification.topic_key, Qualification.source, Qualification.level, Qualification.year).where(
        Qualification.person_id.in_(people), Qualification.revoked.is_(False), Qualification.topic_key != "", Qualification.level.is_not(None),
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= clock.today()))
    for person_id, name, place, level, year in db.session.execute(asked.union_all(shown)):
        if level is None:
            elsewhere[person_id] = name if grasp.holds(place) else ""
        else:
            held.setdefault((person_id, name), []).append((level, year or 0, place))
    return elsewhere, held


def _certified(held: dict, need: Need) -> int | None:
    years = [year for level, year, source in held.get((need.person_id, need.topic.name_squeezed), []) if level >= need.level and source in CERTIFICATES]
    return max(years) if years else None


def _held_level(held: dict, need: Need) -> int:
    return max((level for level, _year, _source in held.get((need.person_id, need.topic.name_squeezed), [])), default=0)
