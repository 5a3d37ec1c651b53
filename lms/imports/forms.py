"""The form for handing files in."""
from flask_wtf.file import MultipleFileField
from wtforms.validators import ValidationError

from lms.forms import ChoiceField, DayField, PageForm, TextField, at_most, optional, required, whole
from lms.imports.queries.question_words import choices_in_words
from lms.imports.rules.questions import choice_fits
from lms.texts import lazy as _
from lms.texts import number as figure

KIND_WORDS = {"units": _("Danh mục đơn vị"), "people": _("Danh sách quân nhân"), "needs": _("Biểu nhu cầu"), "courses": _("Danh mục khóa học"),
              "academies": _("Năng lực học viện"), "holidays": _("Lịch nghỉ")}
MOST_FILES = 100


class HandInForm(PageForm):
    """Kind, files, the day the list stands for; for needs the round and its dates when it is new."""
    kind = ChoiceField(_("Loại danh sách"), [required()])
    files = MultipleFileField(_("Các tệp"), description=_("XLSX, ODS, XLS hoặc CSV; nhiều tệp chọn một lần là một lần nhập."))
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


class AnswersForm(PageForm):
    """Answers to several questions at once. `cells` are the inputs as typed, `wrong` what cannot be used, both by the name of the input (`answer-12`)."""

    def __init__(self, *args, questions: list, **options):
        super().__init__(*args, **options)
        self.questions = questions
        self.cells: dict[str, str] = {}
        self.wrong: dict[str, str] = {}

    def named(self) -> dict[str, tuple]:
        """The answers by where the question stands."""
        found = {}
        for question in self.questions:
            label = f"{question.places[0]['file']} {question.places[0]['cell']}"
            found[f"answer-{question.id}"] = (label, dict(choices_in_words(question)), question.answer)
            found[f"number-{question.id}"] = (label, None, None)
        return found

    def about(self, thing):
        """Several questions, not one row."""

    def shown(self, question) -> tuple[str, str]:
        """What the two inputs of a question show: as typed, else as answered."""
        stored = question.answer or ""
        is_number = stored.isdigit()
        return (self.cells.get(f"answer-{question.id}", "" if is_number else stored), self.cells.get(f"number-{question.id}", stored if is_number else ""))

    def read(self, typed) -> list[tuple]:
        """(question, version seen, answer) of every question that is answered otherwise than it stands; what cannot be used goes to `wrong`."""
        found = []
        for question in self.questions:
            seen, answer, number = (typed.get(f"{name}-{question.id}", "").strip() for name in ("seen", "answer", "number"))
            self.cells |= {f"answer-{question.id}": answer, f"number-{question.id}": number}
            choice = str(whole(number) if whole(number) is not None else number) if number and not answer else answer
            if not choice or choice == question.answer:
                continue
            if not choice_fits(question.kind, question.choices, question.subject, choice):
                most = question.subject.get("staff")
                said = _("Cần một số nguyên từ %(a)s đến %(b)s.", a=1, b=figure(most)) if number and most else _("Chọn lại từ danh sách.")
                self.wrong[f"number-{question.id}" if number and not answer else f"answer-{question.id}"] = str(said)
            elif seen.isdigit():
                found.append((question, int(seen), choice))
        return found

    def problems(self, is_empty: bool) -> list[tuple[str, str]]:
        """(id of the place, what is wrong there) for the summary at the top."""
        labels = {name: said[0] for name, said in self.named().items()}
        found = [(name, f"{labels[name]}: {text}") for name, text in self.wrong.items()]
        return found or ([("questions", str(_("Chưa chọn câu trả lời nào.")))] if is_empty else [])
