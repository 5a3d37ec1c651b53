"""Forms of the quota pages."""
from lms.forms import ChoiceField, DayField, LongTextField, NumberField, PageForm, TextField, at_most, between, optional, required
from lms.texts import lazy as _


class NewProposalForm(PageForm):
    """A new scenario from a round."""
    round_id = ChoiceField(_("Đợt khảo sát"), [required()], coerce=int)
    year = NumberField(_("Năm kế hoạch"), [required(), between(2000, 2100)])
    name = TextField(_("Tên phương án"), [required(), at_most(60)])


class ReturnForm(PageForm):
    """Why the proposal goes back."""
    reason = LongTextField(_("Lý do trả lại"), [required(), at_most(1000)])


class DecisionForm(PageForm):
    """The decision that grants the quota."""
    number = TextField(_("Số quyết định"), [optional(), at_most(60)],
                       description=_("Để trống thì hệ thống lấy số kế tiếp trong sổ. Văn thư đã cấp số thì viết số hoặc cả ký hiệu, ví dụ 12 hoặc 12/QĐ-BM."))
    dated = DayField(_("Ngày ký"), [required()])
    signer_name = TextField(_("Người ký (cấp bậc, họ tên)"), [required(), at_most(120)])
    signer_post = TextField(_("Chức vụ người ký"), [required(), at_most(160)])
