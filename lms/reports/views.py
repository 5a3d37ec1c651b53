"""A person's own page, and the page of background jobs."""
from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow, may
from lms.reports import actions, queries
from lms.web import one_or_404

pages = Blueprint("reports", __name__)
PAGE = 50


@pages.get("/me")
@allow("my.read")
def me():
    """My needs, my seats, my certificates, and why I am in this group."""
    person = current_user.person
    places, needs = queries.places_of(person.id), queries.needs_of(person.id)
    return render_template("reports/me.html", person=person, needs=needs, places=places, certificates=queries.certificates_of(person.id),
                           group=queries.group_of(person.id), urgent=places[0] if places else None, need=needs[0] if needs else None)


@pages.get("/search")
@allow("home.read")
def search():
    """Persons, units, classes, certificates and papers that match."""
    text = request.args.get("q", "")[:100]
    return render_template("reports/search.html", text=text, found=queries.search(current_user, text))


@pages.get("/jobs")
@allow("jobs.read")
def jobs():
    """Background jobs: how far, since when, what went wrong; the newest first unless another order is asked for."""
    page, order = min(max(1, request.args.get("page", 1, type=int)), 1000), request.args.get("order", queries.NEWEST)
    order = order if order in queries.ORDERS else queries.NEWEST
    rows, more = queries.listed_jobs(current_user, order, page, PAGE)
    return render_template("reports/jobs.html", rows=rows, more=more, page=page, order=order, column=_column,
                           page_url=lambda number: url_for("reports.jobs", page=number, order=order if order != queries.NEWEST else None))


def _column(label: str, name: str, order: str) -> dict:
    """The head of a column that can be sorted: newest first, and the other way when it is asked again."""
    mine = order.removeprefix("-") == name
    return {"label": label, "sort": url_for("reports.jobs", order=name if order == f"-{name}" else f"-{name}"),
            "order": ("descending" if order.startswith("-") else "ascending") if mine else None}


@pages.post("/jobs/<row:job_id>/cancel")
@allow("jobs.read")
def cancel_job(job_id: int):
    """Stop a job."""
    job = one_or_404(queries.visible_jobs(current_user).where(queries.Job.id == job_id))
    actions.cancel_job(current_user, job, may(current_user, "jobs.manage"))
    return redirect(url_for("reports.jobs"), 303)


@pages.post("/jobs/<row:job_id>/replay")
@allow("jobs.manage")
def replay_job(job_id: int):
    """Give a dead job another round."""
    actions.replay_job(current_user, one_or_404(queries.visible_jobs(current_user, "jobs.manage").where(queries.Job.id == job_id)))
    return redirect(url_for("reports.jobs"), 303)
