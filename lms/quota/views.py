"""Scenarios, the board, submission and decision, and what a unit was given."""
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user

from lms import clock, queue
from lms.access import allow
from lms.db import db
from lms.errors import said_at
from lms.flow import check_version
from lms.quota import actions, queries
from lms.quota.forms import DecisionForm, NewProposalForm, ReturnForm
from lms.quota.rules.reasons import together
from lms.survey import queries as survey
from lms.texts import gettext as _
from lms.web import one_or_404, typed_version

pages = Blueprint("quota", __name__, url_prefix="/quota")
SUBMITTABLE = queries.Proposal.FLOW.move("submit").sources


def _rounds():
    return queries.undecided(survey.visible_rounds(current_user, "quota.compute"))


def _new_form(rounds) -> NewProposalForm:
    """The round and the name may come with the address, from a preview that is to be computed anew."""
    chosen = next((found for found in rounds if found.id == request.args.get("round", type=int)), rounds[0] if rounds else None)
    form = NewProposalForm(year=chosen.year if chosen else clock.today().year + 1, name=request.args.get("name") or _("Phương án A"),
                           round_id=chosen.id if chosen else None)
    form.round_id.choices = [(found.id, f"{found.code} · {found.title} ({found.FLOW.label(found.state)})") for found in rounds]
    return form


def _list(form=None, rounds=None):
    rounds = _rounds() if rounds is None else rounds
    return render_template("quota/index.html", proposals=queries.newest_first(current_user), form=form or _new_form(rounds), standings=queries.standings(rounds))


@pages.get("/")
@allow("quota.read")
def index():
    """All scenarios, newest first, and the form for a new one."""
    return _list()


@pages.post("/")
@allow("quota.compute")
def compute():
    """Ask for a new scenario; the worker computes it."""
    rounds = _rounds()
    form = _new_form(rounds)
    if form.validate():
        with said_at(form):
            found = next(one for one in rounds if one.id == form.round_id.data)
            proposal = actions.request(current_user, found, form.year.data, form.name.data)
            return redirect(url_for("quota.proposal", proposal_id=proposal.id), 303)
    return _list(form, rounds), 422


def _proposal(proposal_id: int, verb: str):
    return one_or_404(queries.visible(current_user, verb).where(queries.Proposal.id == proposal_id))


def _page(found, code: int = 200, **forms):
    course_id = request.args.get("course", type=int)
    board = queries.board(found)
    chosen = next((row for row in board.rows if row.course.id == course_id), None)
    reasons = queries.reasons(found) if found.figures else {}
    units = queries.units_of_course(found, course_id, reasons) if chosen else []
    dense = queries.by_first_level(found) if request.args.get("view") == "units" else None
    job = db.session.get(queue.Job, found.job_id) if found.state == "computing" and found.job_id else None
    values = {"decision_form": DecisionForm(formdata=None, dated=clock.today()), "return_form": ReturnForm(formdata=None), **forms}
    return render_template("quota/proposal.html", proposal=found, board=board, asked=queries.asked_by_priority(found), chosen=chosen, units=units, dense=dense, job=job,
                           reasons={course: together(told) for course, told in reasons.items()}, hindrance=queries.hindrance(found) if found.state in SUBMITTABLE else None, **values), code


@pages.get("/<row:proposal_id>")
@allow("quota.read")
def proposal(proposal_id: int):
    """The board of one scenario."""
    return _page(_proposal(proposal_id, "quota.read"))


@pages.post("/<row:proposal_id>/cancel")
@allow("quota.compute")
def cancel(proposal_id: int):
    """Stop the computation."""
    found = _proposal(proposal_id, "quota.compute")
    actions.stop(current_user, found)
    return redirect(url_for("quota.proposal", proposal_id=proposal_id), 303)


@pages.post("/<row:proposal_id>/submit")
@allow("quota.submit")
def submit(proposal_id: int):
    """Put it before the authority."""
    found = _proposal(proposal_id, "quota.submit")
    check_version(found, typed_version())
    actions.submit(current_user, found)
    flash(_("Đã trình phương án."), "done")
    return redirect(url_for("quota.proposal", proposal_id=proposal_id), 303)


@pages.post("/<row:proposal_id>/approve")
@allow("quota.approve")
def approve(proposal_id: int):
    """Grant it by a decision; classes are opened."""
    found = _proposal(proposal_id, "quota.approve")
    check_version(found, typed_version())
    form = DecisionForm()
    if form.validate():
        with said_at(form):
            actions.approve(current_user, found, {name: form[name].data for name in ("number", "dated", "signer_name", "signer_post")})
            flash(_("Đã phê duyệt; các lớp đã được lập."), "done")
            return redirect(url_for("quota.proposal", proposal_id=proposal_id), 303)
    return _page(found, 422, decision_form=form)


@pages.post("/<row:proposal_id>/return")
@allow("quota.approve")
def send_back(proposal_id: int):
    """Send it back with a reason."""
    found = _proposal(proposal_id, "quota.approve")
    check_version(found, typed_version())
    form = ReturnForm()
    if not form.validate():
        return _page(found, 422, return_form=form)
    actions.send_back(current_user, found, form.reason.data)
    flash(_("Đã trả lại kèm lý do."), "done")
    return redirect(url_for("quota.proposal", proposal_id=proposal_id), 303)


@pages.get("/<row:proposal_id>.xlsx")
@allow("quota.read")
def export(proposal_id: int):
    """The board as a spreadsheet."""
    found = _proposal(proposal_id, "quota.read")
    return send_file(BytesIO(queries.board_book(found)), as_attachment=True, download_name=f"chi-tieu-{found.year}-{found.id}.xlsx",
                     mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@pages.get("/allocations")
@allow("ledger.read")
def allocations():
    """What the units in reach may use, class by class."""
    rows = db.session.execute(queries.allocations(current_user).limit(400)).scalars().all()
    return render_template("quota/allocations.html", rows=rows)
