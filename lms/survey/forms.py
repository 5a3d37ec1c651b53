"""Forms of rounds, sheets and lines."""
from wtforms import SelectMultipleField, validators

from lms import clock
from lms.calendar import END_OF_DAY
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
    too_long,
    whole,
)
from lms.spelling import clean
from lms.survey.actions import NewLine, RoundPlan
from lms.survey.queries.lines import groups, topics
from lms.survey.rules.warnings import quarters
from lms.survey.rules.words import FIELDS, LEVELS, PRIORITIES
from lms.texts import language, number, quarter
from lms.texts import lazy as _


REASON_MOST, HEADS_MOST = 500, 100_000


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
    reason = TextField(_("Lý do"), [optional(), at_most(REASON_MOST)])

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
    heads = NumberField(_("Số lượng"), [required(), between(1, HEADS_MOST)])

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.group_code.choices = [(group.code, group.title_en if language() == "en" else group.title) for group in groups()]


class HeadsForm(LineForm):
    """A head count line being changed."""
    heads = NumberField(_("Số lượng"), [required(), between(1, HEADS_MOST)])

    def changes(self) -> dict:
        """With the number."""
        return {**super().changes(), "heads": self.heads.data}


class BulkForm(PageForm):
    """The grid of a sheet: cells as typed, and what happens to the ticked lines (`deed`); empty fields of the bar stay as they are.

    `cells` are the cells as typed, `wrong` what cannot be used, both by the name of the input (`heads-12`)."""
    REASON_MOST = REASON_MOST
    need_ids = SelectMultipleField(_("Dòng"), coerce=int, validate_choice=False)
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
        self.cells: dict[str, str] = {}
        self.wrong: dict[str, str] = {}
        self._named: dict[str, tuple] = {}

    def validate_need_ids(self, field):
        """Apply and remove need ticked lines."""
        if self.deed.data in ("apply", "remove") and not field.data:
            raise validators.ValidationError(str(_("Chưa chọn dòng nào.")))

    def quarters_with(self, kept: str) -> list:
        """The choices of a cell, with the quarter that stands there."""
        shown = self.quarter.choices[1:]
        return shown if any(value == kept for value, _word in shown) else [(kept, quarter(kept)), *shown]

    def named(self) -> dict[str, tuple]:
        """The cells by line and column."""
        return self._named

    def about(self, thing):
        """The bar is about the ticked lines, not about one row."""

    def shown(self, need, name: str):
        """What a cell shows: as typed, else as stored."""
        return self.cells.get(f"{name}-{need.id}", getattr(need, name))

    def read_rows(self, typed, needs: list) -> dict[int, tuple[int, dict]]:
        """need id -> (version that was seen, values typed); only rows that differ from what is stored, and not those that are being removed."""
        leaving, found = set(self.need_ids.data or []) if self.deed.data == "remove" else set(), {}
        for need in needs:
            seen = typed.get(f"seen-{need.id}", "")
            if not seen.isdigit() or need.id in leaving:
                continue
            self._note(typed, need)
            values = {name: self._read(name, need) for name in self._columns(need)}
            if any(getattr(need, name) != value for name, value in values.items()):
                found[need.id] = (int(seen), values)
        return found

    def read_gone(self, typed, needs: list) -> bool:
        """Whether lines of the page are no longer on the sheet; their cells as typed stay to be read."""
        here = {f"seen-{need.id}" for need in needs}
        gone = [name.removeprefix("seen-") for name in typed if name.startswith("seen-") and name not in here]
        for need_id in gone:
            for name in FIELDS:
                choices = self[name].choices if name in self else []
                self._named[f"{name}-{need_id}"] = (f"{_('Dòng không còn trên phiếu')}, {FIELDS[name]}", {str(value): str(word) for value, word in choices}, None)
        return bool(gone)

    def _columns(self, need) -> dict:
        columns = {"topic_id": self.topic_id.choices[1:], "level": self.level.choices[1:], "priority": self.priority.choices[1:],
                   "quarter": self.quarters_with(need.quarter), "reason": None}
        return columns if need.person_id else {**columns, "heads": None}

    def _note(self, typed, need) -> None:
        who = need.person.name if need.person else need.group_code
        for name, choices in self._columns(need).items():
            cell = f"{name}-{need.id}"
            self.cells[cell] = typed.get(cell, "")
            words = {str(value): str(word) for value, word in choices} if choices else None
            self._named[cell] = (f"{who}, {FIELDS[name]}", words, getattr(need, name))

    def _read(self, name: str, need):
        """The value of a cell, or None and a message in `wrong`."""
        cell, choices = f"{name}-{need.id}", self._columns(need)[name]
        text, self.wrong[cell] = self.cells[cell].strip(), ""
        value = next((value for value, _word in choices if str(value) == text), None) if choices else clean(text) if name == "reason" else whole(text)
        if choices and value is None:
            self.wrong[cell] = str(_("Chọn lại từ danh sách."))
        elif name == "reason" and len(value) > REASON_MOST:
            self.wrong[cell] = str(too_long(value, REASON_MOST))
        elif name == "heads" and (value is None or not 1 <= value <= HEADS_MOST):
            self.wrong[cell] = str(_("Cần một số nguyên từ %(a)s đến %(b)s.", a=1, b=number(HEADS_MOST)))
        if not self.wrong[cell]:
            del self.wrong[cell]
        return value

    def refuse(self, need, name: str, text) -> None:
        """Mark a cell with what the deed said about it."""
        self.cells.setdefault(f"{name}-{need.id}", str(getattr(need, name)))
        self.wrong[f"{name}-{need.id}"] = str(text)

    def problems(self) -> list[tuple[str, str]]:
        """(id of the place, what is wrong there) for the summary at the top."""
        cells = [(cell, f"{self._named[cell][0]}: {text}" if cell in self._named else text) for cell, text in self.wrong.items()]
        return cells + [("lines", str(error)) for errors in self.errors.values() for error in errors]

    def changes(self) -> dict:
        """Only what was chosen."""
        chosen = {"topic_id": self.topic_id.data, "level": self.level.data, "priority": self.priority.data, "quarter": self.quarter.data}
        return {name: value for name, value in chosen.items() if value}
