"""Versions of the rules."""
from sqlalchemy import select

from lms import clock
from lms.classification.models import Rule, RuleSet
from lms.classification.rules import engine
from lms.db import db
from lms.spelling import fold


def latest_set() -> RuleSet | None:
    """The version in force today."""
    rows = select(RuleSet).where(RuleSet.in_force_from <= clock.today()).order_by(RuleSet.in_force_from.desc(), RuleSet.number.desc()).limit(1)
    return db.session.execute(rows).scalar_one_or_none()


def sets() -> list[RuleSet]:
    """All versions, newest first."""
    return list(db.session.execute(select(RuleSet).order_by(RuleSet.number.desc())).scalars())


def rules_of(rule_set_id: int) -> list[Rule]:
    """The rules of a version in their order."""
    return list(db.session.execute(select(Rule).where(Rule.rule_set_id == rule_set_id).order_by(Rule.position)).scalars())


def engine_rules(rows: list[Rule]) -> list[engine.Rule]:
    """Rules as the engine reads them."""
    return [engine.Rule(row.id, row.position, row.group_code, tuple(_condition(each) for each in row.conditions)) for row in rows]


def _condition(stored: dict) -> engine.Condition:
    said = tuple(stored["value"]) if isinstance(stored["value"], list) else (stored["value"],)
    folded = said
    if stored["fact"] in engine.TEXTS:
        folded = tuple(engine.words(fold(value)) if stored["test"] in ("has", "lacks", "begins") else fold(value) for value in said)
    return engine.Condition(stored["fact"], stored["test"], folded, said)
