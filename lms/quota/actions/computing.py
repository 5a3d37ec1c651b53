"""Ask for a proposal, and compute it in the worker."""
from datetime import date

from flask import current_app
from sqlalchemy import func, insert, select

from lms import clock, flow, queue
from lms.classification.models import Classification
from lms.courses.models import Course, LecturerMonth, Room
from lms.db import db, work
from lms.errors import Problem
from lms.events import record
from lms.events.quota import ProposalFailed, ProposalRequested
from lms.quota.actions.storing import Solved, store
from lms.quota.models import DemandCell, Proposal
from lms.quota.queries import plan_before, uncounted
from lms.quota.rules import check as checker
from lms.quota.rules import process
from lms.quota.rules.demand import AcademyRow, Cell, CourseRow, Line, UnitRow, cells_of, instance
from lms.quota.rules.form import BadForm
from lms.survey import queries as survey
from lms.survey.models import Need
from lms.texts import lazy as _
from lms.units.models import Unit

EVERYBODY = "N9"
STEPS = {"start": (2, _("Đọc bài toán")), "mandatory": (10, _("Nhu cầu bắt buộc")), "priority": (25, _("Nhu cầu ưu tiên")), "theta": (40, _("Công bằng giữa các đơn vị")),
         "all": (60, _("Tất cả nhu cầu")), "changes": (75, _("Ít thay đổi")), "cost": (80, _("Kinh phí")), "seats": (92, _("Chia chỗ cho đơn vị")), "done": (95, _("Kiểm tra"))}


def request(actor, survey_round, year: int, name: str) -> Proposal:
    """A new scenario: the demand of the round is frozen now, the worker computes."""
    lines = _lines(survey_round)
    cells = cells_of(lines, year)
    if not cells:
        raise Problem(_("Đợt này chưa có nhu cầu nào được tiếp nhận với khóa học trong danh mục."), field="round_id")
    proposal = Proposal(year=year, name=name, round_id=survey_round.id, state="computing", open_sheets=uncounted(survey_round), made_by_id=actor.id if actor else None,
                        made_at=clock.now(), changed_at=clock.now())
    db.session.add(proposal)
    db.session.flush()
    db.session.execute(insert(DemandCell), [{"proposal_id": proposal.id, "unit_id": cell.unit_id, "group_code": cell.group, "course_id": cell.course_id,
                                             "priority": cell.priority, "bucket": cell.bucket, "overdue": cell.overdue, "heads": cell.heads} for cell in cells])
    proposal.job_id = queue.enqueue("quota.solve", _("Tính chỉ tiêu năm %(year)s: %(name)s", year=year, name=name), {"proposal_id": proposal.id},
                                    by=actor, unit_id=survey_round.scope_id, dedup_key=f"quota.solve/{proposal.id}")
    record(actor, ProposalRequested(subject_id=proposal.id, unit_id=survey_round.scope_id, round_id=survey_round.id, year=year))
    return proposal


def _lines(survey_round) -> list[Line]:
    """Accepted lines with a course of the catalogue; the group is what classification found, else what was asked."""
    group = func.coalesce(Classification.group_code, Need.group_code, EVERYBODY)
    needs = (survey.accepted_needs(survey_round.id).outerjoin(Classification, Classification.need_id == Need.id)
             .where(Need.course_id.is_not(None)).add_columns(group.label("found_group")))
    return [Line(row.unit_id, row.found_group, row.course_id, row.priority, row.quarter, row.heads) for row in db.session.execute(needs)]


