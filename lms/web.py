"""The front door of every request: House (one commit, one effect per form), the gate, headers, error pages, what templates know."""
import json
import logging
import time
import uuid
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.wrappers import Request
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import IntegerConverter

from lms import access, clock, db, flow, forms, once, texts
from lms.errors import FormTooOld, Problem, StaleForm
from lms.spelling import nfc
from lms.texts import gettext as _
from lms.typed import typed_values

csrf = CSRFProtect()
log = logging.getLogger("lms")
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
          "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Row(IntegerConverter):
    """A row id in an address: at most nine digits, so that no database chokes on it."""
    regex = r"[1-9]\d{0,8}"


class CleanRequest(Request):
    """Texts are NFC at this entrance; NUL and broken surrogates are refused (PostgreSQL would answer with an error)."""

    @property
    def max_content_length(self):
        """Files may be large; a form without files never is."""
        return super().max_content_length if self.mimetype == "multipart/form-data" else current_app.config["MAX_FORM_LENGTH"]

    def _load_form_data(self):
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        self.__dict__["form"] = _composed(self.__dict__["form"])

    @property
    def args(self):
        """Query parameters, composed."""
        if "clean_args" not in self.__dict__:
            self.__dict__["clean_args"] = _composed(super().args)
        return self.__dict__["clean_args"]


def _composed(values) -> ImmutableMultiDict:
    pairs = [(nfc(key), nfc(value)) for key, value in values.items(multi=True)]
    for key, value in pairs:
        if "\x00" in key + value or any("\ud800" <= sign <= "\udfff" for sign in value):
            abort(400)
    return ImmutableMultiDict(pairs)


class House(Flask):
    """A page that returns keeps its work, a page that raises drops it; a form sent twice has one effect."""
    request_class = CleanRequest

    def dispatch_request(self):
        """Run the page and commit once."""
        if request.method in db.SAFE_METHODS:
            answer = super().dispatch_request()
            db.drop()
            note_seen()
            return answer
        view = self.view_functions.get(request.endpoint)
        answer = super().dispatch_request() if view is None or getattr(view, "repeatable", False) else self._once(super().dispatch_request)
        db.keep()
        note_seen()
        return answer

    def _once(self, page):
        key, owner = request.form.get("operation_key"), form_owner()
        if not once.well_formed(key):
            raise FormTooOld(_("Biểu mẫu này đã cũ. Mở lại trang rồi gửi lại."))
        if not once.claim(owner, key, request.path):
            return redirect(once.first_answer(owner, key) or url_for("deadlines.home"), 303)
        answer = self.make_response(page())
        if 300 <= answer.status_code < 400:
            once.remember(owner, key, answer.headers["Location"])
        elif answer.status_code >= 400:
            db.drop()  # a form that is refused leaves nothing, whatever was written before the refusal; its key may come again
        else:
            once.release(owner, key)
        return answer


def note_seen() -> None:
    """After the page: the session was used (a row of its own transaction, at most once a minute)."""
    current_app.extensions["note_seen"]()


def form_owner() -> str:
    """Whose operation keys these are: the account's, or the visitor's (by the CSRF secret of the page cookie)."""
    return f"account/{current_user.id}" if current_user.is_authenticated else f"visitor/{session.get('csrf_token', '')[:40]}"


def one_or_404(statement):
    """The one thing a person may reach, else 404 (foreign and missing look alike)."""
    found = db.db.session.execute(statement).scalar_one_or_none()
    if found is None:
        abort(404)
    return found


def gate():
    """Closed by default: every endpoint carries a verb; a signed-out visitor gets 401, a wrong role 403."""
    g.request_id, g.began = uuid.uuid4().hex[:12], time.monotonic()
    if request.endpoint is None:
        return None
    if request.endpoint == "static":
        return None
    verb = getattr(request_view(), "verb", None)
    if verb == "public":
        return None
    if not current_user.is_authenticated:
        abort(401)
    g.actor_id = current_user.id
    if verb is None or not access.may(current_user, verb):
        abort(403)
    if current_user.must_change and request.endpoint not in ("accounts.password", "accounts.sign_out"):
        return redirect(url_for("accounts.password"), 303)
    return None


def request_view():
    """The view function of this request's endpoint."""
    return current_app.view_functions.get(request.endpoint)


def typed_version() -> int | None:
    """The version of the thing that the sent form was opened on."""
    value = request.form.get("version", "")
    return int(value) if value.isdigit() and len(value) < 10 else None


