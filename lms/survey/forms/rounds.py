"""Forms of rounds and of deeds on sheets."""
from lms import clock
from lms.calendar import END_OF_DAY
from lms.forms import ChoiceField, DayField, LongTextField, NumberField, PageForm, TextField, at_most, between, required
from lms.survey.actions import RoundPlan
from lms.texts import lazy as _


class RoundForm(PageForm):
    """A draft of a round. Due and lock dates end with the working day, 16:30."""
    code = TextField(_("Mã đợt"), [required(), at_most(40)])
    title = TextField(_("Tên đợt"), [required(), at_most(200)])
    year = NumberField(_("Năm kế hoạch"), [required(), between(2020, 2100)])
    scope_id = ChoiceField(_("Phạm vi"), coerce=int)
    depth = NumberField(_("Số cấp phải gửi phiếu"), [required(), between(1, 5)], description=_("1: chỉ đơn vị trực thuộc; 2: thêm một cấp dưới nữa."))
    opens_on = DayField(_("Ngày mở"), [required()])
    due_on = DayField(_("Hạn gửi"), [required()])
    lock_on = DayField(_("Ngày khóa"), [required()], description=_("Sau ngày khóa, hệ thống không nhận phiếu."))

    def plan(self) -> RoundPlan:
        """What was typed."""
        return RoundPlan(self.code.data, self.title.data, self.year.data, self.scope_id.data, self.depth.data, self.opens_on.data,
                         clock.at(self.due_on.data, *END_OF_DAY), clock.at(self.lock_on.data, *END_OF_DAY))


class ExtendForm(PageForm):
    """Later dates and why."""
    due_on = DayField(_("Hạn gửi mới"), [required()])
    lock_on = DayField(_("Ngày khóa mới"), [required()])
    reason = LongTextField(_("Lý do"), [required(), at_most(500)])

    def dates(self) -> tuple:
        """The ends of the two days."""
        return clock.at(self.due_on.data, *END_OF_DAY), clock.at(self.lock_on.data, *END_OF_DAY)


class PlainForm(PageForm):
    """A form that only confirms."""


class ReasonForm(PageForm):
    """A reason."""
    reason = LongTextField(_("Lý do trả lại"), [required(), at_most(1000)])
