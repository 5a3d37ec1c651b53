"""The grid of a sheet."""
from wtforms import SelectMultipleField, validators

from lms.forms import ChoiceField, PageForm, too_long, whole
from lms.spelling import clean
from lms.survey.forms.lines import HEADS_MOST, REASON_MOST, levels, priorities
from lms.survey.queries.lines import topics
from lms.survey.rules.warnings import quarters
from lms.survey.rules.words import FIELDS
from lms.texts import number, quarter
from lms.texts import lazy as _


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
        self.level.choices = [(0, _("Mức: giữ nguyên")), *levels()]
        self.priority.choices = [(0, _("Ưu tiên: giữ nguyên")), *priorities()]
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
