"""The facts of many people in a fixed number of statements."""
from sqlalchemy import func, or_, select

from lms import clock
from lms.accounts.models import Account, Assignment, dated
from lms.classification.rules.engine import Facts
from lms.competence.models import Qualification, RequiredLevel
from lms.db import db
from lms.people.models import Person
from lms.spelling import fold


def stored_facts(person: Person, roles: tuple[str, ...]) -> dict:
    """The values used, as they are kept with the result and shown on the card."""
    return {
        "post": person.post, "post_since": person.post_since.isoformat() if person.post_since else None, "unit": person.unit.name,
        "unit_kind": person.unit.kind.name, "unit_family": person.unit.kind.family, "unit_depth": person.unit.depth, "specialty": person.specialty,
        "rank": person.rank_title, "rank_tier": person.rank.tier if person.rank else "", "category": person.category,
        "roster_group": person.roster_group or "", "it_level": person.it_level, "roles": list(roles)}


def facts_of(stored: dict) -> Facts:
    """Stored facts as the engine reads them: texts folded."""
    return Facts(
        post=fold(stored["post"]), unit=fold(stored["unit"]), unit_kind=fold(stored["unit_kind"]), unit_family=fold(stored["unit_family"]),
        specialty=fold(stored["specialty"]), roster_group=stored["roster_group"], rank_tier=stored["rank_tier"], category=stored["category"],
        unit_depth=stored["unit_depth"], it_level=stored["it_level"], roles=tuple(stored["roles"]))


def roles_of(person_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """person -> roles held today; to act for somebody for some days changes nobody's group."""
    today = clock.today()
    rows = (select(Account.person_id, Assignment.role).join(Assignment, Assignment.account_id == Account.id)
            .where(Account.person_id.in_(person_ids), Account.state == "active", Assignment.delegated_from_id.is_(None), dated(today))
            .order_by(Assignment.role))
    found: dict[int, tuple[str, ...]] = {}
    for person_id, role in db.session.execute(rows):
        found[person_id] = (*found.get(person_id, ()), role)
    return found


def held_levels(person_ids: list[int]) -> dict[tuple[int, str], int]:
    """(person, topic key) -> the highest level of a certificate that holds today."""
    rows = (select(Qualification.person_id, Qualification.topic_key, func.max(Qualification.level))
            .where(Qualification.person_id.in_(person_ids), Qualification.revoked.is_(False), Qualification.topic_key != "", Qualification.level.is_not(None),
                   or_(Qualification.valid_until.is_(None), Qualification.valid_until >= clock.today()))
            .group_by(Qualification.person_id, Qualification.topic_key))
    return {(person_id, topic): level for person_id, topic, level in db.session.execute(rows)}


def required_levels() -> dict[str, int]:
    """group -> the IT level expected."""
    return {group: level for group, level in db.session.execute(select(RequiredLevel.group_code, RequiredLevel.level))}
