"""Units name persons, the personnel office decides, units withdraw."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms import clock
from lms.access import allow
from lms.courses.models import TrainingClass
from lms.enrollment import actions, queries
from lms.enrollment.forms import NominateForm, ReasonForm
from lms.enrollment.models import Nomination
from lms.enrollment.queries import nominations as nomination_queries
from lms.enrollment.queries import people
from lms.enrollment.rules.reasons import class_reasons, why_not
from lms.enrollment.views.classes import reason_page, say_promoted
from lms.enrollment.views.door import PAGE, one_page, page_address, page_number, pages, state_tabs
from lms.errors import Problem
from lms.flow import check_version
from lms.texts import gettext as _
from lms.texts import ngettext
from lms.web import one_or_404, typed_version


@pages.get("/nominations")
@allow("nomination.read")
def nominations():
    """Nominations within reach, by state; those that wait for a decision come first when a class is given."""
    class_id = request.args.get("class_id", type=int)
    state = request.args.get("state") if request.args.get("state") in Nomination.FLOW.states else None
    counts, number = nomination_queries.counts_by_state(current_user, class_id), page_number()
    total = counts.get(state, 0) if state else sum(counts.values())
    found = one_page(nomination_queries.listed(current_user, state, class_id), number)
    return render_template(
        "enrollment/nominations.html", nominations=found, places=nomination_queries.places_of([one.id for one in found]), state=state, class_id=class_id,
        tabs=state_tabs("enrollment.nominations", Nomination.FLOW, counts, state, class_id=class_id), total=total, page=number, pages=-(-total // PAGE),
        address=page_address("enrollment.nominations", state=state, class_id=class_id))


def _nomination(nomination_id: int, verb: str) -> Nomination:
    return one_or_404(queries.visible(current_user, verb).where(Nomination.id == nomination_id))


@pages.get("/nominations/<row:nomination_id>")
@allow("nomination.read")
def nomination(nomination_id: int):
    """One nomination with its place and history."""
    found = _nomination(nomination_id, "nomination.read")
    place = queries.enrollment_of(nomination_id)
    return render_template("enrollment/nomination.html", nomination=found, place=place, history=queries.history(place.id) if place else [])


def _candidates(found: TrainingClass, unit, words: str, chosen: list[int]) -> list[tuple]:
    """(person, need, reasons) of everybody who is proposed, searched for, or was ticked."""
    proposed = people.proposed(found, unit, words)
    known = {person.id for person, _need in proposed}
    proposed += [(person, None) for person in people.persons([key for key in chosen if key not in known][:200]) if person.unit.path.startswith(unit.path)]
    target, now = people.target_of(found), clock.now()
    facts = people.candidates([person for person, _need in proposed], found.starts_on)
    return [(person, need, [actions.said(reason) for reason in why_not(fact, target, unit.path, now)])
            for (person, need), fact in zip(proposed, facts, strict=True)]


@pages.route("/classes/<row:class_id>/nominate", methods=["GET", "POST"])
@allow("nomination.make")
def nominate(class_id: int):
    """Choose persons: from accepted needs first, others by search; every reason why not is shown."""
    found = one_or_404(queries.visible_classes(current_user, "nomination.make").where(TrainingClass.id == class_id))
    units = nomination_queries.nominating_units(current_user, class_id)
    unit = next((one for one in units if one.id == request.values.get("unit", type=int)), units[0])
    chosen = [int(key) for key in request.form.getlist("persons") if key.isdigit() and len(key) < 10]
    lines = _candidates(found, unit, request.args.get("q", "")[:80], chosen)
    form = NominateForm(people=[(person.id, person.name) for person, _need, _reasons in lines])
    if request.method == "POST" and form.validate() and _sent(form, found, unit):
        return redirect(url_for("enrollment.nominations", class_id=class_id), 303)
    return nominate_page(found, units, unit, lines, form), 422 if form.errors else 200


def _sent(form: NominateForm, found: TrainingClass, unit) -> bool:
    """Name them; what is refused stands over the list, and the ticks stay."""
    try:
        named = actions.nominate(current_user, found, unit, form.persons.data, form.reserve.data)
    except Problem as problem:
        form.persons.errors = [str(problem.text)]
        return False
    flash(ngettext("Đã đề cử %(num)s người, trong đó %(m)s dự bị.", "Đã đề cử %(num)s người, trong đó %(m)s dự bị.", len(named), m=sum(one.reserve for one in named)), "done")
    return True


def nominate_page(found: TrainingClass, units: list, unit, lines: list, form: NominateForm):
    """The page of choosing."""
    stopped = [actions.said(reason) for reason in class_reasons(people.target_of(found), clock.now())]
    return render_template("enrollment/nominate.html", training_class=found, units=units, unit=unit, lines=lines, form=form, stopped=stopped,
                           left=people.left_to_name(found.id, unit.id), words=request.args.get("q", "")[:80])


@pages.post("/nominations/<row:nomination_id>/approve")
@allow("nomination.approve")
def approve(nomination_id: int):
    """Personnel approval gives a seat or a place on the waiting list."""
    found = _nomination(nomination_id, "nomination.approve")
    check_version(found, typed_version())
    place = actions.approve(current_user, found)
    said = (_("%(name)s có chỗ số %(n)s.", name=found.person.name, n=place.seat_no) if place.seat_no
            else _("%(name)s vào danh sách chờ, số %(n)s.", name=found.person.name, n=place.waiting_no))
    flash(said, "done")
    return redirect(url_for("enrollment.nominations", class_id=found.class_id, state="nominated"), 303)


@pages.route("/nominations/<row:nomination_id>/refuse", methods=["GET", "POST"])
@allow("nomination.approve")
def refuse(nomination_id: int):
    """The personnel office refuses: with a reason."""
    found, form = _nomination(nomination_id, "nomination.approve"), ReasonForm()
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        actions.refuse(current_user, found, form.reason.data)
        flash(_("Không duyệt %(name)s.", name=found.person.name), "done")
        return redirect(url_for("enrollment.nominations", class_id=found.class_id, state="nominated"), 303)
    return reason_page(form, found, _("Không duyệt %(name)s", name=found.person.name), _("Không duyệt"), url_for("enrollment.nomination", nomination_id=nomination_id))


@pages.route("/nominations/<row:nomination_id>/withdraw", methods=["GET", "POST"])
@allow("nomination.withdraw")
def withdraw(nomination_id: int):
    """The unit takes a name back: with a reason."""
    found, form = _nomination(nomination_id, "nomination.withdraw"), ReasonForm()
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        say_promoted(actions.withdraw(current_user, found, form.reason.data), _("Đã rút %(name)s.", name=found.person.name))
        return redirect(url_for("enrollment.nomination", nomination_id=nomination_id), 303)
    return reason_page(form, found, _("Rút %(name)s", name=found.person.name), _("Rút đề cử"), url_for("enrollment.nomination", nomination_id=nomination_id))
