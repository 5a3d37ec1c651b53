"""The explanation card of one result: every sentence can be checked against the facts kept with it."""
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lms.classification.models import Classification
from lms.classification.queries.facts import facts_of
from lms.classification.queries.rule_sets import engine_rules, rules_of
from lms.classification.rules.engine import what_would_change
from lms.classification.rules.gaps import missing
from lms.classification.rules.words import (
    because_words,
    condition_words,
    it_level_words,
    turn_words,
)
from lms.db import db
from lms.people.models import TraineeGroup
from lms.texts import day, language
from lms.texts import gettext as _


@dataclass(frozen=True)
class Card:
    """What the card shows. `gaps` are (name, held, wanted, levels missing), in steps of the bar."""
    group: str
    found_group: str
    because: str
    facts: list
    rule: str
    rule_label: str
    decision: str
    it_bars: list
    topic_bars: list
    turns: list


def group_titles() -> dict[str, str]:
    """code -> title in the reader's language."""
    rows = db.session.execute(select(TraineeGroup).order_by(TraineeGroup.position)).scalars()
    return {group.code: group.title_en if language() == "en" else group.title for group in rows}


def explain(found: Classification) -> Card:
    """The card of a result."""
    titles, facts, rules = group_titles(), found.facts, engine_rules(rules_of(found.rule_set_id))
    reasons = because_words(facts.get("matched", []), titles)
    because = _("Vì %(reasons)s.", reasons=_(" và ").join(reason[0].lower() + reason[1:] for reason in reasons)) if reasons else _("Vì không quy tắc nào khác áp dụng.")
    return Card(
        group=titles.get(found.group_code, found.group_code), found_group=titles.get(found.found_group, found.found_group), because=because,
        facts=_facts(facts, titles), rule=found.rule.words_en if language() == "en" and found.rule.words_en else found.rule.words,
        rule_label=_("Quy tắc số %(n)s, phiên bản %(v)s", n=found.rule.position, v=found.rule_set.number), decision=found.rule_set.decision,
        it_bars=[_it_bar(gap) for gap in found.gaps if gap["kind"] == "it"],
        topic_bars=[{"name": gap["topic"], "held": gap["held"], "wanted": gap["required"], "missing": missing(gap)} for gap in found.gaps if gap["kind"] == "topic"],
        turns=[(turn_words(turn, titles), titles.get(turn.group, turn.group)) for turn in what_would_change(rules, facts_of(facts))])


def _it_bar(gap: dict) -> dict:
    """Eight levels in four bands; of somebody whose level nobody wrote down only what is asked for."""
    if not gap.get("known", True):
        return {"name": _("Năng lực CNTT, chưa rõ đang có bậc nào, cần %(wanted)s", wanted=it_level_words(gap["required"])), "held": 0,
                "wanted": (gap["required"] + 1) // 2, "missing": None, "unknown": True}
    return {"name": _("Năng lực CNTT, đang có %(held)s, cần %(wanted)s", held=it_level_words(gap["held"]), wanted=it_level_words(gap["required"])),
            "held": (gap["held"] + 1) // 2, "wanted": (gap["required"] + 1) // 2, "missing": missing(gap)}


def _facts(facts: dict, titles: dict) -> list[tuple[str, str, str]]:
    since = _("từ %(day)s", day=day(date.fromisoformat(facts["post_since"]))) if facts.get("post_since") else ""
    shown = [(_("Chức vụ"), facts["post"], since), (_("Đơn vị"), facts["unit"], facts["unit_kind"]), (_("Cấp bậc"), facts.get("rank", ""), ""),
             (_("Chuyên ngành"), facts["specialty"], ""), (_("Nhóm theo danh sách"), titles.get(facts["roster_group"], ""), ""),
             (_("Trình độ CNTT"), it_level_words(facts["it_level"]) if facts["it_level"] else _("chưa rõ"), "")]
    return [row for row in shown if row[1]]


def conditions_of(stored: list, titles: dict) -> list[str]:
    """The conditions of a rule as phrases, for the page of the rules."""
    return [condition_words(each, titles) for each in stored]
