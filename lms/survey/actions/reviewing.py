"""What a reviewing level does besides accepting and returning: comment on a line, correct a number, accept many sheets at once."""
from sqlalchemy import not_, or_, select, update

from lms import clock, flow
from lms.access import VERBS
from lms.db import db
from lms.errors import Problem, SamePerson, WrongMove
from lms.events import record
from lms.events.survey import NeedCommented, NumberCorrected
from lms.survey.actions.sheets import accept, hold_round, note_event, recount
from lms.survey.models import Need, NeedComment, NeedCorrection, NeedSheet
from lms.survey.queries.warnings import doubled_unseen
from lms.survey.rules.correcting import corrected, level_of, why_no_number, why_not_together
from lms.survey.rules.sending import SENT
from lms.texts import lazy as _

WHY_NO_NUMBER = {"person": _("Dòng có tên chỉ nhận 1 (giữ) hoặc 0 (gạch bỏ)."), "range": _("Cần một số từ 0 đến 100 000."), "same": _("Số này đang đứng ở dòng rồi.")}
WHY_NOT_TOGETHER = {"gone": _("không còn chờ tiếp nhận"), "own": _("do chính đồng chí gửi"), "warned": _("còn cảnh báo chưa giải trình"),
                    "stale": _("đã thay đổi từ khi trang này mở")}


def comment(actor, need: Need, text: str) -> NeedComment:
    """A word on one line, by a reviewer or by the unit; it is kept with the number of the sending it is about."""
    sheet = need.sheet
    hold_round(sheet)
    if not sheet.submission:
        raise WrongMove(_("Phiếu chưa gửi lần nào: chưa có gì để góp ý."), thing=sheet)
    if not text:
        raise Problem(_("Cần viết góp ý."), field="text")
    made = NeedComment(sheet_id=sheet.id, need_id=need.id, at=clock.now(), by_id=actor.id, submission=sheet.submission, text=text)
    db.session.add(made)
    db.session.flush()
    record(actor, NeedCommented(subject_id=sheet.id, unit_id=sheet.unit_id, need_id=need.id, text=text))
    return made


def correct(actor, need: Need, after: int, reason: str, version: int | None = None) -> NeedCorrection:
    """Another number beside the one that was asked, with author and reason; 0 strikes the line out. Who sent the sheet does not correct it."""
    flow.check_version(need, version)
    sheet = need.sheet
    hold_round(sheet)
    _hold_for_review(actor, sheet)
    db.session.refresh(need)
    flow.check_version(need, version)
    before = need.heads_counted
    if (why := why_no_number(need.person_id is not None, before, after)) is not None:
        raise Problem(WHY_NO_NUMBER[why], field="after")
    if not reason:
        raise Problem(_("Cần nêu lý do đính chính."), field="reason")
    level_id = _level(actor, sheet)
    made = NeedCorrection(sheet_id=sheet.id, need_id=need.id, level_id=level_id, at=clock.now(), by_id=actor.id, before=before, after=after, reason=reason)
    need.heads_now = corrected(need.heads, after)
    db.session.add(made)
    recount(sheet)
    note_event(actor, sheet, "correct", f"{need.line_no}: {before} → {after}. {reason}")
    record(actor, NumberCorrected(subject_id=sheet.id, unit_id=sheet.unit_id, need_id=need.id, review_unit_id=level_id, changes={"heads": [before, after]}, reason=reason))
    return made


def _level(actor, sheet: NeedSheet) -> int:
    grants = [(grant.path, grant.unit_id) for grant in actor.grants if grant.role in VERBS["sheet.review"]]
    return level_of(grants, sheet.review_unit.path, sheet.review_unit_id)


def _hold_for_review(actor, sheet: NeedSheet) -> None:
    """Take the sheet's row: it must lie with a reviewer or be accepted, and be sent by somebody else (a deputy is no other)."""
    db.session.flush()
    not_sender = or_(NeedSheet.submitted_by_id.is_(None), not_(actor.same_as(NeedSheet.submitted_by_id, NeedSheet.submitted_at)))
    held = update(NeedSheet).where(NeedSheet.id == sheet.id, NeedSheet.state.in_(SENT), not_sender).values(
        version=NeedSheet.version + 1, changed_at=clock.now())
    done = db.session.execute(held.execution_options(synchronize_session=False)).rowcount
    db.session.refresh(sheet)
    if done == 1:
        return
    if sheet.state in SENT:
        raise SamePerson(_("Người đã gửi phiếu không tự đính chính phiếu đó."), thing=sheet)
    raise WrongMove(_("Chỉ đính chính được phiếu đã gửi lên; phiếu này đang ở trạng thái “%(state)s”.", state=NeedSheet.FLOW.label(sheet.state)), thing=sheet)


def accept_many(actor, sheets: list[NeedSheet], seen: dict[int, int]) -> list[tuple[NeedSheet, object | None]]:
    """Accept those without an unanswered warning, each as an act of its own; (sheet, None) or (sheet, why not), in the order given.
    `seen` are the versions that the list showed. All rows are taken first, in one order, so that two reviewers wait for each other instead of crossing."""
    if not sheets:
        return []
    rows = select(NeedSheet).where(NeedSheet.id.in_([sheet.id for sheet in sheets])).order_by(NeedSheet.id).with_for_update(of=NeedSheet)
    db.session.execute(rows.execution_options(populate_existing=True)).scalars().all()
    hold_round(sheets[0])
    doubled = doubled_unseen(sheets)
    return [(sheet, _accept_one(actor, sheet, seen.get(sheet.id), sheet.id in doubled)) for sheet in sheets]


def _accept_one(actor, sheet: NeedSheet, seen: int | None, doubled: bool):
    why = why_not_together(sheet.state, sheet.submitted_by_id == actor.id, sheet.warned or doubled) or ("stale" if seen is not None and seen != sheet.version else None)
    if why is not None:
        return WHY_NOT_TOGETHER[why]
    try:
        accept(actor, sheet)
    except SamePerson:
        return WHY_NOT_TOGETHER["own"]
    return None
