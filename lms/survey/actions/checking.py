"""The plausibility rules: loaded with the reference data, switched by the committee with a reason."""
from sqlalchemy import select

from lms.db import db
from lms.errors import Problem, StaleForm
from lms.events import record
from lms.events.survey import CheckRuleChanged
from lms.flow import STALE
from lms.survey.models import CheckRule
from lms.survey.queries.warnings import check_rules, top_unit_id
from lms.survey.rules.check_rules import EFFECTS, FIRST, switched
from lms.texts import lazy as _


def install_check_rules() -> int:
    """The first rules of a fresh system; rows that stand are left as somebody may have switched them. Returns how many are new."""
    known = set(db.session.execute(select(CheckRule.kind)).scalars())
    fresh = [CheckRule(kind=rule.kind, effect=rule.effect, active=rule.active, text_vi=rule.text_vi, text_en=rule.text_en) for rule in FIRST if rule.kind not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def switch_rule(actor, kind: str, effect: str, reason: str, seen: str | None = None) -> CheckRule:
    """Warn, stop or off, with the reason; `seen` is what the form showed. It holds from the next check of any sheet."""
    rule = check_rules().get(kind)
    if rule is None or effect not in EFFECTS:
        raise Problem(_("Không có quy tắc này."), field="effect")
    if seen is not None and seen != rule.shown_effect:
        raise StaleForm(STALE)
    if not reason:
        raise Problem(_("Cần nêu lý do đổi quy tắc."), field="reason")
    if effect == rule.shown_effect:
        raise Problem(_("Quy tắc đang ở mức này."), field="effect")
    wanted = switched(rule, effect)
    row = db.session.execute(select(CheckRule).where(CheckRule.kind == kind).with_for_update()).scalar_one_or_none()
    if row is None:
        row = CheckRule(kind=kind, text_vi=rule.text_vi, text_en=rule.text_en)
        db.session.add(row)
    row.effect, row.active = wanted.effect, wanted.active
    db.session.flush()
    record(actor, CheckRuleChanged(subject_id=row.id, unit_id=top_unit_id(), changes={"effect": [rule.shown_effect, effect]}, reason=reason))
    return row
