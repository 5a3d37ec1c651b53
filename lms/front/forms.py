"""A form that is only shown on the page of all parts."""
from wtforms import BooleanField, RadioField

from lms.forms import ChoiceField, DayField, LongTextField, NumberField, PageForm, optional, required
from lms.texts import lazy as _


class SampleForm(PageForm):
    """One field of each kind."""
    people = NumberField(_("Số người"), [required()], description=_("Số nguyên, không quá quân số 118."))
    begins_on = DayField(_("Ngày khai giảng"), [required()])
    level = ChoiceField(_("Mức cần đạt"), choices=[("1", _("Cơ bản")), ("2", _("Trung cấp")), ("3", _("Nâng cao")), ("4", _("Chuyên sâu"))])
    reason = LongTextField(_("Lý do"), [optional()], description=_("Nêu căn cứ; người duyệt đọc nguyên văn."))
    answer = RadioField(_("Trả lời"), choices=[("yes", _("Xác nhận đi học")), ("no", _("Không đi được, nêu lý do"))], validate_choice=False)
    known = BooleanField(_("Tôi đã đọc quy định bảo mật"))
