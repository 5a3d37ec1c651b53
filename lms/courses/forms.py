"""Forms about courses, capacity, classes and sessions."""
from datetime import date, datetime, time

from wtforms import StringField
from wtforms.validators import ValidationError

from lms.courses import queries
from lms.forms import ChoiceField, DayField, NumberField, PageForm, TextField, at_most, between, optional, required
from lms.texts import lazy as _


def number_or_none(value: str) -> int | None:
    """A choice that may stay empty."""
    return int(value) if value and value != "None" else None


class ClockField(StringField):
    """A time of day typed as 07:30."""

    def _value(self) -> str:
        return self.data.strftime("%H:%M") if isinstance(self.data, time) else (self.raw_data[0] if self.raw_data else "")

    def process_formdata(self, valuelist):
        """Read the time; 7:30 and 07:30 are alike."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = datetime.strptime(valuelist[0].strip(), "%H:%M").time()
            except ValueError as error:
                raise ValueError(str(_("Giờ viết dạng 07:30."))) from error


class MonthField(StringField):
    """A month typed as 03/2027."""

    def _value(self) -> str:
        return self.data.strftime("%m/%Y") if isinstance(self.data, date) else (self.raw_data[0] if self.raw_data else "")

    def process_formdata(self, valuelist):
        """The first day of the month."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = datetime.strptime(valuelist[0].strip(), "%m/%Y").date()
            except ValueError as error:
                raise ValueError(str(_("Tháng viết dạng 03/2027."))) from error


class CourseForm(PageForm):
    """Sizes and completion rule. The pass grade is typed in tenths of a point: 50 is 5.0."""
    min_size = NumberField(_("Sĩ số tối thiểu"), [required(), between(1, 500)])
    max_size = NumberField(_("Sĩ số tối đa"), [required(), between(1, 500)])
    min_attendance = NumberField(_("Dự ít nhất (% số buổi)"), [required(), between(0, 100)])
    pass_grade = NumberField(_("Điểm đạt (phần mười điểm, 50 là 5,0; 0 là không xét điểm)"), [required(), between(0, 100)])

    def validate_max_size(self, field):
        """In order."""
        if self.min_size.data is not None and field.data is not None and field.data < self.min_size.data:
            raise ValidationError(str(_("Sĩ số tối đa không nhỏ hơn sĩ số tối thiểu.")))


class RoomForm(PageForm):
    """A room; a known name changes that room."""
    name = TextField(_("Tên phòng"), [required(), at_most(80)])
    seats = NumberField(_("Số chỗ"), [required(), between(0, 2000)])
    computers = NumberField(_("Số máy tính"), [required(), between(0, 2000)])


class LicenceForm(PageForm):
    """A licence; a known name changes that licence."""
    name = TextField(_("Tên bản quyền"), [required(), at_most(120)])
    quantity = NumberField(_("Số lượng"), [required(), between(0, 100000)])
    valid_until = DayField(_("Dùng đến ngày"), [optional()])


class LecturerForm(PageForm):
    """Teacher time of a topic in a month."""
    topic_id = ChoiceField(_("Chủ đề"), coerce=int)
    month = MonthField(_("Tháng"), [required()], description=_("Viết dạng 03/2027."))
    quarters = NumberField(_("Phần tư tháng công"), [required(), between(0, 4000)], description=_("4 là một giảng viên dạy trọn tháng."))

    def __init__(self, *args, **values):
        super().__init__(*args, **values)
        self.topic_id.choices = [(topic.id, topic.name) for topic in queries.topics()]


class AssignForm(PageForm):
    """Room and lecturer."""
    room_id = ChoiceField(_("Phòng"), coerce=number_or_none)
    lecturer_id = ChoiceField(_("Giảng viên"), coerce=number_or_none)

    def __init__(self, *args, academy, **values):
        super().__init__(*args, **values)
        self.room_id.choices = [("", _("chưa xếp"))] + [(room.id, f"{room.name} ({room.seats})") for room in queries.rooms(academy.id)]
        self.lecturer_id.choices = [("", _("chưa phân công"))] + [(person.id, person.addressed) for person in queries.lecturers(academy)]


class SessionForm(AssignForm):
    """Day, time, room, lecturer and subject of one session."""
    day = DayField(_("Ngày"), [required()])
    begins = ClockField(_("Bắt đầu"), [required()])
    ends = ClockField(_("Kết thúc"), [required()])
    topic = TextField(_("Nội dung"), [optional(), at_most(200)])
    order = ("day", "begins", "ends", "room_id", "lecturer_id", "topic")

    def __iter__(self):
        return (self[name] for name in self.order)

    def values(self) -> dict:
        """What the action takes."""
        return {"day": self.day.data, "begins": self.begins.data, "ends": self.ends.data, "room_id": self.room_id.data,
                "lecturer_id": self.lecturer_id.data, "topic": self.topic.data or ""}


class DatesForm(PageForm):
    """Milestones of a class; each ends at 16:30."""
    nominate_on = DayField(_("Đóng đề cử"), [required()])
    release_on = DayField(_("Trả chỗ thừa"), [required()])
    lock_on = DayField(_("Khóa danh sách"), [required()])

    def validate_lock_on(self, field):
        """In order."""
        days = (self.nominate_on.data, self.release_on.data, field.data)
        if None not in days and not days[0] <= days[1] <= days[2]:
            raise ValidationError(str(_("Các mốc phải theo thứ tự: đóng đề cử, trả chỗ thừa, khóa danh sách.")))
