"""Lines: people chosen from the roster, head counts of a group, edits, and a whole form at once."""
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from lms import flow
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.survey import (
    LinesAdded,
    LinesReplaced,
    NeedAdded,
    NeedChanged,
    NeedRemoved,
)
from lms.survey.actions.answering import forget
from lms.survey.actions.sheets import hold_for_edit, recount
from lms.survey.models import Need, NeedSheet
from lms.survey.queries.lines import course_of, courses_by_level, people_in_unit
from lms.survey.queries.sheets import as_sent
from lms.texts import lazy as _


@dataclass(frozen=True)
class NewLine:
    """What is asked for: topic, level, priority 1 to 3, quarter (2027Q2), reason."""
    topic_id: int
    level: int
    priority: int
    quarter: str
    reason: str = ""


def _append(sheet: NeedSheet, needs: list[Need]) -> None:
    """Numbers come from the sheet's own counter; its row is held by this transaction."""
    for number, need in enumerate(needs, start=sheet.last_line_no + 1):
        need.sheet_id, need.line_no = sheet.id, number
    sheet.last_line_no += len(needs)
    sheet.no_need = False
    db.session.add_all(needs)
    recount(sheet)


def add_people(actor, sheet: NeedSheet, person_ids: list[int], line: NewLine) -> int:
    """One line for each chosen person of the unit; who has the same line already is left out. Returns how many were added."""
    hold_for_edit(actor, sheet)
    people = people_in_unit(sheet, person_ids)
    if len(people) != len(set(person_ids)):
        raise Problem(_("Có người không thuộc đơn vị này. Chọn lại từ danh sách."), field="person_ids")
    same = select(Need.person_id).where(Need.sheet_id == sheet.id, Need.topic_id == line.topic_id, Need.level == line.level)
    known, course_id = set(db.session.execute(same).scalars()), course_of(line.topic_id, line.level)
    needs = [Need(unit_id=person.unit_id, person_id=person.id, heads=1, course_id=course_id, **asdict(line)) for person in people if person.id not in known]
    if not needs:
        raise Problem(_("Những người đã chọn đều có dòng này trong phiếu."), field="person_ids")
    _append(sheet, needs)
    record(actor, LinesAdded(subject_id=sheet.id, unit_id=sheet.unit_id, need_ids=[need.id for need in needs]))
    return len(needs)


def add_group(actor, sheet: NeedSheet, group_code: str, heads: int, line: NewLine) -> Need:
    """A head count of a trainee group, without names."""
    hold_for_edit(actor, sheet)
    need = Need(unit_id=sheet.unit_id, group_code=group_code, heads=heads, course_id=course_of(line.topic_id, line.level), **asdict(line))
    _append(sheet, [need])
    record(actor, NeedAdded(subject_id=sheet.id, unit_id=sheet.unit_id, need_id=need.id))
    return need


def change_line(actor, need: Need, changes: dict, version: int | None = None) -> None:
    """New values of one line (topic_id, level, priority, quarter, reason, and heads of a head count)."""
    flow.check_version(need, version)
    hold_for_edit(actor, need.sheet)
    _change(actor, need, changes, courses_by_level(), _taken(need.sheet_id))
    recount(need.sheet)


def change_lines(actor, sheet: NeedSheet, needs: list[Need], changes: dict) -> int:
    """The same values for several lines at once; returns how many changed."""
    hold_for_edit(actor, sheet)
    courses, taken = courses_by_level(), _taken(sheet.id)
    done = [_change(actor, need, changes, courses, taken) for need in needs]
    recount(sheet)
    return sum(done)


def save_lines(actor, sheet: NeedSheet, needs: list[Need], typed: dict[int, tuple[int, dict]]) -> int:
    """The cells of the grid as typed: need id -> (version seen, values). A line that somebody else changed meanwhile is stale."""
    hold_for_edit(actor, sheet)
    courses, taken = courses_by_level(), _taken(sheet.id)
    for need in needs:
        if need.id in typed:
            flow.check_version(need, typed[need.id][0])
    done = [_change(actor, need, typed[need.id][1], courses, taken) for need in needs if need.id in typed]
    recount(sheet)
    return sum(done)


def _taken(sheet_id: int) -> dict[tuple, int]:
    """(person, topic, level) -> the line that has it."""
    rows = select(Need.person_id, Need.topic_id, Need.level, Need.id).where(Need.sheet_id == sheet_id, Need.person_id.is_not(None))
    return {(person_id, topic_id, level): need_id for person_id, topic_id, level, need_id in db.session.execute(rows)}


def _change(actor, need: Need, changes: dict, courses: dict, taken: dict) -> bool:
    if need.person_id is not None:
        changes = {name: value for name, value in changes.items() if name != "heads"}
    changed = {name: [getattr(need, name), value] for name, value in changes.items() if getattr(need, name) != value}
    if not changed:
        return False
    topic_id, level = changes.get("topic_id", need.topic_id), changes.get("level", need.level)
    if need.person_id is not None and taken.setdefault((need.person_id, topic_id, level), need.id) != need.id:
        raise Problem(_("%(name)s đã có dòng cùng nội dung và mức trong phiếu.", name=need.person.name), field="topic_id", need=need)
    for name, value in changes.items():
        setattr(need, name, value)
    need.course_id = courses.get((topic_id, level))
    forget([(need, set(changed))])
    record(actor, NeedChanged(subject_id=need.sheet_id, unit_id=need.unit_id, need_id=need.id, changes=changed))
    return True


def remove_lines(actor, sheet: NeedSheet, needs: list[Need]) -> int:
    """Take lines off the sheet; what they said stays in the journal."""
    hold_for_edit(actor, sheet)
    for need in needs:
        record(actor, NeedRemoved(subject_id=sheet.id, unit_id=need.unit_id, need_id=need.id, line=as_sent(need)))
        db.session.delete(need)
    recount(sheet)
    return len(needs)


def replace_lines(actor, sheet: NeedSheet, lines: list[Need], no_need: bool = False) -> None:
    """The lines of a filled-in form instead of all that stand there: one bulk write, one fact. The caller sets every column but sheet and number."""
    hold_for_edit(actor, sheet)
    db.session.execute(delete(Need).where(Need.sheet_id == sheet.id).execution_options(synchronize_session="fetch"))
    sheet.last_line_no = 0
    _append(sheet, lines)
    sheet.no_need = no_need and not lines
    db.session.flush()
    record(actor, LinesReplaced(subject_id=sheet.id, unit_id=sheet.unit_id, lines=len(lines), persons=sheet.persons, heads=sheet.heads))
