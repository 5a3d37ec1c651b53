"""The home page: what waits for me; and the list of what is late, by unit and by person."""
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.routing import BuildError

from lms import clock
from lms.access import allow, may, reach
from lms.calendar import days_late, exceptions, swaps, working_days_between
from lms.db import db
from lms.deadlines import actions, queries, rules
from lms.deadlines.forms import DayForm
from lms.texts import gettext as _
from lms.texts import moment, short_day, weekday

pages = Blueprint("deadlines", __name__)


@dataclass
class Row:
    """One row of work as the page shows it."""
    when: str
    due: str
    title: str
    url: str
    button: str
    station: int
    station_name: str
    note: str
    tone: str
    bracket: str


@dataclass
class Group:
    """Rows under one heading."""
    title: str
    late: bool
    first: bool = False
    rows: list[Row] = field(default_factory=list)


def rows_of(tasks) -> list[Row]:
    """Tasks in words. Unknown kinds are left out."""
    return _rows([(task, task.kind, task.words) for task in tasks])


def rows_for(account, tasks) -> list[Row]:
    """The same in the words of one reader: whoever fills in a sheet, and whoever sends it."""
    answers, sending, told = queries.answers_of(tasks), reach(account, "sheet.submit"), []
    for task in tasks:
        persons, heads, no_need = answers.get(task.id, (0, 0, False))
        kind = rules.shown_kind(task.kind, bool(persons or heads or no_need), sending.holds(task.unit.path))
        told.append((task, kind, {**task.words, "persons": persons, "heads": heads} if kind != task.kind else task.words))
    return _rows(told)


def _rows(told: list[tuple]) -> list[Row]:
    now = clock.now()
    if not told:
        return []
    days = [clock.local(task.due_at).date() for task, _kind, _words in told]
    special = exceptions(min(*days, clock.today()), max(*days, clock.today()))
    return [_row(task, rules.KINDS[kind], {**words, "unit": words.get("unit", task.unit.name)}, special, now) for task, kind, words in told if kind in rules.KINDS]


def _row(task, kind: rules.Kind, words: dict, special, now) -> Row:
    left = working_days_between(clock.today(), clock.local(task.due_at).date(), special)
    tone, when = rules.urgency(task.due_at, now, days_late(task.due_at, special, now), max(0, left))
    today = clock.at(clock.local(now).date(), 23, 59)
    return Row(when, _("hạn %(when)s", when=moment(task.due_at)), rules.say(kind.title, words), address(kind, task), str(kind.button), kind.station,
               str(rules.STATIONS[kind.station - 1]), "; ".join(filter(None, (rules.say(kind.note, words), rules.reminded(words)))), tone, rules.bracket(task.due_at, now, today, queries.end_of_week(now)))


def address(kind: rules.Kind, task) -> str:
    """Where the row's button leads."""
    try:
        return url_for(kind.endpoint, **({kind.argument: task.subject_id} if kind.argument else {}))
    except BuildError:
        return url_for("deadlines.home")


def grouped(rows: list[Row]) -> list[Group]:
    """Late, today, this week, later; empty ones are left out."""
    titles = {"late": _("Quá hạn"), "today": _("Hôm nay"), "week": _("Tuần này"), "later": _("Sau đó")}
    groups = [Group(title, name == "late", rows=[row for row in rows if row.bracket == name]) for name, title in titles.items()]
    found = [group for group in groups if group.rows]
    if found:
        found[0].first = True
    return found


@pages.get("/")
@allow("home.read")
def home():
    """What waits for me."""
    rows = rows_for(current_user, queries.waiting_for(current_user))
    late = sum(row.bracket == "late" for row in rows)
    coming = [(row.due, row.title) for row in rows if row.bracket == "later"][:4]
    return render_template("deadlines/home.html", groups=grouped(rows), total=len(rows), late=late, coming=coming,
                           unheld=queries.unheld_units(current_user) if current_user.has_role("committee_staff") else 0,
                           year=queries.year_flow() if may(current_user, "quota.read") else None)


@pages.get("/late")
@allow("watch.read")
def late():
    """What is late or was late, by unit and by person."""
    page = max(1, request.args.get("page", 1, type=int))
    tasks = list(db.session.execute(queries.late_tasks(current_user).limit(50).offset((min(page, 1000) - 1) * 50)).scalars())
    holders, (alarms, more_alarms) = queries.holders_of(tasks), queries.unheld(current_user)
    return render_template("deadlines/late.html", units=queries.late_by_unit(current_user), rows=list(zip(tasks, rows_of(tasks), strict=True)),
                           holders=holders, page=page, short_day=short_day, alarms=alarms, more_alarms=more_alarms)


def _calendar(form: DayForm, code: int = 200):
    year = min(max(2000, request.args.get("year", clock.today().year, type=int)), 2100)
    days = queries.days_of(year)
    return render_template("deadlines/calendar.html", year=year, days=days, swaps=swaps(days), form=form, weekday=weekday), code


@pages.get("/calendar")
@allow("calendar.read")
def calendar():
    """Days off and made-up working days of a year."""
    return _calendar(DayForm(formdata=None))


@pages.post("/calendar")
@allow("calendar.edit")
def set_day():
    """A day is off, made up, or ordinary again."""
    form = DayForm()
    if not form.validate():
        return _calendar(form, 422)
    actions.set_day(current_user, form.day.data, form.kind.data if form.kind.data != "ordinary" else None, form.name.data or "")
    flash(_("Đã ghi vào lịch."), "done")
    return redirect(url_for("deadlines.calendar", year=form.day.data.year), 303)