def add_headers(answer):
    """Security headers on everything; signed-in pages are not kept by caches."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers.setdefault("X-Request-Id", g.get("request_id", "-"))
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    _log_request(answer)
    return answer


def _log_request(answer) -> None:
    actor = g.get("actor_id")
    log.info("request", extra={"facts": {
        "request_id": getattr(g, "request_id", "-"), "method": request.method, "path": request.path, "status": answer.status_code,
        "endpoint": request.endpoint, "actor": actor, "ms": round((time.monotonic() - getattr(g, "began", time.monotonic())) * 1000)}})


class JsonLines(logging.Formatter):
    """One JSON object a line; line breaks in values cannot forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line = {"at": clock.now().isoformat(timespec="milliseconds"), "level": record.levelname, "event": record.getMessage(), **getattr(record, "facts", {})}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def error_page(code: int, text=None, thing=None, **values):
    """The page of an error, in both languages, with the request id. What a page wrote is dropped first.

    `thing` is the row that the refused form was about: what stands in it now is shown beside what was typed, with who wrote it last."""
    db.drop()
    last = current_app.extensions["last_change"](thing) if code == 409 and thing is not None else None
    body = render_template("errors/error.html", code=code, text=text, typed=[] if code == 413 else typed_values(thing), last=last, **values)
    return body, code


def reopening() -> str | None:
    """Where the page of a refused form opens anew: its own address where that is a page, else the page that it was sent from."""
    came = urlsplit(request.referrer or "")
    if request.method == "GET":
        return None
    if _opens(request.path):
        return request.path
    if came.netloc == request.host and _opens(came.path):
        return came._replace(scheme="", netloc="").geturl()
    return url_for("deadlines.home")


def _opens(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return bool(adapter.match(path, method="GET"))
    except HTTPException:
        return False


def _on_problem(problem: Problem):
    log.info("refused", extra={"facts": {"request_id": g.get("request_id", "-"), "path": request.path, "why": type(problem).__name__}})
    return error_page(problem.code, problem.text, problem.facts.get("thing"), kind=type(problem).__name__)


def _on_http(error: HTTPException):
    if error.code is None or error.code < 400:
        return error
    if not has_routes():
        return f"{error.code} {error.name}\n", error.code, {"Content-Type": "text/plain; charset=utf-8"}
    if error.code == 401:
        return sign_in_page(error)
    return error_page(error.code)


def has_routes() -> bool:
    """False when the request named a host that is not ours: no page with links can be drawn for it."""
    return request.routing_exception is None or not isinstance(request.routing_exception, SecurityError)


def sign_in_page(_error):
    """401: the sign-in form itself, which leads back to the page that was asked for."""
    db.drop()
    return current_app.extensions["sign_in_page"](), 401


def _on_csrf(_error: CSRFError):
    return error_page(400, _("Biểu mẫu này đã cũ. Mở lại trang rồi gửi lại."))


def _on_conflict(_error):
    return _on_problem(StaleForm(_("Nội dung này vừa đổi, hoặc trùng với nội dung đã có.")))


def _on_busy(error: OperationalError):
    """The database was not free in time: nothing is written and what was typed stays. The page itself is drawn without asking for the write lock."""
    if not db.is_busy(error):
        return _on_crash(error)
    log.warning("busy", extra={"facts": {"request_id": g.get("request_id", "-"), "path": request.path}})
    db.drop()
    with db.writing(False):
        return *error_page(503), {"Retry-After": "30"}


def _on_crash(error: Exception):
    log.error("crash", exc_info=error, extra={"facts": {"request_id": g.get("request_id", "-"), "path": request.path}})
    return error_page(500)


def template_words() -> dict:
    """What every template knows."""
    known = current_app.extensions.get("navigation")
    signed_in = current_user.is_authenticated
    return {
        "me": current_user if signed_in else None, "lang": texts.language(), "theme": request.cookies.get("lms_theme", "auto"),
        "now_local": clock.local(clock.now()), "navigation": (lambda: known(current_user)) if known and signed_in else list,
        "demo": current_app.config["DEMO"], "request_id": g.get("request_id", "-"),
        "may": lambda verb: signed_in and access.may(current_user, verb), "form_guard": forms.form_guard,
        "search_url": url_for("reports.search") if signed_in and request.routing_exception is None else None,
        "STALE": flow.STALE, "reopen": reopening(), "static": lambda path: url_for("static", filename=path),
    }


def install(app: House) -> None:
    """Plug the door into an app."""
    app.url_map.converters["row"] = Row
    csrf.init_app(app)
    app.before_request_funcs.setdefault(None, []).insert(0, gate)
    app.after_request(add_headers)
    app.register_error_handler(Problem, _on_problem)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(StaleDataError, _on_conflict)
    app.register_error_handler(IntegrityError, _on_conflict)
    app.register_error_handler(OperationalError, _on_busy)
    app.register_error_handler(Exception, _on_crash)
    app.context_processor(template_words)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(texts.plain_gettext, texts.plain_ngettext, newstyle=True)
    for name in ("day", "moment", "short_day", "number", "percent", "quarter"):
        app.jinja_env.filters[name] = getattr(texts, name)
