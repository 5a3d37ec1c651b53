"""Forms of the check page and of the review."""
from lms.forms import ChoiceField, LongTextField, NumberField, PageForm, TextField, at_most, between, required
from lms.spelling import clean
from lms.survey.rules.check_rules import EFFECTS
from lms.survey.rules.correcting import HEADS_MOST
from lms.survey.rules.words import EFFECTS as EFFECT_WORDS
from lms.texts import lazy as _


class AnswersForm(PageForm):
    """One reason for each warning, named `answer-LINE-KIND`."""
    LONGEST = 500

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.typed: dict[str, str] = {}
        self.wrong: dict[str, str] = {}
        self._named: dict[str, tuple] = {}

    def named(self) -> dict[str, tuple]:
        """The inputs with their labels."""
        return self._named

    def read(self, typed, remarks: dict, names: dict[int, str]) -> dict[tuple[int, str], str]:
        """(line, kind) -> reason, of the warnings that stand; what is too long is noted in `wrong`."""
        found = {}
        for need_id, each in remarks.items():
            for remark in each:
                name = f"answer-{need_id}-{remark.kind}"
                if name not in typed:
                    continue
                self.typed[name] = clean(typed[name])
                self._named[name] = (str(_("Giải trình, %(who)s", who=names.get(need_id, ""))), None, "")
                if len(self.typed[name]) > self.LONGEST:
                    self.wrong[name] = str(_("Dài quá %(n)s ký tự.", n=self.LONGEST))
                found[need_id, remark.kind] = self.typed[name]
        return found


class CommentForm(PageForm):
    """A word on one line."""
    text = LongTextField(_("Góp ý"), [required(), at_most(1000)])


class CorrectForm(PageForm):
    """Another number beside the one that was asked."""
    after = NumberField(_("Số sau đính chính"), [required(), between(0, HEADS_MOST)])
    reason = LongTextField(_("Lý do đính chính"), [required(), at_most(500)])


class RuleForm(PageForm):
    """Warn, stop or off, and why; `seen` is what the page showed."""
    effect = ChoiceField(_("Mức"), choices=[(each, EFFECT_WORDS[each]) for each in EFFECTS])
    reason = LongTextField(_("Lý do đổi quy tắc"), [required(), at_most(500)])
    seen = TextField(_("Mức đã thấy"))
