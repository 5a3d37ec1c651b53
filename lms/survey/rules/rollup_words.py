"""Words of the roll-up: its axes, and the values on them."""
from lms.survey.rules.rollup import NO_VALUE
from lms.survey.rules.words import LEVELS, PRIORITIES
from lms.texts import gettext, quarter
from lms.texts import lazy as _

AXIS_WORDS = {"unit": _("Đơn vị"), "region": _("Vùng"), "group": _("Nhóm đối tượng"), "topic": _("Nội dung"), "level": _("Mức cần đạt"), "priority": _("Ưu tiên"),
              "quarter": _("Cần trước"), "none": _("Chỉ cộng")}
UNKNOWN = {"group": _("chưa rõ nhóm"), "region": _("chưa ghi vùng")}


def axis_options(axes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Choices of an axis."""
    return [(axis, str(AXIS_WORDS[axis])) for axis in axes]


def fixed_names(axis: str) -> dict[str, str]:
    """Values of an axis that are the same in every round."""
    if axis == "level":
        return {str(key): str(word) for key, word in LEVELS.items()}
    if axis == "priority":
        return {str(key): f"{key} {word}" for key, word in PRIORITIES.items()}
    return {"": gettext("Cộng")} if axis in ("none", "unit") else {}


def quarter_names(year: int) -> dict[str, str]:
    """Quarters of the round's year and those around it, in their order."""
    return {key: quarter(key) for key in (f"{one}Q{part}" for one in range(year - 1, year + 4) for part in range(1, 5))}


def with_unknown(axis: str, names: dict[str, str]) -> dict[str, str]:
    """The names, with the word for lines that have no value on this axis at the end."""
    return {**names, NO_VALUE: str(UNKNOWN[axis])} if axis in UNKNOWN else names
