"""Forms of single lines."""
from wtforms import BooleanField, SelectMultipleField, validators

from lms.forms import ChoiceField, NumberField, PageForm, TextField, at_most, between, optional, required
from lms.survey.actions import NewLine
from lms.survey.queries.lines import RosterFilter, groups, topics
from lms.survey.rules.warnings import quarters
from lms.survey.rules.words import LEVELS, PRIORITIES
from lms.texts import language, quarter
from lms.texts import lazy as _

REASON_MOST, HEADS_MOST = 500, 100_000


def levels() -> list:
    return list(LEVELS.items())


def priorities() -> list:
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
        self.topic_id.choices, self.level.choices, self.priority.choices = topics(), levels(), priorities()
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


class RosterForm(PageForm):
    """Whom of the roster to show."""
    q = TextField(_("Tìm theo tên hoặc số hiệu"))
    category = ChoiceField(_("Diện cấp bậc"), default="", choices=[("", _("Mọi diện")), ("SQ", _("Sĩ quan")), ("QNCN", _("Quân nhân chuyên nghiệp")), ("HSQ-BS", _("Hạ sĩ quan, binh sĩ")),
                                                                    ("CNVQP", _("Công nhân, viên chức quốc phòng"))])
    group = ChoiceField(_("Nhóm theo danh sách"), default="")
    fresh = BooleanField(_("Chưa có trong phiếu"))

    def __init__(self, typed, **options):
        super().__init__(formdata=typed, **options)
        self.group.choices = [("", _("Mọi nhóm")), *[(group.code, f"{group.code} {group.title_en if language() == 'en' else group.title}") for group in groups()]]

    def wanted(self) -> RosterFilter:
        """The filter; a choice that there is not filters nothing."""
        known = {field.name: field.data if field.data in dict(field.choices) else "" for field in (self.category, self.group)}
        return RosterFilter((self.q.data or "")[:100], known["category"], known["group"], self.fresh.data)


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
