"""Begin, answer, send, accept and send back a sheet."""
from sqlalchemy import case, func, select, update

from lms import clock, flow
from lms.db import db
from lms.errors import Problem, WrongMove
from lms.events import record
from lms.events.survey import (
    NoNeedSaid,
    SheetAccepted,
    SheetBegun,
    SheetResubmitted,
    SheetReturned,
    SheetSubmitted,
)
from lms.survey.actions.signing import SignOff, sign_off
from lms.survey.models import Need, NeedSheet, SheetEvent, SurveyRound
from lms.survey.queries.lines import lines_of
from lms.survey.queries.sheets import as_sent
from lms.survey.queries.warnings import answers_of, warnings_by_line
from lms.survey.queries.wishes import wishes_of
from lms.survey.rules.sending import dates_of, is_late, why_closed
from lms.survey.rules.warnings import stopped, unanswered
from lms.texts import day
from lms.texts import lazy as _


def check_open(sheet: NeedSheet) -> None:
    """Raises WrongMove when the round takes no entries any more."""
    found = sheet.round
    if sheet.moved_to_id is not None:
        raise WrongMove(_("Phiếu này đã chuyển sang phiếu của đơn vị kế tục."), thing=sheet)
    why = why_closed(dates_of(sheet), clock.now())
    if why == "locked":
        raise WrongMove(_("Đợt %(code)s đã khóa ngày %(day)s: không nhập và không gửi được nữa.", code=found.code, day=day(found.lock_at)), thing=sheet)
    if why is not None:
        raise WrongMove(_("Đợt %(code)s không mở nhận phiếu.", code=found.code), thing=sheet)


def hold_for_edit(actor, sheet: NeedSheet) -> None:
    """Take the sheet's row for this transaction: editors wait for each other, and nobody edits what was sent meanwhile."""
    check_open(sheet)
    if sheet.state == "not_opened":
        flow.move(sheet, "begin", actor)
        record(actor, SheetBegun(subject_id=sheet.id, unit_id=sheet.unit_id, round_id=sheet.round_id))
    db.session.flush()
    held = update(NeedSheet).where(NeedSheet.id == sheet.id, NeedSheet.state.in_(("draft", "returned"))).values(
        version=NeedSheet.version + 1, changed_at=clock.now())
    done = db.session.execute(held.execution_options(synchronize_session=False)).rowcount
    db.session.refresh(sheet)
    if done != 1:
        raise WrongMove(_("Phiếu đã gửi: chỉ sửa được khi cấp trên trả lại."), thing=sheet)


def recount(sheet: NeedSheet) -> None:
    """Stored counts follow the lines in the same transaction."""
    db.session.flush()
    persons = select(func.count(Need.id)).where(Need.sheet_id == sheet.id, Need.person_id.is_not(None)).scalar_subquery()
    heads = select(func.coalesce(func.sum(Need.heads), 0)).where(Need.sheet_id == sheet.id, Need.person_id.is_(None)).scalar_subquery()
    added = Need.heads_now - Need.heads
    statement = update(NeedSheet).where(NeedSheet.id == sheet.id).values(
        persons=persons, heads=heads, corrected_persons=_sum_of_lines(sheet, case((Need.person_id.is_not(None), added), else_=0)),
        corrected_heads=_sum_of_lines(sheet, case((Need.person_id.is_(None), added), else_=0)))
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.refresh(sheet)


def _sum_of_lines(sheet: NeedSheet, value):
    return select(func.coalesce(func.sum(func.coalesce(value, 0)), 0)).where(Need.sheet_id == sheet.id).scalar_subquery()


def say_no_need(actor, sheet: NeedSheet, no_need: bool, version: int | None = None) -> None:
    """An answer, not silence. A sheet with lines cannot say it."""
    flow.check_version(sheet, version)
    hold_for_edit(actor, sheet)
    if no_need and (sheet.persons or sheet.heads or wishes_of(sheet.id)):
        raise Problem(_("Phiếu còn dòng nhu cầu: xóa các dòng trước khi trả lời không có nhu cầu."))
    sheet.no_need = no_need
    record(actor, NoNeedSaid(subject_id=sheet.id, unit_id=sheet.unit_id, no_need=no_need))


