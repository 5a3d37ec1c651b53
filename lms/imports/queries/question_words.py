"""Questions of need files and their answers in words."""
from lms.courses.models import LEVELS
from lms.imports.models import NeedQuestion
from lms.imports.rules.questions import ABOUT_FILE, BOTH, DROP, FIRST, KEEP, THIS, TWICE
from lms.survey.rules.words import LEVELS as LEVEL_WORDS
from lms.texts import gettext, ngettext, number, quarter
from lms.texts import lazy as _

_WORDS = {
    (KEEP, "person_other_unit"): _("Đúng người, nhận dòng này"), (KEEP, "past_quarter"): _("Giữ nguyên quý đã ghi"), (KEEP, "exceeds_staff"): _("Số đúng, nhận dòng này"),
    (KEEP, "wrong_extension"): _("Đọc tệp theo nội dung"), FIRST: _("Giữ dòng trước, bỏ dòng này"), THIS: _("Lấy dòng này thay dòng trước"), (BOTH, TWICE): _("Nhận cả hai đơn vị"),
    (BOTH, "duplicate_line"): _("Nhận cả hai dòng"), DROP: _("Bỏ dòng này"), (DROP, TWICE): _("Không nhận của đơn vị nào"), "lines": _("Nhận các dòng trong bảng"),
    "no_need": _("Đơn vị không có nhu cầu"), **{(DROP, kind): _("Bỏ cả tệp") for kind in ABOUT_FILE},
}


def choice_word(question: NeedQuestion, choice: str) -> str:
    """An answer in words."""
    known = _WORDS.get((choice, question.kind)) or _WORDS.get(choice)
    if known is not None:
        return str(known)
    if question.kind == "past_quarter":
        return gettext("Đổi thành %(quarter)s", quarter=quarter(choice))
    if question.kind == "exceeds_staff":
        return gettext("Số đúng là %(number)s", number=number(int(choice)))
    return gettext("Tệp của %(unit)s", unit=choice) if question.kind == "unit_mismatch" else gettext("Nhận của %(unit)s", unit=choice)


def choices_in_words(question: NeedQuestion) -> list[tuple[str, str]]:
    """All answers that can be chosen, with their words."""
    return [(choice, choice_word(question, choice)) for choice in question.choices]


def about(question: NeedQuestion, names: dict[str, str]) -> str:
    """Who or how many, and for what, in one line; a file has nothing but its name."""
    said = question.subject
    if question.kind in ABOUT_FILE:
        return ""
    who = f"{names.get(said['sn'], '')} {said['sn']}".strip() if said["kind"] == "person" else ngettext("%(num)s người nhóm %(group)s", "%(num)s người nhóm %(group)s", int(said["number"]), group=said["group"])
    level = next(LEVEL_WORDS[at] for at, word in LEVELS.items() if word == said["level"])
    return f"{who}: {said['topic']}, {level}, {quarter(said['quarter'])}"
