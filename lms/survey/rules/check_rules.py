"""Plausibility rules as data: what each kind says, and whether it warns, stops, or is off. The rows of `check_rule` stand over these first values."""
from dataclasses import dataclass, replace

EFFECTS = ("warn", "stop", "off")


@dataclass(frozen=True)
class CheckRuleText:
    """One rule: `kind` is what rules/warnings.py tests; the texts are the sentence that the commander reads first."""
    kind: str
    effect: str
    text_vi: str
    text_en: str
    active: bool = True

    @property
    def stops(self) -> bool:
        """Whether a sheet with such a line is not sent."""
        return self.active and self.effect == "stop"

    @property
    def shown_effect(self) -> str:
        """One word for effect and switch: warn, stop or off."""
        return self.effect if self.active else "off"

    def text(self, language: str) -> str:
        """The sentence in the reader's language."""
        return self.text_en if language == "en" and self.text_en else self.text_vi


FIRST = (
    CheckRuleText("exceeds_staff", "warn", "Nhiều hơn quân số.", "More than the staff."),
    CheckRuleText("asked_by_two", "warn", "Người này cũng có trong phiếu của một đơn vị khác.", "This person is also on the sheet of another unit."),
    CheckRuleText("certified", "warn", "Đã có chứng chỉ cùng nội dung.", "Already holds a certificate of this topic."),
    CheckRuleText("below_held", "warn", "Mức xin không cao hơn mức đang có.", "The level asked for is not above the level held."),
    CheckRuleText("past_quarter", "warn", "Thời hạn đã qua.", "The deadline has passed."),
    CheckRuleText("same_line", "warn", "Giống hệt một dòng khác của phiếu.", "The very same as another line of the sheet."),
    CheckRuleText("left_unit", "warn", "Không còn ở đơn vị này.", "No longer in this unit."),
)
BY_KIND = {rule.kind: rule for rule in FIRST}


def rules_in_force(stored: list[CheckRuleText]) -> dict[str, CheckRuleText]:
    """kind -> rule, in the order of FIRST: stored rows win, a kind that is not stored keeps its first values, unknown kinds are left out."""
    rows = {rule.kind: rule for rule in stored}
    return {kind: rows.get(kind, first) for kind, first in BY_KIND.items()}


def switched(rule: CheckRuleText, effect: str) -> CheckRuleText:
    """The rule with another effect; switched off it remembers what it did."""
    return replace(rule, active=effect != "off", effect=rule.effect if effect == "off" else effect)
