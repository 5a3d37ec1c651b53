"""The questions of a round while it is a draft, and a unit's answers."""
from dataclasses import replace

from sqlalchemy import select

from lms import clock, flow
from lms.db import db
from lms.errors import Problem, WrongMove
from lms.events import record
from lms.events.survey import QuestionsAnswered, QuestionsChanged
from lms.survey.actions.sheets import hold_for_edit
from lms.survey.models import NeedSheet, SurveyRound
from lms.survey.rules import questions as rules
from lms.survey.rules.questions import Question
from lms.texts import lazy as _

OPENED = _("Đợt đã mở: câu hỏi của đợt không đổi được nữa.")
FAULTS = {
    "many": _("Mỗi đợt hỏi nhiều nhất 20 câu."), "options": _("Câu chọn cần từ 2 đến 12 phương án, mỗi dòng một phương án."),
    "twice": _("Có hai phương án giống nhau."), "condition": _("Điều kiện phải là một phương án của một câu chọn."),
    "later": _("Câu của điều kiện phải ở trang trước trang này."),
}


def _hold(found: SurveyRound, version: int | None) -> list[Question]:
    """The round's row is held by this transaction; only a draft takes other questions."""
    flow.check_version(found, version)
    db.session.execute(select(SurveyRound.id).where(SurveyRound.id == found.id).with_for_update())
    db.session.refresh(found, attribute_names=["state", "questions", "version", "form_version"])
    if found.state != "draft":
        raise WrongMove(OPENED, thing=found)
    return rules.read(found.questions)


def _keep(actor, found: SurveyRound, questions: list[Question], what: str) -> None:
    if wrong := rules.fault(questions):
        key, field, code = wrong
        raise Problem(FAULTS[code], field=field, key=key)
    found.questions, found.form_version, found.changed_at = rules.rows(questions), found.form_version + 1, clock.now()
    record(actor, QuestionsChanged(subject_id=found.id, unit_id=found.scope_id, number=len(questions), what=what))


def add_question(actor, found: SurveyRound, question: Question, version: int | None = None) -> None:
    """One more question, last on the list; its key is given here."""
    questions = _hold(found, version)
    _keep(actor, found, [*questions, replace(question, key=rules.next_key(questions))], question.vi)


def change_question(actor, found: SurveyRound, question: Question, version: int | None = None) -> None:
    """Another wording, kind or condition of the question with that key."""
    questions = _hold(found, version)
    _keep(actor, found, [question if each.key == question.key else each for each in questions], question.vi)


def remove_question(actor, found: SurveyRound, key: str, version: int | None = None) -> None:
    """Take a question off the list; not while another one depends on it."""
    questions = _hold(found, version)
    gone = _the(questions, key)
    if any(each.if_key == key for each in questions):
        raise Problem(_("Có câu khác chỉ hỏi theo câu này: bỏ điều kiện của câu ấy trước."))
    _keep(actor, found, [each for each in questions if each.key != key], gone.vi)


def move_question(actor, found: SurveyRound, key: str, up: bool, version: int | None = None) -> None:
    """One place up or down; at the end of the list it stays."""
    questions = _hold(found, version)
    at = questions.index(_the(questions, key))
    to = at - 1 if up else at + 1
    if 0 <= to < len(questions):
        questions[at], questions[to] = questions[to], questions[at]
        _keep(actor, found, questions, questions[to].vi)


def _the(questions: list[Question], key: str) -> Question:
    found = next((each for each in questions if each.key == key), None)
    if found is None:
        raise WrongMove(_("Câu hỏi này không còn trong đợt."))
    return found


def answer_questions(actor, sheet: NeedSheet, typed: dict, version: int | None = None) -> None:
    """The answers of one page; what is no longer asked because of them falls away."""
    flow.check_version(sheet, version)
    hold_for_edit(actor, sheet)
    answers = rules.kept(rules.read(sheet.round.questions), {**sheet.answers, **typed})
    if answers != sheet.answers:
        sheet.answers = answers
        record(actor, QuestionsAnswered(subject_id=sheet.id, unit_id=sheet.unit_id, changes={key: [None, value] for key, value in typed.items()}))
