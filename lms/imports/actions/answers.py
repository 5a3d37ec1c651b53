"""Answering the questions of need files: once, by one person, and what follows on the sheets is done at once.

An answer changes only the lines it is about. It may be changed as long as the round is not closed and the sheet is not accepted; the journal keeps both.
"""
from collections import Counter
from dataclasses import replace

from sqlalchemy import delete, insert, select, update

from lms import clock, flow
from lms.blobs import read_bytes
from lms.db import db
from lms.errors import Problem, StaleForm, WrongMove
from lms.events import record
from lms.events.survey import NeedQuestionAnswered
from lms.imports.actions.columns import NAMES, columns_of, ids_now, same_line
from lms.imports.actions.questions import restand
from lms.imports.actions.reading import Upload
from lms.imports.actions.runs import apply_run, read, store, wish_of
from lms.imports.models import NeedQuestion
from lms.imports.queries import questions as queries
from lms.imports.rules import questions as rules
from lms.survey.actions.sheets import recount
from lms.survey.models import Need, NeedSheet, SheetEvent, SurveyRound
from lms.texts import lazy as _
from lms.units.models import Unit


def answer(actor, chosen: list[tuple[NeedQuestion, int | None, str]]) -> int:
    """Answer questions (question, version that was seen, answer), all or none; what follows is done at once. Returns how many answers are new:
    the same answer again is no act."""
    new = [(question, version, choice) for question, version, choice in chosen if question.answer != choice]
    rounds = {survey.code: survey for survey in db.session.execute(
        select(SurveyRound).where(SurveyRound.code.in_({question.round_code for question, _version, _choice in new}))).scalars()}
    for question, version, choice in new:
        _check(question, version, choice, rounds[question.round_code])
    for question, _version, choice in new:
        _answer(actor, question, choice, rounds[question.round_code])
    return len(new)


def _check(question: NeedQuestion, version: int | None, choice: str, survey: SurveyRound) -> None:
    flow.check_version(question, version)
    if not question.standing:
        raise WrongMove(_("Câu hỏi này không còn: tệp đang dùng không còn nêu, hoặc câu trả lời khác đã giải quyết."), thing=question)
    if not rules.choice_fits(question.kind, question.choices, question.subject, choice):
        raise Problem(_("Câu trả lời này không có trong các lựa chọn."))
    if survey.state == "closed":
        raise WrongMove(_("Đợt %(code)s đã chốt số liệu: không trả lời được nữa.", code=survey.code), thing=question)
    if question.kind in rules.ABOUT_FILE and question.answer not in (None, rules.DROP):
        raise WrongMove(_("Tệp này đã được nhập theo câu trả lời trước: trả lại phiếu rồi nhập tệp đúng."), thing=question)


def _answer(actor, question: NeedQuestion, choice: str, survey: SurveyRound) -> None:
    before, was = queries.answers_of(survey.code), question.answer
    question.answer, question.answered_at, question.answered_by_id = choice, clock.now(), actor.id if actor else None
    db.session.flush()
    if question.kind in rules.ABOUT_FILE:
        if choice != rules.DROP:
            _take_file(actor, question)
    else:
        _follow(actor, survey, question, (before, queries.answers_of(survey.code)))
        restand(survey.code)
    record(actor, NeedQuestionAnswered(subject_id=question.file.run_id, what=_said(question), changes={"answer": [was, choice]}))


def _said(question: NeedQuestion) -> str:
    """Where the question stands, for the journal."""
    return "; ".join(f"{place['file']} {place['cell']}".strip() for place in question.places)


def _take_file(actor, question: NeedQuestion) -> None:
    """Read the kept file once more with what is known of it now, and write it in the same act."""
    file = question.file
    wish = replace(wish_of(file.run), round_code=question.round_code)
    uploads = [Upload(file.name, read_bytes(question.subject["sha256"]))]
    run = store(actor, wish, read(wish, uploads), uploads)
    run.valid_rows = True
    apply_run(actor, run)


