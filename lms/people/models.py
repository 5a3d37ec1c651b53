"""Persons for life, with dated ranks and posts. Current values are kept on the person for lists; the dated rows are the truth."""
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Key, Versioned, db
from lms.units.models import Unit
from lms.units.rules.names import placed


class Rank(db.Model):
    """A rank of one category (officer, professional serviceman, NCO, soldier)."""
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    category: Mapped[str] = mapped_column(String(20))
    tier: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    title: Mapped[str]
    title_en: Mapped[str]

    @property
    def short(self) -> str:
        """The title as lists and sentences write it: `Trung úy QNCN`."""
        return self.title.replace("quân nhân chuyên nghiệp", "QNCN")


class TraineeGroup(db.Model):
    """One of the nine trainee groups (nhóm đối tượng), N1 to N9."""
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    title: Mapped[str]
    title_en: Mapped[str]
    criterion: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class Person(Versioned, db.Model):
    """One human being. `roster_group` is what the personnel list says, not what classification finds. `it_level` is 1 to 8 or unknown."""
    id: Mapped[int] = mapped_column(primary_key=True)
    service_no: Mapped[str | None] = mapped_column(String(8), unique=True)
    name: Mapped[str]
    name_fold: Mapped[str] = mapped_column(Key, index=True)
    sort_key: Mapped[str] = mapped_column(Key)
    birth: Mapped[date]
    gender: Mapped[str] = mapped_column(String(8), default="")
    category: Mapped[str] = mapped_column(String(8), default="")
    rank_id: Mapped[int | None] = mapped_column(ForeignKey("rank.id"))
    post: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    post_since: Mapped[date | None]
    specialty: Mapped[str] = mapped_column(default="")
    roster_group: Mapped[str | None] = mapped_column(ForeignKey("trainee_group.code"))
    it_level: Mapped[int | None]
    certificates_text: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    rank: Mapped[Rank | None] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    __table_args__ = (
        CheckConstraint("it_level IS NULL OR it_level BETWEEN 1 AND 8", name="it_level_1_to_8"),
        Index("ix_person_unit_order", "unit_id", "sort_key"),
        Index("ix_person_name_birth", "name_fold", "birth"),
    )

    @property
    def rank_title(self) -> str:
        """The rank in words, empty for civilians."""
        return self.rank.short if self.rank else ""

    @property
    def addressed(self) -> str:
        """Rank and name, as sentences need them."""
        return f"{self.rank_title} {self.name}".strip()

    @property
    def placed(self) -> str:
        """The post and the unit in one phrase."""
        return placed(self.post, self.unit.name)


class PersonRank(db.Model):
    """Which rank from which day."""
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rank_id: Mapped[int | None] = mapped_column(ForeignKey("rank.id"))
    category: Mapped[str] = mapped_column(String(8), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    __table_args__ = (Index("uq_person_rank_open", "person_id", unique=True, sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),)


class PersonPost(db.Model):
    """Which post in which unit from which day; one is the main post."""
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    post: Mapped[str]
    main: Mapped[bool] = mapped_column(default=True)
    since: Mapped[date]
    until: Mapped[date | None]
    __table_args__ = (Index("uq_person_post_open_main", "person_id", unique=True,
                            sqlite_where=text("until IS NULL AND main"), postgresql_where=text("until IS NULL AND main")),)


class IdentityQuestion(db.Model):
    """Two rows that may be one person, or one number of two persons: open until somebody decides (later issue)."""
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    service_no: Mapped[str | None] = mapped_column(String(8))
    name: Mapped[str]
    places: Mapped[str]
    differs: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    other_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    answer: Mapped[str | None]
