"""Attendance, sign-in sheet, marks and results."""
from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow, may
from lms.courses import queries as course_queries
from lms.courses.models import ClassSession, TrainingClass
from lms.documents.rules.numbers import head_post
from lms.enrollment import actions
from lms.enrollment.forms import DecisionForm, attendance_form, grade_form
from lms.enrollment.queries import results as result_queries
from lms.enrollment.queries.sheets import sign_in_sheet
from lms.enrollment.rules.results import least_sessions
from lms.enrollment.views.door import pages
from lms.errors import Problem
from lms.flow import check_version
from lms.texts import gettext as _
from lms.web import one_or_404, typed_version


def _session(session_id: int, verb: str) -> ClassSession:
    return one_or_404(course_queries.visible_sessions(current_user, verb).where(ClassSession.id == session_id))


def _class(class_id: int, verb: str) -> TrainingClass:
    return one_or_404(course_queries.visible(current_user, verb).where(TrainingClass.id == class_id))


@pages.route("/sessions/<row:session_id>/attendance", methods=["GET", "POST"])
@allow("attendance.take")
def attendance(session_id: int):
    """One sheet = one session: all present, then exceptions."""
    found = _session(session_id, "attendance.take")
    people, known = result_queries.seated(found.class_id), result_queries.attendance_of(session_id)
    form = attendance_form(people, known)
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        marks = {one.id: (form[f"status-{one.id}"].data, form[f"reason-{one.id}"].data or "") for one in people}
        if _kept(form, lambda: actions.take_attendance(current_user, found, marks)):
            flash(_("Đã điểm danh buổi %(n)s.", n=found.number), "done")
            return redirect(url_for("enrollment.training_class", class_id=found.class_id), 303)
    return render_template("enrollment/attendance.html", session=found, people=people, form=form), 422 if form.errors else 200


def _kept(form, action) -> bool:
    """Do it; what the action refuses at a field stands there, with the typed values kept."""
    try:
        action()
    except Problem as problem:
        if problem.facts.get("field") not in form:
            raise
        form[problem.facts["field"]].errors = [str(problem.text)]
        return False
    return True


@pages.get("/sessions/<row:session_id>/sign-in-sheet.pdf")
@allow("attendance.take")
def sign_in_pdf(session_id: int):
    """The sheet that people sign, as a PDF."""
    found = _session(session_id, "attendance.take")
    name = f"{found.training_class.code}-{found.number:02d}.pdf"
    return Response(sign_in_sheet(found), mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@pages.route("/classes/<row:class_id>/grades", methods=["GET", "POST"])
@allow("grade.enter")
def grades(class_id: int):
    """The grade sheet; two who enter at once cannot both win."""
    found = _class(class_id, "grade.enter")
    people = result_queries.seated(class_id)
    form = grade_form(people, result_queries.grades_of(class_id))
    if request.method == "POST" and form.validate():
        marks = {one.id: (form[f"mark-{one.id}"].data, int(form[f"version-{one.id}"].data)) for one in people}
        flash(_("Đã lưu %(n)s điểm.", n=actions.enter_grades(current_user, found, marks)), "done")
        return redirect(url_for("enrollment.grades", class_id=class_id), 303)
    return render_template("enrollment/grades.html", training_class=found, people=people, form=form), 422 if form.errors else 200


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
    stopped = bool(may(current_user, "completion.decide") and current_user.id in result_queries.graders(found.id))
    return render_template("enrollment/preview.html", training_class=found, lines=lines, rule=rule, least=least_sessions(rule, sessions), sessions=sessions,
                           missing=actions.missing_for_decision(found, lines), stopped=stopped, form=form)


@pages.post("/classes/<row:class_id>/results")
@allow("completion.decide")
def decide(class_id: int):
    """The head of the academy decides, by a decision with a number."""
    found, form, decided = _class(class_id, "completion.decide"), DecisionForm(), []
    check_version(found, typed_version())
    if not form.validate() or not _kept(form, lambda: decided.extend(actions.decide_completion(current_user, found, form.values()))):
        return _preview(found, form), 422
    flash(_("Đã công nhận kết quả: %(n)s trên %(m)s người hoàn thành.", n=sum(one.completed for one in decided), m=len(decided)), "done")
    return redirect(url_for("enrollment.results", class_id=class_id), 303)
