"""Forms about units."""
from lms.forms import ChoiceField, DayField, PageForm, TextField, at_most, optional, required
from lms.texts import lazy as _


class UnitForm(PageForm):
    """Name, short name, kind, region, from a day on, by a decision."""
    name = TextField(_("Tên đơn vị"), [required(), at_most(200)])
    short = TextField(_("Tên viết tắt"), [optional(), at_most(60)])
    kind_id = ChoiceField(_("Loại đơn vị"), [required()], coerce=int)
    region = TextField(_("Địa bàn"), [optional(), at_most(80)])
    since = DayField(_("Có hiệu lực từ"), [required()])
    decision = TextField(_("Theo quyết định"), [optional(), at_most(200)])


class NewUnitForm(UnitForm):
    """The code as well: a unit's identity for life."""
    code = TextField(_("Mã đơn vị"), [required(), at_most(40)])
