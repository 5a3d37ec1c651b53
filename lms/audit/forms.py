"""The journal's filter; it is a GET form, nothing is changed."""
from wtforms import SelectField

from lms.forms import DayField, PageForm, TextField, optional
from lms.texts import lazy as _


class FilterForm(PageForm):
    """What to look for."""
    fact = SelectField(_("Việc"), [optional()], validate_choice=False)
    unit = SelectField(_("Đơn vị"), [optional()], validate_choice=False)
    person = TextField(_("Người làm hoặc người liên quan"), [optional()])
    since = DayField(_("Từ ngày"), [optional()])
    until = DayField(_("Đến ngày"), [optional()])
