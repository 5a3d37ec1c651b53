"""Rules as data with a version, and the result for each person line: group, gap, the rule that fired, and an override with its reason."""
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Values, Versioned, db
from lms.people.models import TraineeGroup
from lms.survey.models import Need


class RuleSet(db.Model):
    """One version of the rules, in force from a day, resting on a decision."""
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    in_force_from: Mapped[date]
    decision: Mapped[str] = mapped_column(default="")


class Rule(db.Model):
    """First rule whose conditions all hold gives the group. `conditions` is a list of {fact, test, value}; see rules.py for the vocabulary."""
    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"), index=True)
    position: Mapped[int]
    group_code: Mapped[str] = mapped_column(ForeignKey("trainee_group.code"))
    conditions: Mapped[list] = mapped_column(Values)
    words: Mapped[str]
    words_en: Mapped[str] = mapped_column(default="")
    __table_args__ = (UniqueConstraint("rule_set_id", "position"),)


class Classification(Versioned, db.Model):
    """The group of one person line and why. `facts` are the values used, `gaps` a list of {topic, held, required}."""
    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id"))
    found_group: Mapped[str] = mapped_column(ForeignKey("trainee_group.code"))
    group_code: Mapped[str] = mapped_column(ForeignKey("trainee_group.code"), index=True)
    facts: Mapped[dict] = mapped_column(Values)
    gaps: Mapped[list] = mapped_column(Values)
    computed_at: Mapped[datetime]
    override_reason: Mapped[str] = mapped_column(default="")
    overridden_by_id: Mapped[int | None]
    overridden_at: Mapped[datetime | None]
    need: Mapped[Need] = relationship()
    rule: Mapped[Rule] = relationship()
    rule_set: Mapped[RuleSet] = relationship()
    group: Mapped[TraineeGroup] = relationship(foreign_keys=[group_code])
    __table_args__ = (CheckConstraint("group_code = found_group OR (override_reason != '' AND overridden_by_id IS NOT NULL)", name="override_has_reason"),)
