"""The board as a spreadsheet: course x academy, and unit x course, with the same numbers as the page."""
from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.courses.models import Course
from lms.db import db
from lms.quota.models import PlannedSeat, Proposal
from lms.quota.queries.board import board, by_first_level
from lms.quota.queries.reasons import by_unit, missing, reasons
from lms.quota.rules.reasons import Reason, together
from lms.sheets.writing import SheetOut, xlsx_bytes
from lms.texts import gettext as _
from lms.units.models import Unit


def board_book(proposal: Proposal) -> bytes:
    """Four sheets: the board with why seats are lacking, first-level units, every unit's seats, and what each unit lacks."""
    found, told = board(proposal), reasons(proposal)
    title = _("Chỉ tiêu năm %(year)s, %(name)s", year=proposal.year, name=proposal.name)
    first = SheetOut(name=_("Khóa × học viện"), title=title,
                     header=[_("Khóa bồi dưỡng"), _("Mã"), *[academy.name for academy in found.academies], _("Đề nghị"), _("Được giao"), _("Thiếu"),
                             _("Vì sao thiếu")],
                     rows=[[row.course.title, row.course.code, *[row.cells[academy.id][0] if academy.id in row.cells else None for academy in found.academies],
                            row.asked, row.granted, row.short,
                            " ".join(reason.line for reason in together(told.get(row.course.id, [])))] for row in found.rows])
    dense = SheetOut(name=_("Đơn vị đầu mối"), title=title, header=[_("Đơn vị"), *[row.course.code for row in found.rows]],
                     rows=[[unit.name, *[cells[row.course.id][1] if row.course.id in cells else None for row in found.rows]] for unit, cells in by_first_level(proposal)])
    return xlsx_bytes([first, dense, _units(proposal, title), _lacking(proposal, title, told)])


def _units(proposal: Proposal, title: str) -> SheetOut:
    academy = aliased(Unit)
    rows = db.session.execute(
        select(Unit.code, Unit.name, Course.code, academy.name, PlannedSeat.priority, func.sum(PlannedSeat.heads)).select_from(PlannedSeat)
        .join(Unit, PlannedSeat.unit_id == Unit.id).join(Course, PlannedSeat.course_id == Course.id).join(academy, PlannedSeat.academy_id == academy.id)
        .where(PlannedSeat.proposal_id == proposal.id).group_by(Unit.path, Unit.code, Unit.name, Course.code, academy.name, PlannedSeat.priority)
        .order_by(Unit.path, Course.code, PlannedSeat.priority)).all()
    return SheetOut(name=_("Từng đơn vị"), title=title, header=[_("Mã"), _("Đơn vị"), _("Khóa"), _("Học viện"), _("Ưu tiên"), _("Số chỗ")], rows=[list(row) for row in rows])


def _lacking(proposal: Proposal, title: str, told: dict[int, list[Reason]]) -> SheetOut:
    """One row for every unit and course that is short."""
    cells = missing(proposal)
    short: dict[tuple[int, int], int] = defaultdict(int)
    for cell in cells:
        short[cell.unit_id, cell.course_id] += cell.heads
    units = {unit.id: unit for unit in db.session.execute(select(Unit).where(Unit.id.in_({unit_id for unit_id, _course in short}))).scalars()}
    courses = dict(db.session.execute(select(Course.id, Course.code).where(Course.id.in_({course_id for _unit, course_id in short}))).all())
    why = by_unit(proposal, cells, told)
    order = sorted(short, key=lambda key: (units[key[0]].path, courses[key[1]]))
    return SheetOut(name=_("Chỗ còn thiếu"), title=title, header=[_("Mã"), _("Đơn vị"), _("Khóa"), _("Thiếu"), _("Vì sao thiếu")],
                    rows=[[units[unit_id].code, units[unit_id].name, courses[course_id], short[unit_id, course_id], " ".join(reason.line for reason in together(why[unit_id, course_id]))]
                          for unit_id, course_id in order])
