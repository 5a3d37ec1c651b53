"""The sheet of a unit."""
from dataclasses import dataclass

from flask import render_template, request
from flask_login import current_user

from lms import clock
from lms.access import allow, may, reach
from lms.calendar import days_late, exceptions
from lms.survey import queries
from lms.survey.forms import BulkForm
from lms.survey.models import NeedSheet
from lms.survey.queries.history import Said, authors_of, history_of
from lms.survey.queries.scope import successor_of
from lms.survey.rules.correcting import may_correct
from lms.survey.rules.sending import EDITABLE, WAITING, dates_of, why_closed
from lms.survey.rules.words import remark_words
from lms.survey.views.base import pages, sheet_or_404


@pages.get("/sheets/<row:sheet_id>", endpoint="sheet")
@allow("sheet.read")
def one_sheet(sheet_id: int):
    """Lines, what waits, what changed."""
    found = sheet_or_404(sheet_id)
    return render_template("survey/sheet.html", **sheet_values(found))


def sheet_values(found: NeedSheet, bulk: BulkForm | None = None) -> dict:
    """All that the page shows; `bulk` is the grid as typed, when it could not be taken."""
    lines, tab = queries.lines_of(found.id), request.args.get("tab", "all")
    said, events = history_of(found.id)
    names, acting = authors_of(found, said, events)
    remarks = _remarks(found, lines, said)
    changes = queries.what_changed(found, lines)
    special = exceptions(clock.local(found.round.due_at).date(), clock.today()) if clock.now() > found.round.due_at else {}
    editing, reviewing = may_edit(found), may_review(found)
    return {"sheet": found, "round": found.round, "lines": [need for need in lines if shows(need, tab, remarks)], "count": len(lines), "remarks": remarks, "tab": tab,
            "changes": changes, "only_changes": found.state == "resubmitted" and "tab" not in request.args, "events": events, "names": names, "acting": acting, "said": said,
            "open_warnings": sum(not one.stops and one.answer is None for each in remarks.values() for one in each), "stops": sum(one.stops for each in remarks.values() for one in each),
            "against": queries.against_last_round(found, lines) if reviewing else None, "correctable": may_correct(found.state, found.round.state) and reviewing,
            "commentable": found.submission > 0 and found.round.state != "closed" and reaches("sheet.comment", found.unit.path), "editing": editing,
            "bulk": bulk or (BulkForm(formdata=None, year=found.round.year) if editing else None), "review_unit": found.review_unit,
            "may_submit": editing and reaches("sheet.submit", found.unit.path), "may_review": reviewing, "closed": round_closed(found),
            "may_reopen": may_reopen(found), "successor": successor_of(found.unit) if found.unit.until and found.state in EDITABLE and not found.moved_to_id else None,
            "overdue_days": days_late(found.round.due_at, special) if found.state in ("not_opened", "draft") else 0, "now": clock.now()}


@dataclass(frozen=True)
class RemarkShown:
    """A remark in the reader's words, with the unit's answer to it."""
    kind: str
    bold: str
    text: str
    stops: bool
    answer: Said | None


def _remarks(found: NeedSheet, lines: list, said: dict) -> dict[int, list[RemarkShown]]:
    answers = {(need_id, one.about): one for need_id, each in said.items() for one in each if one.kind == "answer"}
    return {need_id: [RemarkShown(remark.kind, *remark_words(remark), remark.stops, answers.get((need_id, remark.kind))) for remark in each]
            for need_id, each in queries.warnings_by_line(current_user, found, lines).items()}


def shows(need, tab: str, remarks: dict) -> bool:
    """Whether a filter tab shows the line."""
    return {"people": need.person_id is not None, "heads": need.person_id is None, "look": need.id in remarks}.get(tab, True)


def reaches(verb: str, path: str) -> bool:
    """Whether I may do this and reach the unit."""
    return may(current_user, verb) and reach(current_user, verb).holds(path)


def round_closed(found: NeedSheet) -> str | None:
    """Why nothing may be entered any more, or None."""
    return "moved" if found.moved_to_id else why_closed(dates_of(found), clock.now())


def may_edit(found: NeedSheet) -> bool:
    """Whether the sheet is mine to edit and still open."""
    return found.state in EDITABLE and round_closed(found) is None and reaches("sheet.edit", found.unit.path)


def may_reopen(found: NeedSheet) -> bool:
    """Whether the round is locked and I may open this one sheet again."""
    late = found.round.state == "locked" or (found.round.state == "open" and clock.now() > found.round.lock_at)
    return late and found.state in EDITABLE and not found.moved_to_id and reaches("round.manage", found.unit.path)


def may_review(found: NeedSheet) -> bool:
    """Whether I sit at the reviewing unit or above, and neither I nor who counts as me sent it."""
    return (found.state in (*WAITING, "accepted") and found.round.state != "closed" and found.sent_by_reader == 0
            and reaches("sheet.review", found.review_unit.path))
