"""The form by which a level signs its table: a reason for each of its missing units, one for all that were left empty, one for a supplement."""
from wtforms import HiddenField

from lms.forms import LongTextField, PageForm, TextField, at_most, optional, required
from lms.survey.actions import Signing
from lms.texts import lazy as _


class SigningForm(PageForm):
    """The fields that do not depend on the gaps."""
    common = LongTextField(_("Lý do chung của các đơn vị chưa ghi lý do riêng"), [optional(), at_most(500)])
    seen = HiddenField()
    codes: tuple[str, ...] = ()

    def signing(self) -> Signing:
        """What was typed."""
        reasons = {code: self[f"why-{code}"].data or "" for code in self.codes}
        return Signing(reasons, self.common.data or "", self.reason.data if "reason" in self else "", self.seen.data or "")

    def at(self, gap: dict):
        """The field of a gap, or None when another level explains it."""
        return self[f"why-{gap['code']}"] if gap["code"] in self.codes else None


def signing_form(gaps: list[dict], supplement: bool, seen: str) -> SigningForm:
    """A form with a field for each gap that this level explains."""
    mine = [gap for gap in gaps if gap["mine"]]
    fields = {f"why-{gap['code']}": TextField(_("Lý do khuyết: %(unit)s", unit=gap["unit"]), [optional(), at_most(300)], default=gap["reason"]) for gap in mine}
    if supplement:
        fields["reason"] = LongTextField(_("Lý do bổ sung"), [required(), at_most(500)])
    made = type("SigningOfTable", (SigningForm,), {**fields, "codes": tuple(gap["code"] for gap in mine)})()
    if not made.is_submitted():
        made.seen.data = seen
    return made
