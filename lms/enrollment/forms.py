"""Forms about nominations, seats, attendance and marks."""
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from lms.enrollment.rules.results import read_mark, write_mark
from lms.forms import ChoiceField, DayField, LongTextField, NumberField, PageForm, TextField, at_most, between, optional, required
from lms.texts import lazy as _

STATUSES = (("present", _("có mặt")), ("late", _("vào muộn")), ("excused", _("vắng có lý do")), ("absent", _("vắng không lý do")))


class ReasonForm(PageForm):
    """Why: refusing, withdrawing, cancelling."""
    reason = LongTextField(_("Lý do"), [DataRequired(_("Cần điền ô này.")), at_most(500)])


class LockForm(PageForm):
    """Fixing the list; the reason is asked for when it is early. `shown` is how many waiting nominations the page named."""
    reason = LongTextField(_("Lý do khóa sớm"), [at_most(500)])
    shown = NumberField(_("Số đề cử chờ duyệt"), [optional(), between(0, 9999)], widget=HiddenInput())


class DecisionForm(PageForm):
    """The decision by which an academy recognises the results of a class."""
    number = NumberField(_("Số quyết định"), [optional(), between(1, 99999)], description=_("Để trống thì hệ thống lấy số kế tiếp trong sổ"))
    dated = DayField(_("Ngày ký"), [required()])
    signer_post = TextField(_("Chức vụ người ký"), [required(), at_most(160)])
    signer_rank = TextField(_("Cấp bậc người ký"), [optional(), at_most(40)])
    signer_name = TextField(_("Họ tên người ký"), [required(), at_most(80)])

    def values(self) -> dict:
        """What was typed."""
        return {name: self[name].data or "" for name in ("signer_post", "signer_rank", "signer_name")} | {"number": self.number.data, "dated": self.dated.data}


class NominateForm(PageForm):
    """Who is named; `reserve` puts all on the waiting list."""
    persons = SelectMultipleField(_("Người được đề cử"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    reserve = BooleanField(_("Chỉ đề cử dự bị (vào danh sách chờ)"))

    def __init__(self, *args, people: list[tuple[int, str]], **values):
        super().__init__(*args, **values)
        self.persons.choices = people


class MarkField(StringField):
    """A mark from 0 to 10 with one decimal, comma or point; `data` is in tenths."""

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else write_mark(self.data)

    def process_formdata(self, valuelist):
        """Read the mark as typed."""
        self.data = None
        if valuelist:
            try:
                self.data = read_mark(valuelist[0])
            except ValueError as error:
                raise ValueError(str(_("Điểm từ 0 đến 10, một chữ số lẻ, ví dụ 8,5."))) from error


class VersionField(StringField):
    """The version of a mark that the sheet was opened on; 0 for none."""

    def process_formdata(self, valuelist):
        """A whole number, else one that fits nothing."""
        value = valuelist[0] if valuelist else ""
        self.data = int(value) if value.isdigit() and len(value) < 10 else -1


def grade_form(people: list, grades: dict) -> PageForm:
    """The grade sheet: `mark-<enrollment>` and `version-<enrollment>` for each trainee."""
    fields = {}
    for one in people:
        grade = grades.get(one.id)
        fields[f"mark-{one.id}"] = MarkField(_("Điểm của %(name)s", name=one.person.name), default=grade.mark if grade else None)
        fields[f"version-{one.id}"] = VersionField(default=str(grade.version if grade else 0))
    return type("GradeForm", (PageForm,), fields)()


def attendance_form(people: list, known: dict) -> PageForm:
    """The sheet of a session: `status-<enrollment>` and `reason-<enrollment>`; everybody present until said otherwise."""
    fields = {}
    for one in people:
        row = known.get(one.id)
        fields[f"status-{one.id}"] = ChoiceField(_("Điểm danh %(name)s", name=one.person.name), choices=STATUSES, default=row.status if row else "present")
        fields[f"reason-{one.id}"] = TextField(_("Lý do của %(name)s", name=one.person.name), [optional(), at_most(200)], default=row.reason if row else "")
    return type("AttendanceForm", (PageForm,), fields)()