def compute(run) -> None:
    """The job: build the instance, solve it in a child process, check the plan independently, store it in one transaction."""
    with run.work(0, 100, str(_("Đọc nhu cầu và năng lực"))):
        proposal = db.session.get(Proposal, run.payload["proposal_id"])
        if proposal.state != "computing":
            return
        value, keys = build(proposal)
        before = plan_before(proposal, keys)
    settings = current_app.config["LMS"]
    try:
        plan = process.run(value, previous=before.plan if before else None, seed=1, threads=int(settings["LMS_SOLVER_THREADS"]), on_progress=_teller(run))
    except process.Cancelled as stopped:
        _give_up(run, _("Đã dừng theo yêu cầu."))
        raise queue.Cancelled(run.job_id) from stopped
    except (process.Failed, BadForm):
        _give_up(run, _("Máy tính dừng giữa chừng, chưa có kết quả. Lập lại phương án; nếu vẫn vậy thì báo quản trị hệ thống."))
        raise
    verdict = checker.check(value, plan, before.plan if before else None)
    if not verdict["valid"]:
        _give_up(run, _("Phương án không qua được bước kiểm tra độc lập."))
        return
    with run.work(100, 100, str(_("Ghi phương án"))):
        store(run, db.session.get(Proposal, run.payload["proposal_id"]), Solved(value, keys, plan, before))
        run.finish()


def _teller(run):
    """Steps of the solver as percent and words; answers False when somebody asked to stop."""
    far = {"percent": 1}

    def tell(message: dict) -> bool:
        percent, words = STEPS.get(message.get("goal") or message.get("step"), (far["percent"] + 1, _("Mở lớp")))
        far["percent"] = min(95, max(far["percent"], percent))
        try:
            run.tell(far["percent"], 100, str(words))
        except queue.Cancelled:
            return False
        return True
    return tell


def _give_up(run, why) -> None:
    with work():
        proposal = db.session.get(Proposal, run.payload["proposal_id"])
        flow.move(proposal, "fail", None, problem=str(why))
        record(run.asker(), ProposalFailed(subject_id=proposal.id, unit_id=proposal.round.scope_id, why=str(why)))


def build(proposal: Proposal) -> tuple[dict, object]:
    """The engine's instance from the frozen demand and today's capacity."""
    rows = db.session.execute(select(DemandCell).where(DemandCell.proposal_id == proposal.id)).scalars().all()
    cells = [Cell(row.unit_id, row.group_code, row.course_id, row.priority, row.bucket, row.heads, row.overdue) for row in rows]
    units = [UnitRow(unit.id, unit.code, unit.first_level_id or unit.id, unit.region)
             for unit in db.session.execute(select(Unit).where(Unit.id.in_({row.unit_id for row in rows}))).scalars()]
    courses = [CourseRow(course.id, course.code, course.topic_id, course.days, course.min_size, course.max_size)
               for course in db.session.execute(select(Course).where(Course.id.in_({row.course_id for row in rows}))).scalars()]
    return instance(f"{proposal.year} {proposal.name}", cells, units, courses, academies(proposal.year))


def academies(year: int) -> list[AcademyRow]:
    """Academies with teacher time in the plan year."""
    months = db.session.execute(select(LecturerMonth).where(LecturerMonth.month.between(date(year, 1, 1), date(year, 12, 31)))).scalars().all()
    rooms = dict(db.session.execute(select(Room.academy_id, func.count(Room.id)).group_by(Room.academy_id)).all())
    quarters: dict[int, dict] = {}
    for row in months:
        quarters.setdefault(row.academy_id, {})[(row.topic_id, row.month.month - 1)] = row.quarters
    units = db.session.execute(select(Unit).where(Unit.id.in_(quarters))).scalars()
    return [AcademyRow(unit.id, unit.code, unit.region, rooms.get(unit.id, 0), quarters[unit.id]) for unit in units]


def stop(actor, proposal: Proposal) -> None:
    """Ask the worker to stop; a job that has not begun ends at once."""
    if proposal.job_id is None or proposal.state != "computing":
        return
    queue.ask_cancel(proposal.job_id)
    if db.session.get(queue.Job, proposal.job_id).state == "cancelled":
        flow.move(proposal, "fail", actor, problem=str(_("Đã dừng theo yêu cầu.")))
        record(actor, ProposalFailed(subject_id=proposal.id, unit_id=proposal.round.scope_id, why="stopped"))
