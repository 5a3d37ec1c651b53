"""Forms of a round's questions: one for the committee that asks, one made of the questions of a page for the unit that answers."""
from wtforms import BooleanField, RadioField, validators

from lms.forms import ChoiceField, LongTextField, NumberField, PageForm, TextField, at_most, between, optional, required
from lms.survey.rules.questions import MOST_NUMBER, MOST_PAGES, MOST_TEXT, Option, Question, options_of
from lms.texts import language
from lms.texts import lazy as _

KINDS = {"text": _("chữ"), "number": _("số"), "choice": _("chọn một phương án")}


class QuestionForm(PageForm):
    """One question of a round. Options stand one a line; English lines fit by their order."""
    vi = TextField(_("Nội dung câu hỏi"), [required(), at_most(300)])
    en = TextField(_("Câu hỏi bằng tiếng Anh"), [optional(), at_most(300)])
    kind = ChoiceField(_("Cách trả lời"), choices=list(KINDS.items()))
    options_vi = LongTextField(_("Các phương án"), [optional(), at_most(2000)], description=_("Chỉ cho câu chọn: từ 2 đến 12 phương án, mỗi dòng một phương án."))
    options_en = LongTextField(_("Các phương án bằng tiếng Anh"), [optional(), at_most(2000)], description=_("Theo đúng thứ tự các dòng trên."))
    needed = BooleanField(_("Bắt buộc trả lời trước khi gửi phiếu"))
    page = NumberField(_("Trang"), [required(), between(1, MOST_PAGES)], description=_("Câu cùng chủ đề đặt cùng một trang, từ 1 đến 9."))
    only_if = ChoiceField(_("Chỉ hỏi khi"))

    def __init__(self, *args, others: list[Question], **options):
        super().__init__(*args, **options)
        conditions = [(f"{each.key}={option.value}", f"{each.label(language())}: {each.words(option.value, language())}")
                      for each in others if each.kind == "choice" for option in each.options]
        self.only_if.choices = [("", _("luôn hỏi")), *conditions]

    def question(self, key: str = "", before: tuple[Option, ...] = ()) -> Question:
        """What was typed."""
        if_key, _sign, if_value = (self.only_if.data or "").partition("=")
        options = options_of(self.options_vi.data or "", self.options_en.data or "", before) if self.kind.data == "choice" else ()
        return Question(key, self.kind.data, self.vi.data, self.en.data or "", self.needed.data, self.page.data, options, if_key, if_value)


def typed_from(question: Question) -> dict:
    """A question as its form shows it."""
    return {"vi": question.vi, "en": question.en, "kind": question.kind, "needed": question.required, "page": question.page,
            "options_vi": "\n".join(option.vi for option in question.options), "options_en": "\n".join(option.en for option in question.options),
            "only_if": f"{question.if_key}={question.if_value}" if question.if_key else ""}


def _may_wait(needed: bool) -> validators.Optional:
    """An empty answer is kept as it is: it stops the sending, not the saving. Only what nobody needs is called so."""
    check = optional()
    if needed:
        check.field_flags = {}
    return check


def _field(question: Question):
    label, checks = question.label(language()), [_may_wait(question.required)]
    if question.kind == "number":
        return NumberField(label, [*checks, between(0, MOST_NUMBER)])
    if question.kind == "choice":
        return RadioField(label, checks, choices=[(option.value, question.words(option.value, language())) for option in question.options])
    return LongTextField(label, [*checks, at_most(MOST_TEXT)])


def answer_form(questions: list[Question], answers: dict) -> PageForm:
    """The form of one page, with the answers as they stand."""
    made = type("AnswerForm", (PageForm,), {each.key: _field(each) for each in questions})
    return made(data=answers)
