"""Persons as a person may see them."""
from sqlalchemy import select

from lms.access import reach, under
from lms.db import db
from lms.people.models import IdentityQuestion, Person, PersonPost, PersonRank, Rank
from lms.spelling import fold
from lms.units.models import Unit

PAGE = 50


def visible(user, verb: str):
    """Persons whose unit the user reaches."""
    return select(Person).join(Unit, Person.unit_id == Unit.id).where(reach(user, verb).covers(Unit.path))


def found(user, text: str, unit: Unit | None, page: int) -> tuple[list[Person], bool]:
    """One page of persons by given name, and whether more follow. Words match without marks, digits match the service number."""
    rows = visible(user, "people.read").where(Person.active)
    if unit is not None:
        rows = rows.where(under(Unit.path, unit.path))
    for word in fold(text).split()[:6]:
        rows = rows.where(Person.service_no.startswith(word, autoescape=True) if word.isdigit() else Person.name_fold.contains(word, autoescape=True))
    people = list(db.session.execute(rows.order_by(Person.sort_key, Person.id).limit(PAGE + 1).offset((page - 1) * PAGE)).scalars())
    return people[:PAGE], len(people) > PAGE


def ranks_of(person_id: int) -> list[tuple]:
    """(dated row, rank) newest first."""
    return db.session.execute(select(PersonRank, Rank).outerjoin(Rank, PersonRank.rank_id == Rank.id).where(PersonRank.person_id == person_id)
                              .order_by(PersonRank.since.desc())).all()


def posts_of(person_id: int) -> list[tuple]:
    """(dated row, unit) newest first."""
    return db.session.execute(select(PersonPost, Unit).join(Unit, PersonPost.unit_id == Unit.id).where(PersonPost.person_id == person_id)
                              .order_by(PersonPost.since.desc())).all()


def rank_choices() -> list[tuple[int, str]]:
    """All ranks, lowest first."""
    return [(rank.id, rank.title) for rank in db.session.execute(select(Rank).order_by(Rank.position)).scalars()]


def questions_of(person_id: int) -> list[IdentityQuestion]:
    """Open questions about who this person is."""
    mine = (IdentityQuestion.person_id == person_id) | (IdentityQuestion.other_person_id == person_id)
    return list(db.session.execute(select(IdentityQuestion).where(mine, IdentityQuestion.answer.is_(None))).scalars())
