"""The board as a spreadsheet: course x academy, and unit x course, with the same numbers as the page."""
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.courses.models import Course
from lms.db import db
from lms.quota.models import PlannedSeat, Proposal
from lms.quota.queries.board import board, by_first_level
from lms.sheets.writing import SheetOut, xlsx_bytes
from lms.texts import gettext as _
from lms.units.models import Unit


def board_book(proposal: Proposal) -> bytes:
    """Three sheets: the board, first-level units, and every unit's seats."""
    found = board(proposal)
    title = _("Chỉ tiêu năm %(year)s, %(name)s", year=proposal.year, name=proposal.name)
    first = SheetOut(name=_("Khóa × học viện"), title=title,
                     header=[_("Khóa bồi dưỡng"), _("Mã"), *[academy.name for academy in found.academies], _("Đề nghị"), _("Được giao"), _("Thiếu")],
                     rows=[[row.course.title, row.course.code, *[row.cells[academy.id][0] if academy.id in row.cells else None for academy in found.academies],
                            row.asked, row.granted, row.short] for row in found.rows])
    dense = SheetOut(name=_("Đơn vị đầu mối"), title=title, header=[_("Đơn vị"), *[row.course.code for row in found.rows]],
                     rows=[[unit.name, *[cells[row.course.id][1] if row.course.id in cells else None for row in found.rows]] for unit, cells in by_first_level(proposal)])
    return xlsx_bytes([first, dense, _units(proposal, title)])


def _units(proposal: Proposal, title: str) -> SheetOut:
    academy = aliased(Unit)
    rows = db.session.execute(
        select(Unit.code, Unit.name, Course.code, academy.name, PlannedSeat.priority, func.sum(PlannedSeat.heads)).select_from(PlannedSeat)
        .join(Unit, PlannedSeat.unit_id == Unit.id).join(Course, PlannedSeat.course_id == Course.id).join(academy, PlannedSeat.academy_id == academy.id)
        .where(PlannedSeat.proposal_id == proposal.id).group_by(Unit.path, Unit.code, Unit.name, Course.code, academy.name, PlannedSeat.priority)
        .order_by(Unit.path, Course.code, PlannedSeat.priority)).all()
    return SheetOut(name=_("Từng đơn vị"), title=title, header=[_("Mã"), _("Đơn vị"), _("Khóa"), _("Học viện"), _("Ưu tiên"), _("Số chỗ")], rows=[list(row) for row in rows])
