"""Pasting a list, and starting from the last round: look first, then one act."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.errors import said_at
from lms.survey import actions
from lms.survey.forms.pasting import PasteForm, TakeForm
from lms.survey.models import NeedSheet
from lms.survey.queries.known import held_levels, known_for, last_round, lines_of_round, names_for, standing
from lms.survey.queries.lines import groups, lines_of, people_in_unit, topics
from lms.survey.rules.comparing import compare
from lms.survey.rules.form_file import packed
from lms.survey.rules.last_round import OldLine, sensible
from lms.survey.rules.list_words import COLUMN_WORDS, REASONS_LEFT, fault_words
from lms.survey.rules.matching import Asked, Fault
from lms.survey.rules.paste import ROWS_MOST, PasteRead, TooBig, read_paste
from lms.survey.rules.warnings import quarters
from lms.survey.views.base import pages, sheet_or_404
from lms.texts import gettext as _
from lms.texts import language, ngettext, number
from lms.web import typed_version

SHOWN = 400


@pages.route("/sheets/<row:sheet_id>/paste", methods=["GET", "POST"])
@allow("sheet.edit")
def paste(sheet_id: int):
    """Text from a spreadsheet: what was understood is shown, then written in one act; what was not stays in the field to be mended."""
    found = sheet_or_404(sheet_id, "sheet.edit")
    form = PasteForm(year=found.round.year)
    if request.method == "GET" or not form.validate() or (read := _read(found, form)) is None:
        return render_template("survey/paste.html", sheet=found, form=form, read=None), 422 if form.errors else 200
    if form.deed.data == "take":
        _take(found, form, read)
        if not (rest := read.rest()):
            return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
        form.text.data, form.update.data, read = rest, False, PasteRead([row for row in read.rows if row.asked is None], read.columns)
    return render_template("survey/paste.html", sheet=found, form=form, read=read, **_shown(found, form, read))


def _read(found: NeedSheet, form: PasteForm) -> PasteRead | None:
    """The rows, those that say the same person, topic and level again marked."""
    try:
        read = read_paste(form.text.data, known_for(found, form.defaults()))
    except TooBig:
        form.text.errors = [str(_("Nhiều hơn %(n)s dòng: dán từng phần.", n=number(ROWS_MOST)))]
        return None
    good = [row for row in read.rows if row.asked]
    for place in compare([], [(None, row.asked) for row in good]).twice:
        good[place].asked, good[place].faults = None, [Fault("", "twice")]
    return read


def _take(found: NeedSheet, form: PasteForm, read: PasteRead) -> None:
    asked = [(None, row.asked) for row in read.rows if row.asked]
    if asked:
        done = actions.take_lines(current_user, found, asked, way="paste", update=form.update.data)
        changed = len(done.changed) if form.update.data else 0
        flash(taken_words(len(done.created), changed, 0, len(done.unchanged) + len(done.changed) - changed), "done")


def taken_words(added: int, changed: int, removed: int, same: int) -> str:
    """What an act did, in one sentence."""
    return _("Đã thêm %(added)s dòng, sửa %(changed)s, bỏ %(removed)s; %(same)s dòng đã có giữ nguyên.", added=number(added), changed=number(changed),
             removed=number(removed), same=number(same))


def _shown(found: NeedSheet, form: PasteForm, read: PasteRead) -> dict:
    """Each row with what would become of it; the ones that need a hand come first."""
    good = [row for row in read.rows if row.asked]
    done = compare(standing(lines_of(found.id)), [(None, row.asked) for row in good])
    fresh, differs = {id(line) for line in done.created}, {id(line): known for known, line in done.changed}
    rows = [(row, "wrong" if row.asked is None else "new" if id(row.asked) in fresh else "differs" if id(row.asked) in differs else "same") for row in read.rows]
    rows.sort(key=lambda pair: pair[1] != "wrong")
    counts = {kind: sum(one == kind for _row, one in rows) for kind in ("new", "same", "differs", "wrong")}
    return {"rows": rows[:max(SHOWN, counts["wrong"])], "more": len(rows) - max(SHOWN, counts["wrong"]), "counts": counts, "fault_words": fault_words, "columns": COLUMN_WORDS,
            **words_of_lines(), "stands": {id(line): known.asked for known, line in done.changed}, "key": id}


def words_of_lines() -> dict:
    """Names of topics and groups, for previews."""
    return {"topic_names": dict(topics()), "group_names": {group.code: group.title_en if language() == "en" else group.title for group in groups()}}


@pages.route("/sheets/<row:sheet_id>/start", methods=["GET", "POST"])
@allow("sheet.edit")
def start(sheet_id: int):
    """The unit's lines of the last closed round that still make sense, to tick and take in one act."""
    found, form = sheet_or_404(sheet_id, "sheet.edit"), TakeForm()
    if request.method == "POST":
        with said_at(form):
            done = actions.take_lines(current_user, found, form.chosen(), way="last_round", version=typed_version())
            flash(ngettext("Đã thêm %(num)s dòng từ đợt trước.", "Đã thêm %(num)s dòng từ đợt trước.", len(done.created)), "done")
            return redirect(url_for("survey.sheet", sheet_id=found.id), 303)
    return render_template("survey/start.html", sheet=found, form=form, **_old_lines(found)), 422 if form.errors else 200


def _old_lines(found: NeedSheet) -> dict:
    """What may be taken, and what may not with the reason."""
    other, mine = last_round(found), lines_of(found.id)
    old = lines_of_round(found, other) if other else []
    people = [need.person_id for need in old if need.person_id]
    here, held = {person.id for person in people_in_unit(found, people)}, held_levels(people)
    lines = [OldLine(Asked(need.person_id, None if need.person_id else need.group_code, need.heads_counted, need.topic_id, need.level,
                           need.priority, need.quarter, need.reason), need.person_id is None or need.person_id in here,
                     held.get((need.person_id, need.topic.name_squeezed), 0) >= need.level) for need in old]
    offered, left = sensible(lines, {line.asked.key for line in standing(mine)}, quarters(found.round.year))
    return {"other": other, "offered": offered, "left": left, "names": names_for([], old), "packed": packed([(None, line) for line in offered]),
            "reasons_left": REASONS_LEFT, **words_of_lines()}
