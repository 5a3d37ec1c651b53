"""The journal's filter; it is a GET form, nothing is changed."""
from wtforms import SelectField
from wtforms.validators import Optional

from lms.forms import DayField, PageForm, TextField
from lms.texts import lazy as _


class MayBeEmpty(Optional):
    """Every field of a filter may stay empty, so that none says it of itself."""

    def __init__(self):
        super().__init__()
        self.field_flags = {}


class FilterForm(PageForm):
    """What to look for."""
    fact = SelectField(_("Việc"), [MayBeEmpty()], validate_choice=False)
    unit = SelectField(_("Đơn vị"), [MayBeEmpty()], validate_choice=False)
    person = TextField(_("Người làm hoặc người liên quan"), [MayBeEmpty()])
    since = DayField(_("Từ ngày"), [MayBeEmpty()])
    until = DayField(_("Đến ngày"), [MayBeEmpty()])
