"""Sheets, their history, and what changed since the last sending."""
from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.access import reach
from lms.accounts.models import Account
from lms.db import db
from lms.survey.models import Need, NeedSheet, SheetEvent
from lms.survey.queries.lines import lines_of
from lms.survey.rules.changes import Change, differences
from lms.units.models import Unit


def visible(user, verb: str):
    """Sheets of units in reach; to review, the reviewing unit must be in reach, which is the parent or above."""
    owner = aliased(Unit)
    column = NeedSheet.review_unit_id if verb == "sheet.review" else NeedSheet.unit_id
    return select(NeedSheet).join(owner, column == owner.id).where(reach(user, verb).covers(owner.path))


def visible_lines(user, verb: str):
    """Lines of the sheets in reach."""
    return select(Need).where(Need.sheet_id.in_(visible(user, verb).with_only_columns(NeedSheet.id)))


def names_of(account_ids: list[int | None]) -> dict[int, str]:
    """account -> rank and name, for the history."""
    rows = select(Account).where(Account.id.in_({each for each in account_ids if each}))
    return {found.id: found.person.addressed for found in db.session.execute(rows).unique().scalars()}


def last_sent(sheet_id: int, number: int = 1) -> list[list[dict]]:
    """The lines of the last sendings, newest first."""
    rows = select(SheetEvent.lines).where(SheetEvent.sheet_id == sheet_id, SheetEvent.move.in_(("submit", "resubmit")))
    return [lines or [] for lines in db.session.execute(rows.order_by(SheetEvent.id.desc()).limit(number)).scalars()]


def as_sent(need: Need) -> dict:
    """A line as SheetEvent.lines and the snapshot keep it: plain values, readable without the database. A corrected number stands beside the asked one."""
    return {
        "line": need.line_no, "unit_id": need.unit_id, "person_id": need.person_id, "service_no": need.person.service_no if need.person else None,
        "name": need.person.name if need.person else None, "group": need.group_code, "heads": need.heads, "topic_id": need.topic_id,
        "topic": need.topic.name, "level": need.level, "course": need.course.code if need.course else None, "priority": need.priority,
        "quarter": need.quarter, "reason": need.reason, **({"heads_now": need.heads_now} if need.heads_now is not None else {})}


def what_changed(sheet: NeedSheet, lines: list[Need] | None = None) -> list[Change]:
    """After a return: the sheet against what was sent before. A sheet sent once has no changes."""
    if sheet.state == "returned":
        sent = last_sent(sheet.id)
        return differences(sent[0], [as_sent(need) for need in lines or lines_of(sheet.id)]) if sent else []
    if sheet.submission < 2:
        return []
    sent = last_sent(sheet.id, 2)
    return differences(sent[1], sent[0]) if len(sent) == 2 else []
