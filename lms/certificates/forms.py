"""Forms about certificates."""
from wtforms import TextAreaField

from lms.forms import DayField, LongTextField, NumberField, PageForm, TextField, at_most, between, optional, required
from lms.spelling import clean
from lms.texts import lazy as _


class PostField(TextAreaField):
    """The signer's post, one to three lines."""

    def process_formdata(self, valuelist):
        """Each line cleaned, empty ones dropped."""
        self.data = "\n".join(line for line in map(clean, (valuelist[0] if valuelist else "").splitlines()) if line)


class SigningForm(PageForm):
    """Who signs the certificates of a class, where and when."""
    issued_on = DayField(_("Ngày cấp"), [required()])
    place = TextField(_("Địa danh"), [required(), at_most(60)])
    signer_post = PostField(_("Chức vụ người ký"), [required(), at_most(160)], description=_("Mỗi dòng một ý, nhiều nhất ba dòng."))
    signer_rank = TextField(_("Cấp bậc người ký"), [optional(), at_most(40)])
    signer_name = TextField(_("Họ tên người ký"), [required(), at_most(80)])


class EndForm(PageForm):
    """The decision that ends a certificate, and why."""
    decision = TextField(_("Số quyết định"), [required(), at_most(60)], description=_("Ví dụ 52/QĐ-HVMA."))
    decided_on = DayField(_("Ngày quyết định"), [required()])
    reason = LongTextField(_("Lý do"), [required(), at_most(1000)])


class CodeForm(PageForm):
    """The code printed on a certificate."""
    code = TextField(_("Mã tra cứu in trên chứng chỉ"), [at_most(60)])


class CompareForm(PageForm):
    """The name printed on the paper in hand."""
    name = TextField(_("Đối chiếu họ tên trên tờ giấy"), [at_most(120)], description=_("Gõ có dấu hay không dấu đều được."))


class ExtractForm(PageForm):
    """Which lines of a register."""
    issuer = NumberField(_("Đơn vị cấp"), [required()])
    year = NumberField(_("Năm"), [required()])
    first = NumberField(_("Từ số"), [required(), between(1, 999999)])
    last = NumberField(_("Đến số"), [required(), between(1, 999999)])
