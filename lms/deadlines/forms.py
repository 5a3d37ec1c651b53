"""The form of a calendar day."""
from lms.forms import ChoiceField, DayField, PageForm, TextField, at_most, optional, required
from lms.texts import lazy as _


class DayForm(PageForm):
    """A day that differs from the week's rule."""
    day = DayField(_("Ngày"), [required()])
    kind = ChoiceField(_("Loại ngày"), [required()], choices=[("off", _("nghỉ")), ("work", _("làm bù")), ("ordinary", _("như ngày thường"))])
    name = TextField(_("Tên"), [optional(), at_most(120)])
