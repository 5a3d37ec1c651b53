"""Remind all who have not answered, in one act; and reopen one sheet after the lock."""
from datetime import datetime, timedelta

from sqlalchemy import select

from lms import clock, flow
from lms.db import db
from lms.errors import Problem, WrongMove
from lms.events import record
from lms.events.rounds import RoundReminded, SheetReopened
from lms.survey.models import NeedSheet, RoundReminder, SheetEvent, SurveyRound
from lms.survey.queries.reminding import Silent, last_reminder
from lms.survey.rules.sending import EDITABLE, dates_of, why_closed
from lms.texts import day, moment
from lms.texts import lazy as _

APART = timedelta(minutes=1)


def remind_all(actor, found: SurveyRound, silent: Silent, text: str = "") -> RoundReminder:
    """One row, one fact, whatever the number reached. A second time within a minute is the first one again."""
    db.session.execute(select(SurveyRound.id).where(SurveyRound.id == found.id).with_for_update())
    last = last_reminder(found.id, silent.level_id)
    if last is not None and clock.now() - last.at < APART:
        return last
    if found.state not in ("open", "locked"):
        raise WrongMove(_("Chỉ đôn đốc khi đợt đang mở."), thing=found)
    if not silent.sheets:
        raise Problem(_("Không còn đơn vị nào chưa gửi mà gửi được lúc này."))
    made = RoundReminder(round_id=found.id, level_id=silent.level_id, at=clock.now(), by_id=actor.id, text=text, unit_ids=[sheet.unit_id for sheet in silent.sheets])
    db.session.add(made)
    db.session.flush()
    record(actor, RoundReminded(subject_id=found.id, unit_id=silent.level_id, level_id=silent.level_id, reminder_id=made.id, units=len(made.unit_ids),
                                holders=silent.holders))
    return made


def reopen_sheet(actor, sheet: NeedSheet, until: datetime, reason: str, version: int | None = None) -> None:
    """One unit may fill in and send until a date although the round is locked; late it stays."""
    flow.check_version(sheet, version)
    now = clock.now()
    if sheet.round.state not in ("open", "locked") or sheet.moved_to_id is not None:
        raise WrongMove(_("Đợt %(code)s không mở nhận phiếu.", code=sheet.round.code), thing=sheet)
    if sheet.state not in EDITABLE:
        raise WrongMove(_("Phiếu đã gửi: trả lại phiếu trước, rồi mở lại."), thing=sheet)
    dates = dates_of(sheet)
    if why_closed(dates, now) is None and not dates.reopened_until:
        raise WrongMove(_("Đợt còn nhận phiếu đến %(when)s: chưa cần mở lại.", when=moment(dates.lock_at)), thing=sheet)
    if until <= now:
        raise Problem(_("Ngày này đã qua."), field="until_on")
    if not reason:
        raise Problem(_("Cần nêu lý do mở lại."), field="reason")
    sheet.reopened_until, sheet.changed_at = until, now
    db.session.add(SheetEvent(sheet_id=sheet.id, at=now, by_id=actor.id, move="reopen", reason=f"{day(until)}: {reason}"))
    db.session.flush()
    record(actor, SheetReopened(subject_id=sheet.id, unit_id=sheet.unit_id, round_id=sheet.round_id, until=until.isoformat(), reason=reason))
