"""What level a post asks for and what a person holds. Frameworks come with a later issue; the tables stand."""
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Key, db
from lms.people.models import Person  # noqa: F401  (foreign keys)


class RequiredLevel(db.Model):
    """The IT level (1 to 8, Circular 02/2025) that a trainee group is expected to hold."""
    group_code: Mapped[str] = mapped_column(ForeignKey("trainee_group.code"), primary_key=True)
    level: Mapped[int]
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 8", name="level_1_to_8"),)


class Qualification(db.Model):
    """A certificate a person holds, from the personnel list or from our own issue (`source`)."""
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    title_key: Mapped[str] = mapped_column(Key)
    course_code: Mapped[str | None] = mapped_column(String(40))
    topic_key: Mapped[str] = mapped_column(Key, default="")
    level: Mapped[int | None]
    year: Mapped[int | None]
    gained_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(16), default="roster")
    revoked: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        UniqueConstraint("person_id", "title_key", "year", "source"),
        CheckConstraint("source IN ('roster', 'certificate', 'assessment', 'declared')", name="known_source"),
        Index("ix_qualification_topic", "person_id", "topic_key", "level"),
    )
