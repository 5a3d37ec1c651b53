"""The current values on a person are those of the dated rows in force."""
from sqlalchemy import and_, func, or_, select

from lms.db import db
from lms.people.models import Person, PersonPost, PersonRank

MOST = 50


def open_ranks() -> list[str]:
    """Rank and category of the open row; a person without dated rows has nothing to compare."""
    wrong = (select(Person.id, Person.service_no, Person.rank_id, PersonRank.rank_id.label("dated")).join(PersonRank, PersonRank.person_id == Person.id)
             .where(PersonRank.until.is_(None), or_(func.coalesce(PersonRank.rank_id, 0) != func.coalesce(Person.rank_id, 0), PersonRank.category != Person.category))
             .order_by(Person.id).limit(MOST))
    return [f"person {row.id} ({row.service_no}) has rank {row.rank_id} or its category, the row in force says {row.dated}" for row in db.session.execute(wrong)]


def open_posts() -> list[str]:
    """Post and unit of the open main row."""
    wrong = (select(Person.id, Person.service_no, Person.post, Person.unit_id, PersonPost.post.label("dated"), PersonPost.unit_id.label("dated_unit"))
             .join(PersonPost, and_(PersonPost.person_id == Person.id, PersonPost.main, PersonPost.until.is_(None)))
             .where(or_(PersonPost.post != Person.post, PersonPost.unit_id != Person.unit_id)).order_by(Person.id).limit(MOST))
    return [f"person {row.id} ({row.service_no}) has post {row.post!r} in unit {row.unit_id}, the row in force says {row.dated!r} in unit {row.dated_unit}"
            for row in db.session.execute(wrong)]
