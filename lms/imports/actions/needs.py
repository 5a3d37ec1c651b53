"""Writing need sheets: the round, one sheet per first-level unit, the lines as sent, late or in time by the date on the sheet.

Lines in question (until they are answered) and refused lines are not written; files with a question of their own and files after the lock date
neither. A unit's second file is a second sending, so the pages show what changed.
"""
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from lms import clock, flow
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.survey import SheetResubmitted, SheetSubmitted
from lms.imports.actions.columns import columns_of, ids_now, same_line, stored_lines
from lms.imports.queries.questions import answers_of
from lms.imports.rules.questions import settle
from lms.imports.rules.staging import Staged, StagedFile
from lms.survey.actions.opening import lay_sheets
from lms.survey.actions.rounds import RoundPlan, draft_round
from lms.survey.actions.sheets import recount, warned_of
from lms.survey.models import Need, NeedSheet, SheetEvent, SurveyRound
from lms.texts import lazy as _
from lms.units.models import Unit


@dataclass
class NeedsPlan:
    """Files to write in the order they were sent, each with its lines as columns."""
    sendings: list[tuple[StagedFile, list[dict]]]


def plan(staged: Staged) -> NeedsPlan:
    """Which files are sendings, and what of them the register has already. Lines whose questions have been answered are lines like others."""
    code = staged.options["round"]["code"]
    ids, stored, answers = ids_now(), stored_lines(code), answers_of(code)
    sendings = []
    for file in sorted(staged.files, key=lambda each: (each.found.get("unit") or "", each.found.get("superseded_by") is None, each.name)):
        if file.verdict != "read" or file.found.get("questions") or not file.found.get("unit"):
            continue
        lines, before = [], stored.get(file.found["unit"])
        for row, values in settle(file.found["unit"], file.rows, answers):
            columns = columns_of(values, ids)
            lines.append(columns)
            if file.found.get("superseded_by") is None:
                row.change = "unchanged" if before is not None and same_line(columns) in before[0] else "created"
        if before != ({same_line(columns) for columns in lines}, file.found["answer"] == "no_need"):
            sendings.append((file, lines))
    return NeedsPlan([(file, lines) for file, lines in sendings if file.found.get("superseded_by") is None or _last_is_new(file, sendings)])


def _last_is_new(file: StagedFile, sendings: list) -> bool:
    """A first sending is history only when the second is written in the same act."""
    return any(other.found["unit"] == file.found["unit"] and other is not file for other, _lines in sendings)


def write(found: NeedsPlan, staged: Staged, actor) -> None:
    """The round when it is new, then each sending."""
    survey = _round(actor, staged)
    sheets = {sheet.unit_id: sheet for sheet in db.session.execute(select(NeedSheet).where(NeedSheet.round_id == survey.id)).scalars()}
    ids = ids_now()
    titles = {topic_id: name for topic_id, name in ids.topics.values()}
    people = {person_id: (name, number) for person_id, name, number in ids.persons.values()}
    codes = {course_id: code for code, course_id in ids.courses.items()}
    for file, lines in found.sendings:
        sheet = sheets.get(ids.units[file.found["unit"]])
        if sheet is None:
            raise Problem(_("Đơn vị %(code)s không thuộc phạm vi của đợt %(round)s.", code=file.found["unit"], round=survey.code))
        if sheet.moved_to_id is not None:
            raise Problem(_("Tệp %(file)s: đơn vị %(code)s đã sáp nhập, các dòng của phiếu đã chuyển sang phiếu của đơn vị kế tục. Bỏ tệp này ra, nhập ở phiếu đó.",
                            file=file.name, code=file.found["unit"]))
        _send(actor, sheet, file, [_told(line, number, (titles, people, codes)) for number, line in enumerate(lines, start=1)])
    if survey.state == "open" and survey.lock_at < clock.now():
        flow.move(survey, "lock", actor)
    db.session.flush()


