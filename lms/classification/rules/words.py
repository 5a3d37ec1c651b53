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


def said_value(fact: str, value) -> str:
    """A value as people read it."""
    if fact == "roles":
        return str(ROLES.get(value, value))
    return str(value)


def condition_words(fact: str, test: str, values) -> str:
    """A condition as a phrase."""
    return str(CONDITIONS[test]) % {"fact": FACTS[fact], "value": "”, “".join(said_value(fact, value) for value in values)}


def because_words(matched: list) -> list[str]:
    """What decided, without the conditions that only exclude."""
    return [str(BECAUSE[test]) % {"fact": FACTS[fact], "value": said_value(fact, value)} for fact, test, value in matched if test in BECAUSE]


def it_level_words(level: int | None) -> str:
    """5 -> NC1."""
    return LEVEL_NAMES[level - 1] if level else "–"


def turn_words(turn: Turn) -> str:
    """What would change the group."""
    values = "”, “".join(said_value(turn.fact, value) for value in turn.values[:3])
    pattern = _("Nếu không còn: %(said)s") if turn.without else _("Nếu %(said)s")
    said = str(CONDITIONS[turn.test]) % {"fact": str(FACTS[turn.fact]).lower(), "value": values}
    return str(pattern) % {"said": said}
