"""Whole lists taken into a sheet in one act: pasted rows, our own form filled in, the lines of the last round."""
from dataclasses import asdict

from sqlalchemy import insert

from lms import flow
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.survey import LinesTaken
from lms.survey.actions.answering import forget
from lms.survey.actions.sheets import hold_for_edit, recount
from lms.survey.models import Need, NeedSheet
from lms.survey.queries.known import standing
from lms.survey.queries.lines import courses_by_level, groups, lines_of, people_in_unit, topics
from lms.survey.rules.comparing import Comparison, compare
from lms.survey.rules.matching import HEADS_MOST, REASON_MOST, Asked
from lms.survey.rules.warnings import quarters
from lms.texts import lazy as _

WAYS = ("paste", "form", "last_round")


def take_lines(actor, sheet: NeedSheet, asked: list[tuple[int | None, Asked]], *, way: str, update: bool = False, replace: bool = False,
               version: int | None = None) -> Comparison:
    """Write new lines, with `update` also new values of lines that stand, with `replace` also take off what nobody asks for; one fact.

    `asked` are (number of the line it stands for or None, line). All of it is checked again: it came from a browser."""
    if way not in WAYS:
        raise ValueError(way)
    flow.check_version(sheet, version)
    hold_for_edit(actor, sheet)
    units = _check(sheet, [line for _no, line in asked])
    needs = {need.id: need for need in lines_of(sheet.id)}
    done = compare(standing(list(needs.values())), asked, replace=replace)
    changes = _change(needs, done) if update or replace else {}
    for line in done.removed:
        db.session.delete(needs[line.need_id])
    db.session.flush()
    numbers = _insert(sheet, done.created, units)
    recount(sheet)
    if numbers or changes or done.removed:
        record(actor, LinesTaken(subject_id=sheet.id, unit_id=sheet.unit_id, way=way, added=len(numbers), changed=len(changes), removed=len(done.removed),
                                 line_nos=numbers, changes=changes, gone=[[line.line_no, asdict(line.asked)] for line in done.removed]))
    return done


def _insert(sheet: NeedSheet, created: list[Asked], units: dict[int, int]) -> list[int]:
    """New lines in one statement, numbered by the sheet's own counter; their numbers."""
    if not created:
        return []
    courses, first = courses_by_level(), sheet.last_line_no + 1
    rows = [{"sheet_id": sheet.id, "line_no": number, "unit_id": units.get(line.person_id, sheet.unit_id), "course_id": courses.get((line.topic_id, line.level)),
             "version": 1, **asdict(line)} for number, line in enumerate(created, first)]
    db.session.execute(insert(Need.__table__), rows)
    sheet.last_line_no += len(rows)
    sheet.no_need = False
    return [row["line_no"] for row in rows]


def _check(sheet: NeedSheet, asked: list[Asked]) -> dict[int, int]:
    """Every value is one that the sheet may hold; person -> unit of the people named."""
    known, codes, allowed = {key for key, _name in topics()}, {group.code for group in groups()}, set(quarters(sheet.round.year))
    allowed |= {need.quarter for need in lines_of(sheet.id)}
    for line in asked:
        if not (line.topic_id in known and line.level in (1, 2, 3) and line.priority in (1, 2, 3) and line.quarter in allowed and len(line.reason) <= REASON_MOST
                and (line.heads == 1 if line.person_id else line.group_code in codes and 1 <= line.heads <= HEADS_MOST)):
            raise Problem(_("Có dòng mang giá trị phiếu không nhận. Đọc lại danh sách từ đầu."))
    wanted = {line.person_id for line in asked if line.person_id}
    units = {person.id: person.unit_id for person in people_in_unit(sheet, sorted(wanted))}
    gone = wanted - set(units)
    here = {need.person_id: need.unit_id for need in lines_of(sheet.id)} if gone else {}
    if gone - set(here):
        raise Problem(_("Có người không thuộc đơn vị này. Chọn lại từ danh sách."))
    return units | here


def _change(needs: dict[int, Need], done: Comparison) -> dict[int, dict]:
    """New values of standing lines; need -> what changed."""
    courses, found = courses_by_level(), {}
    for known, line in done.changed:
        before, after = asdict(known.asked), asdict(line)
        found[known.need_id] = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    for known, line in done.changed:
        need = needs[known.need_id]
        for name in found[known.need_id]:
            setattr(need, name, getattr(line, name))
        need.course_id = courses.get((line.topic_id, line.level))
    forget([(needs[need_id], set(changed)) for need_id, changed in found.items()])
    return found
