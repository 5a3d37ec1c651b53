"""The override."""
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
