"""Attendance, sign-in sheet, marks and results."""
from flask import Response, flash, redirect, render_template, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow, may, reach
from lms.courses import queries as course_queries
from lms.courses.models import ClassSession, TrainingClass
from lms.documents.rules.numbers import head_post
from lms.enrollment import actions
from lms.enrollment.forms import DecisionForm, attendance_form, grade_form
from lms.enrollment.queries import results as result_queries
from lms.enrollment.queries.sheets import sign_in_sheet
from lms.enrollment.rules.results import least_sessions
from lms.enrollment.views.door import pages
from lms.errors import said_at
from lms.flow import check_version
from lms.texts import gettext as _
from lms.texts import ngettext
from lms.web import one_or_404, typed_version


def _session(session_id: int, verb: str) -> ClassSession:
    return one_or_404(course_queries.visible_sessions(current_user, verb).where(ClassSession.id == session_id))


def _class(class_id: int, verb: str) -> TrainingClass:
    return one_or_404(course_queries.visible(current_user, verb).where(TrainingClass.id == class_id))


def _sheet(found: ClassSession, people: list, form, code: int = 200):
    """The sheet of a session: a form for who may take it, when the session has begun and the class is running; else to be read."""
    opens, edits = course_queries.opens_at(found), reach(current_user, "attendance.take").holds(found.training_class.academy.path)
    running = found.training_class.state == "running"
    return render_template("enrollment/attendance.html", session=found, people=people, form=form, opens=opens, begun=clock.now() >= opens, edits=edits,
                           running=running, writes=edits and running and clock.now() >= opens), code


def _attendance(session_id: int, verb: str):
    found = _session(session_id, verb)
    people = result_queries.sitting(found.class_id)
    return found, people, attendance_form(people, result_queries.attendance_of(session_id))


@pages.get("/sessions/<row:session_id>/attendance")
@allow("attendance.read")
def attendance(session_id: int):
    """One sheet = one session: all present, then exceptions."""
    return _sheet(*_attendance(session_id, "attendance.read"))


@pages.post("/sessions/<row:session_id>/attendance")
@allow("attendance.take")
def take_attendance(session_id: int):
    """The sheet is saved; a missing reason stands at its row."""
    found, people, form = _attendance(session_id, "attendance.take")
    if not form.validate():
        return _sheet(found, people, form, 422)
    check_version(found, typed_version())
    with said_at(form):
        actions.take_attendance(current_user, found, {one.id: (form[f"status-{one.id}"].data, form[f"reason-{one.id}"].data or "") for one in people})
        flash(_("Đã điểm danh buổi %(n)s.", n=found.number), "done")
        return redirect(url_for("enrollment.training_class", class_id=found.class_id), 303)
    return _sheet(found, people, form, 422)


@pages.get("/sessions/<row:session_id>/sign-in-sheet.pdf")
@allow("attendance.read")
def sign_in_pdf(session_id: int):
    """The sheet that people sign, as a PDF."""
    found = _session(session_id, "attendance.read")
    name = f"{found.training_class.code}-{found.number:02d}.pdf"
    return Response(sign_in_sheet(found), mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _grade_sheet(found: TrainingClass, people: list, form, code: int = 200):
    """The grade sheet: a form for who may enter while the class runs or has ended; else to be read."""
    edits, open_now = reach(current_user, "grade.enter").holds(found.academy.path), found.state in ("running", "finished")
    return render_template("enrollment/grades.html", training_class=found, people=people, form=form, edits=edits, open_now=open_now, writes=edits and open_now), code


def _grades(class_id: int, verb: str):
    found = _class(class_id, verb)
    people = result_queries.sitting(class_id)
    return found, people, grade_form(people, result_queries.grades_of(class_id))


@pages.get("/classes/<row:class_id>/grades")
@allow("grade.read")
def grades(class_id: int):
    """The marks of a class."""
    return _grade_sheet(*_grades(class_id, "grade.read"))


@pages.post("/classes/<row:class_id>/grades")
@allow("grade.enter")
def enter_grades(class_id: int):
    """The marks are saved; two who enter at once cannot both win."""
    found, people, form = _grades(class_id, "grade.enter")
    if not form.validate():
        return _grade_sheet(found, people, form, 422)
    marks = {one.id: (form[f"mark-{one.id}"].data, int(form[f"version-{one.id}"].data)) for one in people}
    flash(*_said(actions.enter_grades(current_user, found, marks)))
    return redirect(url_for("enrollment.grades", class_id=class_id), 303)


def _said(entered: actions.Entered) -> tuple[str, str]:
    """What was done with the marks, in words."""
    if not any(entered):
        return _("Không có điểm nào thay đổi."), "info"
    if not entered.cleared:
        return ngettext("Đã lưu %(num)s điểm.", "Đã lưu %(num)s điểm.", entered.saved), "done"
    return (_("Đã lưu %(n)s điểm, xóa %(m)s điểm.", n=entered.saved, m=entered.cleared) if entered.saved else ngettext("Đã xóa %(num)s điểm.", "Đã xóa %(num)s điểm.", entered.cleared)), "done"


@pages.get("/classes/<row:class_id>/results")
@allow("attendance.read")
def results(class_id: int):
    """Before the decision: the rule in words and everybody's figures. After it: what was decided."""
    found = _class(class_id, "attendance.read")
    if found.state == "closed":
        rule = result_queries.rule_of(found.course)
        return render_template("enrollment/results.html", training_class=found, completions=result_queries.completions(class_id), rule=rule)
    return _preview(found, _decision_form(found))


def _decision_form(found: TrainingClass) -> DecisionForm:
    """Signed today by the head of the academy, unless they say otherwise."""
    head = head_post(found.academy.name)
    return DecisionForm(formdata=None, dated=clock.today(), signer_post=head, signer_rank=current_user.rank_title, signer_name=current_user.person_name)


def _preview(found: TrainingClass, form: DecisionForm):
    lines, rule = result_queries.preview(found), result_queries.rule_of(found.course)
    sessions = lines[0].figures.sessions if lines else 0
    stopped = bool(may(current_user, "completion.decide") and result_queries.graded_by(current_user, found.id))
    return render_template("enrollment/preview.html", training_class=found, lines=lines, rule=rule, least=least_sessions(rule, sessions), sessions=sessions,
                           missing=actions.missing_for_decision(found, lines), stopped=stopped, form=form)


@pages.post("/classes/<row:class_id>/results")
@allow("completion.decide")
def decide(class_id: int):
    """The head of the academy decides, by a decision with a number."""
    found, form = _class(class_id, "completion.decide"), DecisionForm()
    check_version(found, typed_version())
    if not form.validate():
        return _preview(found, form), 422
    with said_at(form):
        decided = actions.decide_completion(current_user, found, form.values())
        flash(_("Đã công nhận kết quả: %(n)s trên %(m)s người hoàn thành.", n=sum(one.completed for one in decided), m=len(decided)), "done")
        return redirect(url_for("enrollment.results", class_id=class_id), 303)
    return _preview(found, form), 422
