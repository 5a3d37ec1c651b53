"""Need files made for a test, and taking them in the way the page and the command do."""
import io
from datetime import date

import xlsxwriter

from lms.db import db, work
from lms.imports import actions
from lms.imports.actions import runs
from lms.imports.models import NeedQuestion
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.units.models import Unit

HEAD = ["STT", "Số hiệu QN", "Họ tên", "Ngày sinh", "Đơn vị", "Nhóm đối tượng", "Số người", "Chủ đề", "Mức độ", "Ưu tiên", "Thời hạn", "Lý do"]
LIST_DATE = date(2026, 3, 1)


def person(number: str, unit: str = "Cục Thử Một", topic="An toàn thông tin", level="CB", quarter="Q1/2027", reason="x") -> list:
    """A line that names somebody."""
    return [1, number, None, None, unit, None, None, topic, level, 1, quarter, reason]


def count(heads, unit: str = "Cục Thử Một", topic="An toàn thông tin", level="CB", quarter="Q1/2027") -> list:
    """A head-count line."""
    return [1, None, None, None, unit, "Nhóm N3", heads, topic, level, 1, quarter, "x"]


def need_file(*lines, code="Z01", made=date(2026, 3, 10), answer="Có nhu cầu", submission=1, survey="KS-T") -> bytes:
    """An .xlsx as a unit sends it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_formulas": False})
    info = book.add_worksheet("Thông tin")
    for row, pair in enumerate([("Mã đơn vị", code), ("Đợt khảo sát", survey), ("Ngày lập", made), ("Lần gửi", submission), ("Trả lời", answer)]):
        info.write(row, 0, pair[0])
        info.write(row, 1, pair[1])
    needs = book.add_worksheet("Nhu cầu")
    for row, values in enumerate([HEAD, *lines]):
        for column, value in enumerate(values):
            if isinstance(value, str):
                needs.write_string(row, column, value)
            elif value is not None:
                needs.write(row, column, value)
    book.close()
    return target.getvalue()


def take_in(*files: tuple[str, bytes], actor=None):
    """One act of these files, valid rows."""
    wish = runs.Wish("needs", LIST_DATE, opens=date(2026, 3, 2), due=date(2026, 3, 31), lock=date(2026, 4, 10))
    uploads = [runs.Upload(name, data) for name, data in files]
    with work():
        run = runs.store(actor, wish, runs.read(wish, uploads), uploads)
        run.valid_rows = True
        runs.apply_run(actor, run)
        return run.id


def reply(answers: dict[str, str], actor=None) -> int:
    """Answer open questions by kind."""
    with work():
        asked = [question for question in db.session.execute(db.select(NeedQuestion).where(NeedQuestion.standing)).scalars() if question.kind in answers]
        assert asked
        return actions.answer(actor, [(question, None, answers[question.kind]) for question in asked])


def asked(standing: bool = True) -> dict[str, str | None]:
    """kind -> answer of the questions that stand (one of a kind)."""
    db.session.rollback()
    rows = db.session.execute(db.select(NeedQuestion.kind, NeedQuestion.answer).where(NeedQuestion.standing == standing).order_by(NeedQuestion.id))
    return {kind: answer for kind, answer in rows}


def lines_of(code: str, survey: str = "KS-T") -> list[tuple]:
    """(service number or group, heads, quarter) of a unit's sheet, sorted; the stored counts must agree."""
    db.session.rollback()
    sheets = db.select(NeedSheet).join(Unit, NeedSheet.unit_id == Unit.id).join(SurveyRound, NeedSheet.round_id == SurveyRound.id)
    sheet = db.session.execute(sheets.where(Unit.code == code, SurveyRound.code == survey)).scalar_one()
    needs = db.session.execute(db.select(Need).where(Need.sheet_id == sheet.id)).scalars().all()
    assert (sheet.persons, sheet.heads) == (sum(1 for need in needs if need.person_id), sum(need.heads for need in needs if not need.person_id))
    assert len({need.line_no for need in needs}) == len(needs) and max((need.line_no for need in needs), default=0) <= sheet.last_line_no
    return sorted((need.person.service_no if need.person else need.group_code, need.heads, need.quarter) for need in needs)
