"""Forms of rounds and of deeds on sheets."""
from flask_login import current_user
from wtforms import RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from lms import clock
from lms.calendar import END_OF_DAY
from lms.db import db
from lms.forms import ChoiceField, DayField, LongTextField, NumberField, PageForm, TextField, at_most, between, optional, required
from lms.survey.actions import RoundPlan
from lms.survey.models import SurveyRound
from lms.survey.queries import scope as scoping
from lms.survey.queries.rounds import scopes
from lms.survey.rules.scope import way_of
from lms.survey.rules.words import WAYS
from lms.texts import lazy as _
from lms.units.models import Unit


class RoundForm(PageForm):
    """A draft of a round. Due and lock dates end with the working day, 16:30."""
    code = TextField(_("Mã đợt"), [required(), at_most(40)])
    title = TextField(_("Tên đợt"), [required(), at_most(200)])
    year = NumberField(_("Năm kế hoạch"), [required(), between(2020, 2100)])
    scope_id = ChoiceField(_("Phạm vi"), coerce=int)
    way = RadioField(_("Đơn vị phải gửi phiếu"), choices=list(WAYS.items()), default="levels", validate_choice=False)
    depth = NumberField(_("Số cấp phải gửi phiếu"), [required(), between(1, 5)],
                        description=_("1: chỉ đơn vị trực thuộc; 2: thêm một cấp dưới nữa. Dùng khi chọn theo số cấp hoặc theo loại đơn vị."))
    kinds = SelectMultipleField(_("Loại đơn vị"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    units = LongTextField(_("Mã các đơn vị"), [optional(), at_most(20_000)], description=_("Mỗi dòng một mã, hoặc cách nhau bằng dấu phẩy; ở bất kỳ cấp nào trong phạm vi."))
    last_id = ChoiceField(_("Đợt trước"), coerce=int, validate_choice=False, description=_("Đơn vị đã sáp nhập được thay bằng đơn vị kế tục; đơn vị giải thể không có tên."))
    opens_on = DayField(_("Ngày mở"), [required()])
    due_on = DayField(_("Hạn gửi"), [required()])
    lock_on = DayField(_("Ngày khóa"), [required()], description=_("Sau ngày khóa, hệ thống không nhận phiếu."))

    def __init__(self, *args, found: SurveyRound | None = None, **options):
        """`found` is the draft that is changed."""
        super().__init__(*args, **options, **(_of_draft(found) if found else {}))
        self.scope_id.choices, self.kinds.choices = scopes(current_user), scoping.kind_choices(current_user)
        self.last_id.choices = [(0, _("Chọn đợt")), *scoping.former_rounds(current_user, found.id if found else None)]

    def validate(self, extra_validators=None) -> bool:
        """The way that was chosen needs its own field."""
        good = super().validate(extra_validators)
        if self.way.data == "kinds" and not self.kinds.data:
            self.kinds.errors = [*self.kinds.errors, str(_("Chọn ít nhất một loại đơn vị."))]
        if self.way.data == "last" and self.last_id.data not in [number for number, _words in self.last_id.choices if number]:
            self.last_id.errors = [*self.last_id.errors, str(_("Chọn đợt mà đợt này hỏi lại."))]
        if self.way.data == "units":
            named, unknown = self._named()
            if unknown:
                self.units.errors = [*self.units.errors, str(_("Không có đơn vị đang hoạt động trong phạm vi mang mã: %(codes)s.", codes=", ".join(unknown[:10])))]
            elif not named:
                self.units.errors = [*self.units.errors, str(_("Cần ít nhất một mã đơn vị."))]
        return good and not self.errors

    def _named(self) -> tuple[list[int], list[str]]:
        return scoping.typed_units(self.units.data or "", db.session.get(Unit, self.scope_id.data) if self.scope_id.data else None)

    def rule(self) -> dict:
        """Who answers, as the round keeps it."""
        if self.way.data == "kinds":
            return {"way": "kinds", "kinds": sorted(self.kinds.data)}
        if self.way.data == "units":
            return {"way": "units", "units": self._named()[0]}
        if self.way.data == "last":
            return {"way": "last", "round_id": self.last_id.data, "units": [unit_id for unit_id, _name in scoping.units_asked(self.last_id.data)]}
        return {}

    def plan(self) -> RoundPlan:
        """What was typed."""
        return RoundPlan(self.code.data, self.title.data, self.year.data, self.scope_id.data, self.depth.data, self.opens_on.data,
                         clock.at(self.due_on.data, *END_OF_DAY), clock.at(self.lock_on.data, *END_OF_DAY), self.rule())


def _of_draft(found: SurveyRound) -> dict:
    """What the fields show of a draft besides its columns."""
    rule = found.scope_rule
    return {"obj": found, "due_on": clock.local(found.due_at).date(), "lock_on": clock.local(found.lock_at).date(), "way": way_of(rule),
            "kinds": rule.get("kinds", []), "last_id": rule.get("round_id", 0),
            "units": "\n".join(scoping.codes_of(rule["units"])) if way_of(rule) == "units" else ""}


class ExtendForm(PageForm):
    """Later dates and why."""
    due_on = DayField(_("Hạn gửi mới"), [required()])
    lock_on = DayField(_("Ngày khóa mới"), [required()])
    reason = LongTextField(_("Lý do"), [required(), at_most(500)])

    def dates(self) -> tuple:
        """The ends of the two days."""
        return clock.at(self.due_on.data, *END_OF_DAY), clock.at(self.lock_on.data, *END_OF_DAY)


class ReopenForm(PageForm):
    """Until when one unit may send after the lock, and why."""
    until_on = DayField(_("Nhận đến hết ngày"), [required()])
    reason = LongTextField(_("Lý do mở lại"), [required(), at_most(500)])

    def until(self):
        """The end of the working day."""
        return clock.at(self.until_on.data, *END_OF_DAY)


class RemindForm(PageForm):
    """What is said with a reminder."""
    text = LongTextField(_("Lời nhắc kèm theo"), [optional(), at_most(300)])


class PlainForm(PageForm):
    """A form that only confirms."""


class ReasonForm(PageForm):
    """A reason."""
    reason = LongTextField(_("Lý do trả lại"), [required(), at_most(1000)])
