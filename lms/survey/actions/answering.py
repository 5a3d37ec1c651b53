"""Answers to warnings: the unit says why a warning does not hold; the answer travels upward with the sheet."""
from sqlalchemy import delete

from lms import clock, flow
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.survey import WarningsAnswered
from lms.survey.actions.sheets import hold_for_edit
from lms.survey.models import Need, NeedSheet, WarningAnswer
from lms.survey.queries.lines import lines_of
from lms.survey.queries.warnings import answers_of, warnings_by_line
from lms.texts import lazy as _

ABOUT = {"heads", "topic_id", "level", "quarter"}
LONGEST = 500


def answer_warnings(actor, sheet: NeedSheet, typed: dict[tuple[int, str], str], version: int | None = None) -> int:
    """(line, kind) -> reason for warnings that stand; an empty reason takes the answer back. What is not typed stays. Returns how many changed."""
    flow.check_version(sheet, version)
    hold_for_edit(actor, sheet)
    lines = lines_of(sheet.id)
    standing = {(need_id, remark.kind) for need_id, each in warnings_by_line(actor, sheet, lines).items() for remark in each if not remark.stops}
    known, numbers, changes = answers_of(sheet.id), {need.id: need.line_no for need in lines}, {}
    for key, reason in typed.items():
        before = known[key].reason if key in known else ""
        if key not in standing or reason == before:
            continue
        if len(reason) > LONGEST:
            raise Problem(_("Giải trình dài quá %(n)s ký tự.", n=LONGEST), field="answers")
        _write(actor, sheet, key, known.get(key), reason)
        changes[f"{numbers[key[0]]} {key[1]}"] = [before, reason]
    db.session.flush()
    if changes:
        record(actor, WarningsAnswered(subject_id=sheet.id, unit_id=sheet.unit_id, changes=changes))
    return len(changes)


def _write(actor, sheet: NeedSheet, key: tuple[int, str], known: WarningAnswer | None, reason: str) -> None:
    if not reason:
        db.session.delete(known)
    elif known is not None:
        known.reason, known.at, known.by_id = reason, clock.now(), actor.id
    else:
        db.session.add(WarningAnswer(sheet_id=sheet.id, need_id=key[0], kind=key[1], at=clock.now(), by_id=actor.id, reason=reason))


def forget(lines: list[tuple[Need, set[str]]]) -> None:
    """Lines that ask for something else (with the columns that changed) lose the answers and the correction that were about what they asked before."""
    other = [(need, changed) for need, changed in lines if changed & ABOUT]
    if other:
        gone = delete(WarningAnswer).where(WarningAnswer.need_id.in_([need.id for need, _changed in other]))
        db.session.execute(gone.execution_options(synchronize_session=False))
    for need, changed in other:
        if changed & {"heads", "topic_id", "level"}:
            need.heads_now = None
