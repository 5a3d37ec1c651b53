"""The form for handing files in."""
from flask_wtf.file import MultipleFileField
from wtforms.validators import ValidationError

from lms.forms import ChoiceField, DayField, PageForm, TextField, at_most, optional, required
from lms.texts import lazy as _

KIND_WORDS = {"units": _("Danh mục đơn vị"), "people": _("Danh sách quân nhân"), "needs": _("Biểu nhu cầu"), "courses": _("Danh mục khóa học"),
              "academies": _("Năng lực học viện"), "holidays": _("Lịch nghỉ")}
MOST_FILES = 100


class HandInForm(PageForm):
    """Kind, files, the day the list stands for; for needs the round and its dates when it is new."""
    kind = ChoiceField(_("Loại danh sách"), [required()])
    files = MultipleFileField(_("Tệp"), description=_("XLSX, ODS, XLS hoặc CSV; nhiều tệp chọn một lần là một lần nhập."))
    list_date = DayField(_("Ngày lập danh sách"), [required()])
    round_code = TextField(_("Mã đợt khảo sát"), [optional(), at_most(40)], description=_("Chỉ với biểu nhu cầu; để trống thì lấy mã ghi trong tệp."))
    due = DayField(_("Hạn gửi của đợt mới"), [optional()])
    lock = DayField(_("Ngày khóa của đợt mới"), [optional()])

    def validate_files(self, field):
        """At least one file, and no heap."""
        chosen = [file for file in field.data or [] if file and file.filename]
        if not chosen:
            raise ValidationError(_("Chọn ít nhất một tệp."))
        if len(chosen) > MOST_FILES:
            raise ValidationError(_("Nhiều nhất %(n)s tệp một lần.", n=MOST_FILES))


class ConfirmForm(PageForm):
    """All rows, or the valid ones."""
    mode = TextField()