def submit(actor, sheet: NeedSheet, version: int | None = None, said: SignOff | None = None) -> None:
    """Send the sheet up; what was sent is kept word for word. After the due date it is late, after the lock it is refused."""
    flow.check_version(sheet, version)
    check_open(sheet)
    if not sheet.no_need and not sheet.persons and not sheet.heads and not wishes_of(sheet.id):
        raise Problem(_("Phiếu chưa có dòng nào. Nếu đơn vị không có nhu cầu, chọn “Không có nhu cầu” rồi gửi."))
    sign_off(actor, sheet, said)
    lines = lines_of(sheet.id)
    warned = _check_lines(actor, sheet, lines)
    now, again = clock.now(), sheet.state == "returned"
    late = is_late(dates_of(sheet), now, sheet.late if sheet.submission else None)
    name = "resubmit" if again else "submit"
    flow.move(sheet, name, actor, submitted_at=now, submitted_by_id=actor.id if actor else None, submission=sheet.submission + 1, late=late,
              reviewed_at=None, reviewed_by_id=None, warned=warned)
    note_event(actor, sheet, name, lines=[as_sent(need) for need in lines])
    kind = SheetResubmitted if again else SheetSubmitted
    record(actor, kind(subject_id=sheet.id, unit_id=sheet.unit_id, round_id=sheet.round_id, review_unit_id=sheet.review_unit_id,
                       persons=sheet.persons, heads=sheet.heads, no_need=sheet.no_need, late=late))


def _check_lines(actor, sheet: NeedSheet, lines: list[Need]) -> int:
    """What a rule stops is not sent (`stops` names the lines); returns how many warnings nobody has answered."""
    remarks = warnings_by_line(actor, sheet, lines)
    if stops := stopped(remarks):
        raise Problem(_("Quy tắc kiểm tra chặn %(n)s chỗ của phiếu: sửa các dòng được nêu rồi gửi lại.", n=len(stops)), stops=[remark.need_id for remark in stops])
    return unanswered(remarks, set(answers_of(sheet.id)))


def warned_of(actor, sheet: NeedSheet) -> int:
    """Warnings that nobody has answered, of a sheet whose lines came in past the check before sending (a file of the unit)."""
    return unanswered(warnings_by_line(actor, sheet, lines_of(sheet.id)), set(answers_of(sheet.id)))


def accept(actor, sheet: NeedSheet, version: int | None = None) -> None:
    """The reviewing unit takes the sheet over; never the sender."""
    flow.check_version(sheet, version)
    hold_round(sheet)
    flow.move(sheet, "accept", actor, reviewed_at=clock.now(), reviewed_by_id=actor.id)
    note_event(actor, sheet, "accept")
    record(actor, SheetAccepted(subject_id=sheet.id, unit_id=sheet.unit_id, round_id=sheet.round_id, review_unit_id=sheet.review_unit_id))


def send_back(actor, sheet: NeedSheet, reason: str, version: int | None = None) -> None:
    """Return the sheet with a reason; the unit corrects it and sends it again."""
    flow.check_version(sheet, version)
    hold_round(sheet)
    if not reason:
        raise Problem(_("Cần nêu lý do trả lại."), field="reason")
    flow.move(sheet, "send_back", actor, reviewed_at=clock.now(), reviewed_by_id=actor.id, return_reason=reason)
    note_event(actor, sheet, "send_back", reason)
    record(actor, SheetReturned(subject_id=sheet.id, unit_id=sheet.unit_id, round_id=sheet.round_id, review_unit_id=sheet.review_unit_id, reason=reason))


def hold_round(sheet: NeedSheet) -> None:
    """Take the sheet's row, then see that the round is not closed: who closes a round takes the rows of all its sheets first, so one of the two waits."""
    db.session.execute(select(NeedSheet.id).where(NeedSheet.id == sheet.id).with_for_update())
    if db.session.execute(select(SurveyRound.state).where(SurveyRound.id == sheet.round_id)).scalar_one() == "closed":
        raise WrongMove(_("Đợt %(code)s đã chốt số liệu.", code=sheet.round.code), thing=sheet)


def note_event(actor, sheet: NeedSheet, name: str, reason: str = "", lines: list | None = None) -> None:
    """One row of the sheet's history."""
    db.session.add(SheetEvent(sheet_id=sheet.id, at=clock.now(), by_id=actor.id if actor else None, move=name, reason=reason, lines=lines))