def _follow(actor, survey: SurveyRound, question: NeedQuestion, answers: tuple[rules.Answers, rules.Answers]) -> None:
    """The sheets of the units that were asked, as they are after the answer."""
    used = {unit: file for unit, file in queries.in_use(queries.files_of_round(survey.code)).items() if unit in question.units}
    rows, ids = queries.rows_of(list(used.values())), ids_now()
    sheets = select(Unit.code, NeedSheet).join(Unit, NeedSheet.unit_id == Unit.id).where(NeedSheet.round_id == survey.id, Unit.code.in_(list(used)))
    found = db.session.execute(sheets.order_by(Unit.code)).all()
    if gone := [file.found["unit"] for unit, file in used.items() if unit not in {code for code, sheet in found if sheet.moved_to_id is None}]:
        raise WrongMove(_("Đơn vị %(code)s đã sáp nhập: sửa dòng này trên phiếu của đơn vị kế tục.", code=gone[0]), thing=question)
    for unit, sheet in found:
        before, after = ([columns_of(values, ids) for _row, values in rules.settle(unit, rows[used[unit].id], said)] for said in answers)
        gone, come = _missing(before, after), _missing(after, before)
        if gone or come:
            _rewrite(actor, sheet, question, (gone, come))


def _missing(lines: list[dict], others: list[dict]) -> list[dict]:
    """Lines that are not among the others, as often as they are too many."""
    left, found = Counter(same_line(line) for line in others), []
    for line in lines:
        left[same_line(line)] -= 1
        if left[same_line(line)] < 0:
            found.append(line)
    return found


def _rewrite(actor, sheet: NeedSheet, question: NeedQuestion, lines: tuple[list[dict], list[dict]]) -> None:
    """Take lines off a sheet and put lines on it, as an answer says; never on an accepted sheet, never over what somebody wrote there by hand."""
    gone, come = lines
    _hold(sheet, len(come))
    needs = list(db.session.execute(select(Need).where(Need.sheet_id == sheet.id)).scalars())
    leaving = set()
    for line in gone:
        found = next((need.id for need in needs if need.id not in leaving and _line_of(need) == same_line(line)), None)
        if found is None:
            raise WrongMove(_("Dòng này đã được sửa trên phiếu của %(unit)s: sửa tiếp trên phiếu.", unit=sheet.unit_name), thing=sheet)
        leaving.add(found)
    staying = [need for need in needs if need.id not in leaving]
    there = {(need.person_id, need.topic_id, need.level): _line_of(need) for need in staying if need.person_id}
    new = [line for line in come if there.get((line["person_id"], line["topic_id"], line["level"])) != same_line(line)]
    if any((line["person_id"], line["topic_id"], line["level"]) in there for line in new):
        raise WrongMove(_("Phiếu của %(unit)s đã có dòng khác của người này, cùng nội dung và mức: sửa trên phiếu.", unit=sheet.unit_name), thing=sheet)
    db.session.execute(delete(Need).where(Need.id.in_(leaving)).execution_options(synchronize_session="fetch"))
    if new:
        first = sheet.last_line_no - len(come) + 1
        db.session.execute(insert(Need.__table__), [{"sheet_id": sheet.id, **line, "line_no": number, "version": 1} for number, line in enumerate(new, start=first)])
    recount(sheet)
    db.session.add(SheetEvent(sheet_id=sheet.id, at=clock.now(), by_id=actor.id if actor else None, move="answer", reason=_said(question), lines=None))


def _line_of(need: Need) -> tuple:
    return same_line({name: getattr(need, name) for name in NAMES})


def _hold(sheet: NeedSheet, more: int) -> None:
    """Take the sheet's row for this transaction and make room for further lines."""
    if sheet.state == "accepted":
        raise WrongMove(_("Phiếu của %(unit)s đã được tiếp nhận: trả lại phiếu trước khi trả lời câu hỏi này.", unit=sheet.unit_name), thing=sheet)
    db.session.flush()
    held = update(NeedSheet).where(NeedSheet.id == sheet.id, NeedSheet.version == sheet.version, NeedSheet.state != "accepted").values(
        version=NeedSheet.version + 1, changed_at=clock.now(), last_line_no=NeedSheet.last_line_no + more, **({"no_need": False} if more else {}))
    done = db.session.execute(held.execution_options(synchronize_session=False)).rowcount
    db.session.refresh(sheet)
    if done != 1:
        raise StaleForm(flow.STALE, thing=sheet)
