"""Forms about persons."""
from wtforms import validators

from lms.forms import ChoiceField, DayField, PageForm, TextField, at_most, optional, required
from lms.texts import lazy as _


class NewPersonForm(PageForm):
    """A person entered by hand."""
    service_no = TextField(_("Số hiệu quân nhân"), [optional(), validators.Regexp(r"\d{8}$", message=_("Cần đúng 8 chữ số."))])
    name = TextField(_("Họ và tên"), [required(), at_most(120), validators.Regexp(r"[^\d()\[\]=+@-][^\d()\[\]]*$", message=_("Họ tên không chứa chữ số hay dấu ngoặc."))])
    birth = DayField(_("Ngày sinh"), [required()])
    gender = ChoiceField(_("Giới tính"), [required()], choices=[("Nam", _("Nam")), ("Nữ", _("Nữ"))])
    rank_id = ChoiceField(_("Cấp bậc"), [optional()], coerce=int)
    post = TextField(_("Chức vụ"), [required(), at_most(160)])
    since = DayField(_("Ngày nhận chức"), [required()])


class PostForm(PageForm):
    """A new post, in this unit or another (by its code)."""
    post = TextField(_("Chức vụ mới"), [required(), at_most(160)])
    unit_code = TextField(_("Mã đơn vị"), [required(), at_most(40)])
    since = DayField(_("Từ ngày"), [required()])


class RankForm(PageForm):
    """A new rank."""
    rank_id = ChoiceField(_("Cấp bậc mới"), [required()], coerce=int)
    since = DayField(_("Từ ngày"), [required()])
