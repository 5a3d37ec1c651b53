"""Forms of whole lists: pasted text, our own spreadsheet, and the act after a preview."""
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectMultipleField, TextAreaField, validators

from lms.errors import Problem
from lms.forms import ChoiceField, PageForm
from lms.survey.forms.lines import levels, priorities
from lms.survey.queries.lines import topics
from lms.survey.rules.form_file import unpacked
from lms.survey.rules.matching import Asked
from lms.survey.rules.warnings import quarters
from lms.texts import lazy as _
from lms.texts import number, quarter

TEXT_MOST = 400_000


class PasteForm(PageForm):
    """Rows of a spreadsheet as text, and what holds for rows that leave something out."""
    text = TextAreaField(_("Các dòng dán từ bảng tính"), description=_("Chép các cột trong Excel rồi dán vào đây: số hiệu, hoặc họ tên và ngày sinh; nội dung, mức, ưu tiên, quý, lý do. "
                                                                       "Có dòng tiêu đề hay không đều được."))
    deed = HiddenField()
    update = BooleanField(_("Sửa cả những dòng đã có trong phiếu theo danh sách dán"))
    topic_id = ChoiceField(_("Nội dung"), coerce=int, default=0)
    level = ChoiceField(_("Mức cần đạt"), coerce=int, default=0)
    priority = ChoiceField(_("Ưu tiên"), coerce=int, default=0)
    quarter = ChoiceField(_("Cần trước"), default="")

    def __init__(self, *args, year: int, **options):
        super().__init__(*args, **options)
        as_listed = _("theo danh sách dán")
        self.topic_id.choices = [(0, as_listed), *topics()]
        self.level.choices, self.priority.choices = [(0, as_listed), *levels()], [(0, as_listed), *priorities()]
        self.quarter.choices = [("", as_listed), *[(each, quarter(each)) for each in quarters(year)]]

    def validate_text(self, field):
        """Something, and not without end."""
        if not (field.data or "").strip():
            raise validators.ValidationError(str(_("Chưa dán dòng nào.")))
        if len(field.data) > TEXT_MOST:
            raise validators.ValidationError(str(_("Dài quá %(n)s ký tự: dán từng phần.", n=number(TEXT_MOST))))

    def defaults(self) -> dict:
        """What fills the gaps of the list."""
        chosen = {"topic_id": self.topic_id.data, "level": self.level.data, "priority": self.priority.data, "quarter": self.quarter.data}
        return {name: value for name, value in chosen.items() if value}


class FormFileForm(PageForm):
    """One filled-in form."""
    file = FileField(_("Biểu đã điền (.xlsx)"))

    def validate_file(self, field):
        """A file was chosen."""
        if not field.data or not field.data.filename:
            raise validators.ValidationError(str(_("Chọn biểu đã điền.")))


class TakeForm(PageForm):
    """The lines that a preview showed, and which of them are ticked (all where the preview has no ticks)."""
    lines = HiddenField()
    ticked = SelectMultipleField(_("Dòng"), coerce=int, validate_choice=False)

    def asked(self) -> list[tuple[int | None, Asked]]:
        """The lines as packed."""
        try:
            return unpacked(self.lines.data or "")
        except ValueError as wrong:
            raise Problem(_("Danh sách này không đọc lại được. Làm lại từ bước đầu.")) from wrong

    def chosen(self) -> list[tuple[int | None, Asked]]:
        """Only the ticked ones."""
        ticked = set(self.ticked.data or ())
        if not ticked:
            raise Problem(_("Chưa chọn dòng nào."), field="ticked")
        return [line for place, line in enumerate(self.asked()) if place in ticked]