def _told(line: dict, number: int, names: tuple[dict, dict, dict]) -> dict:
    """A line with its number and with the words that the history of the sheet keeps (the form of survey's `as_sent`)."""
    titles, people, codes = names
    name, service_no = people.get(line["person_id"], (None, None))
    sent = {"line": number, "unit_id": line["unit_id"], "person_id": line["person_id"], "service_no": service_no, "name": name, "group": line["group_code"],
            "heads": line["heads"], "topic_id": line["topic_id"], "topic": titles[line["topic_id"]], "level": line["level"], "course": codes.get(line["course_id"]),
            "priority": line["priority"], "quarter": line["quarter"], "reason": line["reason"]}
    return {"columns": {**line, "line_no": number, "version": 1}, "sent": sent}


def _round(actor, staged: Staged) -> SurveyRound:
    """The round by its code; a new one covers the whole tree down to the first level and has a sheet for every unit of its opening day."""
    said = staged.options["round"]
    survey = db.session.execute(select(SurveyRound).where(SurveyRound.code == said["code"])).scalar_one_or_none()
    if survey is None:
        opens, due, lock = (date.fromisoformat(said[name]) for name in ("opens", "due", "lock"))
        top = db.session.execute(select(Unit).where(Unit.depth == 0).order_by(Unit.id).limit(1)).scalar_one_or_none()
        if top is None:
            raise Problem(_("Chưa có đơn vị nào: nhập danh mục đơn vị trước."))
        title = said.get("title") or str(_("Khảo sát nhu cầu %(code)s", code=said["code"]))
        survey = draft_round(actor, RoundPlan(said["code"], title, said.get("year") or opens.year + 1, top.id, 1, opens, _end(due), _end(lock)))
    if survey.state == "draft":
        _open(actor, survey)
    if survey.state == "closed":
        raise Problem(_("Đợt %(code)s đã chốt số liệu.", code=survey.code))
    return survey


def _end(day: date):
    """The last minute of a day in Hà Nội."""
    return clock.at(day + timedelta(days=1)) - timedelta(minutes=1)


def _open(actor, survey: SurveyRound) -> None:
    """Open a round as of its opening day (its lock date may be over when old sheets are taken in)."""
    flow.move(survey, "open", actor)
    lay_sheets(actor, survey, survey.opens_on)


def _send(actor, sheet: NeedSheet, file: StagedFile, lines: list[dict]) -> None:
    """One sending: what was sent before goes back first, then the lines are replaced and the sheet is sent as of its date."""
    if sheet.state == "accepted":
        raise Problem(_("Phiếu của %(unit)s đã được tiếp nhận: trả lại phiếu trước khi nhập tệp mới.", unit=sheet.unit_name))
    if sheet.state in ("submitted", "resubmitted"):
        why = str(_("Đơn vị gửi lại bằng tệp %(file)s", file=file.name))
        flow.move(sheet, "send_back", None, reviewed_at=clock.now(), return_reason=why)
        db.session.add(SheetEvent(sheet_id=sheet.id, at=clock.now(), by_id=None, move="send_back", reason=why, lines=None))
    db.session.execute(delete(Need).where(Need.sheet_id == sheet.id).execution_options(synchronize_session=False))
    if lines:
        db.session.execute(insert(Need.__table__), [{"sheet_id": sheet.id, **line["columns"]} for line in lines])
    again = sheet.state == "returned"
    made_on = date.fromisoformat(file.found["made_on"]) if file.found.get("made_on") else None
    sent_at = min(clock.at(made_on, 12), clock.now()) if made_on else clock.now()
    recount(sheet)
    late, no_need = sheet.late if again else file.found.get("timing") == "late", file.found["answer"] == "no_need"
    flow.move(sheet, "resubmit" if again else "submit", actor, submitted_at=sent_at, submitted_by_id=actor.id if actor else None, submission=sheet.submission + 1,
              late=late, no_need=no_need, last_line_no=len(lines), reviewed_at=None, reviewed_by_id=None, warned=warned_of(actor, sheet))
    db.session.add(SheetEvent(sheet_id=sheet.id, at=sent_at, by_id=actor.id if actor else None, move="resubmit" if again else "submit", reason="",
                              lines=[line["sent"] for line in lines]))
    kind = SheetResubmitted if again else SheetSubmitted
    record(actor, kind(subject_id=sheet.id, unit_id=sheet.unit_id, round_id=sheet.round_id, review_unit_id=sheet.review_unit_id, persons=sheet.persons,
                       heads=sheet.heads, no_need=no_need, late=late))
