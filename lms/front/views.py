"""The face: one style sheet, one script, preferences, and the page of all parts."""
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for

from lms.access import public, repeatable
from lms.front.forms import SampleForm
from lms.front.rules import look as look_rules
from lms.front.rules import samples
from lms.texts import gettext as _

pages = Blueprint("front", __name__)
KINDS = {"css": ("css", "text/css"), "js": ("js", "text/javascript")}
YEAR = 365 * 86400


def _read(folder: str, ending: str) -> look_rules.Sheet:
    return look_rules.join({file.name: file.read_bytes() for file in Path(folder, ending).glob(f"*.{ending}")})


_kept = cache(_read)


def sheet(ending: str) -> look_rules.Sheet:
    """The joined files; read anew on every request while templates reload (development)."""
    return (_read if current_app.debug else _kept)(current_app.static_folder, ending)


@pages.app_context_processor
def face_words() -> dict:
    """What the layouts know besides the words of the house."""
    reads = request.method in ("GET", "HEAD")
    return {"style_url": url_for("front.look", mark=sheet("css").mark, ending="css"), "script_url": url_for("front.look", mark=sheet("js").mark, ending="js"),
            "here": request.full_path.rstrip("?") if reads else url_for("deadlines.home")}


@pages.get("/look/<mark>.<any(css, js):ending>")
@public
def look(mark: str, ending: str):
    """The style sheet or the script; its address changes with its content, so browsers may keep it."""
    found = sheet(ending)
    answer = Response(found.body, mimetype=KINDS[ending][1])
    answer.set_etag(found.mark)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if mark == found.mark else "no-cache"
    return answer.make_conditional(request)


@pages.post("/preferences")
@public
@repeatable
def preferences():
    """Language and theme, kept by the browser; back to the page one came from."""
    answer = redirect(look_rules.safe_path(request.form.get("next")), 303)
    for name, cookie, allowed in (("language", "lms_lang", look_rules.LANGUAGES), ("theme", "lms_theme", look_rules.THEMES)):
        if (value := request.form.get(name)) in allowed:
            answer.set_cookie(cookie, value, max_age=YEAR, secure=not current_app.config["PLAIN_HTTP"], samesite="Lax", path="/")
    return answer


@pages.get("/help")
@public
def help_page():
    """How to read a page, the keys, and whom to ask."""
    return render_template("front/help.html")


@pages.get("/design")
@public
def design():
    """Every part of the house in every state, from invented data."""
    tokens = look_rules.read_tokens((Path(current_app.static_folder) / "css" / "tokens.css").read_text())
    colors = [(name, *(look_rules.contrast(shade, back) for shade, back in zip(tokens[name], tokens["surface"], strict=True))) for name in samples.COLORS]
    form = SampleForm(formdata=None, data={"people": 24, "level": "3", "answer": "yes"})
    form.begins_on.raw_data, form.begins_on.errors = ["31/02/2027"], [_("31/02/2027 không có trong lịch.")]
    return render_template("front/design.html", colors=colors, form=form, samples=samples)
