"""Sentences about facts and conditions, in the reader's language."""
from lms.access import ROLES
from lms.classification.rules.engine import Turn
from lms.texts import lazy as _

FACTS = {
    "post": _("Chức vụ"), "unit": _("Đơn vị"), "unit_kind": _("Loại đơn vị"), "unit_family": _("Khối"), "specialty": _("Chuyên ngành"),
    "roster_group": _("Nhóm theo danh sách"), "rank_tier": _("Bậc quân hàm"), "category": _("Diện"), "unit_depth": _("Cấp đơn vị"),
    "it_level": _("Trình độ CNTT"), "roles": _("Vai trò"),
}
BECAUSE = {
    "has": _("%(fact)s có “%(value)s”"), "begins": _("%(fact)s bắt đầu bằng “%(value)s”"), "is": _("%(fact)s là “%(value)s”"),
    "at_least": _("%(fact)s từ %(value)s trở lên"), "at_most": _("%(fact)s không quá %(value)s"), "holds": _("%(fact)s: %(value)s"),
}
CONDITIONS = BECAUSE | {"lacks": _("%(fact)s không có “%(value)s”"), "is_not": _("%(fact)s không phải “%(value)s”")}
LEVEL_NAMES = ("CB1", "CB2", "TC1", "TC2", "NC1", "NC2", "CS1", "CS2")


def said_value(fact: str, value, titles: dict) -> str:
    """A value as people read it; `titles` are the groups' titles by code."""
    if fact == "roles":
        return str(ROLES.get(value, value))
    return titles.get(value, str(value)) if fact == "roster_group" else str(value)


def _joined(test: str, fact: str, values, titles: dict) -> str:
    return (", " if test == "holds" else "”, “").join(said_value(fact, value, titles) for value in values)


def condition_words(condition: dict, titles: dict) -> str:
    """A stored condition as a phrase."""
    fact, test, values = condition["fact"], condition["test"], condition["value"]
    values = values if isinstance(values, list) else [values]
    return str(CONDITIONS[test]) % {"fact": FACTS[fact], "value": _joined(test, fact, values, titles)}


def because_words(matched: list, titles: dict) -> list[str]:
    """What decided, without the conditions that only exclude."""
    return [str(BECAUSE[test]) % {"fact": FACTS[fact], "value": said_value(fact, value, titles)} for fact, test, value in matched if test in BECAUSE]


def it_level_words(level: int | None) -> str:
    """5 -> NC1."""
    return LEVEL_NAMES[level - 1] if level else "–"


def turn_words(turn: Turn, titles: dict) -> str:
    """What would change the group."""
    said = str(CONDITIONS[turn.test]) % {"fact": str(FACTS[turn.fact]).lower(), "value": _joined(turn.test, turn.fact, turn.values[:3], titles)}
    return str(_("Nếu không còn: %(said)s") if turn.without else _("Nếu %(said)s")) % {"said": said}
