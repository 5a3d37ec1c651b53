"""Forms about papers."""
from wtforms import TextAreaField

from lms.forms import DayField, LongTextField, PageForm, TextField, at_most, optional, required
from lms.spelling import clean
from lms.texts import lazy as _


class PostField(TextAreaField):
    """The signer's post, one to three lines."""

    def process_formdata(self, valuelist):
        """Each line cleaned, empty ones dropped."""
        self.data = "\n".join(line for line in map(clean, (valuelist[0] if valuelist else "").splitlines()) if line)


class IssueForm(PageForm):
    """What a draft needs to become a paper."""
    dated = DayField(_("Ngày ban hành"), [required()])
    number = TextField(_("Số đã cấp ở văn thư"), [optional(), at_most(60)],
                       description=_("Để trống: hệ thống cấp số kế tiếp trong sổ. Viết số hoặc cả ký hiệu, ví dụ 12 hoặc 12/QĐ-BM."))
    signer_post = PostField(_("Chức vụ người ký"), [required(), at_most(200)], description=_("Mỗi dòng một ý, ví dụ “KT. GIÁM ĐỐC” rồi “PHÓ GIÁM ĐỐC”."))
    signer_name = TextField(_("Họ tên người ký"), [required(), at_most(120)])


class WithdrawForm(PageForm):
    """Why a paper no longer holds."""
    reason = LongTextField(_("Lý do thu hồi"), [required(), at_most(1000)])
