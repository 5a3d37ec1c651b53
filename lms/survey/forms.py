"""Forms of rounds, sheets and lines."""
from wtforms import SelectMultipleField, validators

from lms import clock
from lms.calendar import END_OF_DAY
from lms.errors import Problem
from lms.forms import (
    ChoiceField,
    DayField,
    LongTextField,
    NumberField,
    PageForm,
    TextField,
    at_most,
    between,
    optional,
    required,
)
from lms.spelling import clean
from lms.survey.actions import NewLine, RoundPlan
from lms.survey.queries.lines import groups, topics
from lms.survey.rules.warnings import quarters
from lms.survey.rules.words import LEVELS, PRIORITIES
from lms.texts import language, quarter
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


def _levels() -> list:
    return list(LEVELS.items())


def _priorities() -> list:
    return [(number, f"{number} {word}") for number, word in PRIORITIES.items()]


class LineForm(PageForm):
    """Topic, level, priority, quarter, reason."""
    topic_id = ChoiceField(_("Nội dung"), coerce=int)
    level = ChoiceField(_("Mức cần đạt"), coerce=int)
    priority = ChoiceField(_("Ưu tiên"), coerce=int)
    quarter = ChoiceField(_("Cần trước"))
    reason = TextField(_("Lý do"), [optional(), at_most(500)])

    def __init__(self, *args, year: int, kept_quarter: str | None = None, **options):
        super().__init__(*args, **options)
        self.topic_id.choices, self.level.choices, self.priority.choices = topics(), _levels(), _priorities()
        shown = quarters(year)
        if kept_quarter and kept_quarter not in shown:
            shown = [kept_quarter, *shown]
        self.quarter.choices = [(each, quarter(each)) for each in shown]

    def line(self) -> NewLine:
        """What was asked for."""
        return NewLine(self.topic_id.data, self.level.data, self.priority.data, self.quarter.data, self.reason.data or "")

    def changes(self) -> dict:
        """New values of a line."""
        return {"topic_id": self.topic_id.data, "level": self.level.data, "priority": self.priority.data, "quarter": self.quarter.data,
                "reason": self.reason.data or ""}


class PeopleForm(LineForm):
    """The same for several chosen people."""
    person_ids = SelectMultipleField(_("Người"), [validators.InputRequired(_("Chưa chọn người nào."))], coerce=int, validate_choice=False)


class GroupForm(LineForm):
    """A head count."""
    group_code = ChoiceField(_("Nhóm đối tượng"))
    heads = NumberField(_("Số lượng"), [required(), between(1, 100000)])

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.group_code.choices = [(group.code, group.title_en if language() == "en" else group.title) for group in groups()]


class HeadsForm(LineForm):
    """A head count line being changed."""
    heads = NumberField(_("Số lượng"), [required(), between(1, 100000)])

    def changes(self) -> dict:
        """With the number."""
        return {**super().changes(), "heads": self.heads.data}


def _wrong(need, label) -> Problem:
    who = need.person.name if need.person else need.group_code
    return Problem(_("Dòng %(n)s, %(who)s, %(label)s: giá trị không dùng được.", n=need.line_no, who=who, label=label))


def _chosen(need, label, text: str | None, allowed) -> int:
    number = int(text) if text and text.strip().isdigit() and len(text.strip()) < 10 else None
    if number is None or number not in allowed:
        raise _wrong(need, label)
    return number


class BulkForm(PageForm):
    """The grid of a sheet: cells as typed, and what happens to the ticked lines (`deed`); empty fields of the bar stay as they are."""
    need_ids = SelectMultipleField(_("Dòng"), [optional()], coerce=int, validate_choice=False)
    deed = ChoiceField(_("Việc"), choices=[("apply", _("Áp dụng")), ("remove", _("Xóa dòng")), ("save", _("Lưu")), ("check", _("Kiểm tra và gửi"))])
    topic_id = ChoiceField(_("Nội dung"), coerce=int, default=0)
    level = ChoiceField(_("Mức cần đạt"), coerce=int, default=0)
    priority = ChoiceField(_("Ưu tiên"), coerce=int, default=0)
    quarter = ChoiceField(_("Cần trước"), default="")

    def __init__(self, *args, year: int, **options):
        super().__init__(*args, **options)
        self.topic_id.choices = [(0, _("Nội dung: giữ nguyên")), *topics()]
        self.level.choices = [(0, _("Mức: giữ nguyên")), *_levels()]
        self.priority.choices = [(0, _("Ưu tiên: giữ nguyên")), *_priorities()]
        self.quarter.choices = [("", _("Quý: giữ nguyên")), *[(each, quarter(each)) for each in quarters(year)]]

    def validate_need_ids(self, field):
        """Apply and remove need ticked lines."""
        if self.deed.data in ("apply", "remove") and not field.data:
            raise ValueError(str(_("Chưa chọn dòng nào.")))

    def quarters_with(self, kept: str) -> list:
        """The choices of a cell, with the quarter that stands there."""
        shown = self.quarter.choices[1:]
        return shown if any(value == kept for value, _word in shown) else [(kept, quarter(kept)), *shown]

    def typed_rows(self, typed, needs: list) -> dict[int, tuple[int, dict]]:
        """need id -> (version that was seen, values typed); only rows that differ from what is stored. Raises Problem naming the row."""
        found = {}
        for need in needs:
            if (seen := typed.get(f"seen-{need.id}", "")).isdigit():
                values = self._row(typed, need)
                if any(getattr(need, name) != value for name, value in values.items()):
                    found[need.id] = (int(seen), values)
        return found

    def _row(self, typed, need) -> dict:
        allowed = {"topic_id": self.topic_id.choices, "level": self.level.choices, "priority": self.priority.choices}
        values = {name: _chosen(need, self[name].label.text, typed.get(f"{name}-{need.id}"), [value for value, _word in choices[1:]]) for name, choices in allowed.items()}
        values["quarter"] = typed.get(f"quarter-{need.id}", "")
        if values["quarter"] not in [value for value, _word in self.quarters_with(need.quarter)]:
            raise _wrong(need, self.quarter.label.text)
        values["reason"] = clean(typed.get(f"reason-{need.id}", ""))[:500]
        if need.person_id is None:
            values["heads"] = _chosen(need, _("Số lượng"), typed.get(f"heads-{need.id}"), range(1, 100001))
        return values

    def changes(self) -> dict:
        """Only what was chosen."""
        chosen = {"topic_id": self.topic_id.data, "level": self.level.data, "priority": self.priority.data, "quarter": self.quarter.data}
        return {name: value for name, value in chosen.items() if value}
