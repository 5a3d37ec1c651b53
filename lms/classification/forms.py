"""The override, and accepting several sheets together."""
from wtforms import SelectMultipleField, validators

from lms.classification.queries import group_titles
from lms.forms import ChoiceField, LongTextField, PageForm, at_most, required
from lms.texts import lazy as _


class OverrideForm(PageForm):
    """Another group and why."""
    group_code = ChoiceField(_("Nhóm đối tượng"))
    reason = LongTextField(_("Lý do đổi nhóm"), [required(), at_most(500)])

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.group_code.choices = list(group_titles().items())


class TogetherForm(PageForm):
    """The ticked sheets of the review list."""
    sheet_ids = SelectMultipleField(_("Phiếu"), [validators.InputRequired(_("Chưa chọn phiếu nào."))], coerce=int, validate_choice=False)

    def seen(self, typed) -> dict[int, int]:
        """sheet -> the version that the list showed."""
        return {sheet_id: int(typed[name]) for sheet_id in self.sheet_ids.data or [] if typed.get(name := f"seen-{sheet_id}", "").isdigit()}
