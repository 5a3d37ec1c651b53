"""Sign in, sign out, activate, password."""
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow, public, repeatable
from lms.accounts import actions, queries
from lms.accounts.forms import ActivateForm, ChangePasswordForm, SignInForm
from lms.accounts.rules import read_code
from lms.errors import Problem, said_at
from lms.texts import gettext as _

pages = Blueprint("accounts", __name__)
DEVICE_DAYS = 400


def safe_next(target: str | None) -> str:
    """A path of this site to go back to, else the home page."""
    parts = urlsplit(target or "")
    local = target and target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return target if local and "\\" not in target and "\n" not in target and "\r" not in target else url_for("deadlines.home")


def sign_in_page(form=None, note=None):
    """The sign-in form; it also stands on every 401."""
    asked = request.form.get("next") or request.args.get("next") or (request.full_path.rstrip("?") if request.method == "GET" else "")
    return render_template("accounts/sign_in.html", form=form or SignInForm(formdata=None), next=safe_next(asked), note=note)


@pages.get("/sign-in")
@public
def sign_in_form():
    """Who is already signed in goes home."""
    return redirect(url_for("deadlines.home")) if current_user.is_authenticated else sign_in_page()


@pages.post("/sign-in")
@public
@repeatable
def sign_in():
    """Try name and password; the pace of guessing is limited without ever locking the owner out."""
    form = SignInForm()
    if not form.validate():
        return sign_in_page(form), 422
    account, device = queries.by_username(form.username.data), request.cookies.get(device_cookie())
    buckets = actions.buckets_for(account, form.username.data.lower(), request.remote_addr or "", actions.is_known_device(account, device))
    if actions.must_wait(buckets):
        return sign_in_page(form, _("Đã thử quá nhiều lần. Đợi một lát rồi thử lại.")), 429
    token = actions.sign_in(account, form.password.data, buckets, seen_from(request))
    if token is None:
        return sign_in_page(form, _("Tên đăng nhập hoặc mật khẩu không đúng.")), 422
    return _with_cookies(redirect(safe_next(request.form.get("next")), 303), token, actions.know_device(account, device))


def seen_from(asked) -> dict:
    """What a session remembers of the browser that opened it."""
    return {"address": asked.remote_addr or "", "agent": asked.headers.get("User-Agent", ""), "operation_key": asked.form.get("operation_key", "")[:60] or None}


def device_cookie() -> str:
    """Name of the cookie that marks a known browser."""
    return "lms_device" if current_app.config["PLAIN_HTTP"] else "__Host-lms_device"


def _with_cookies(answer, token: str, device: str):
    flags = {"secure": not current_app.config["PLAIN_HTTP"], "httponly": True, "samesite": "Lax", "path": "/"}
    answer.set_cookie(queries.cookie_name(current_app.config["PLAIN_HTTP"]), token, **flags)
    answer.set_cookie(device_cookie(), device, max_age=DEVICE_DAYS * 86400, **flags)
    return answer


@pages.post("/sign-out")
@allow("home.read")
@repeatable
def sign_out():
    """End this session on the server."""
    actions.sign_out(current_user)
    answer = redirect(url_for("accounts.sign_in_form"), 303)
    answer.delete_cookie(queries.cookie_name(current_app.config["PLAIN_HTTP"]), path="/", secure=not current_app.config["PLAIN_HTTP"], httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@pages.get("/activate")
@pages.get("/activate/<code>")
@pages.get("/ACTIVATE/<code>")
@public
def activate_form(code: str = ""):
    """Opening the address of a slip only fills in the form."""
    return render_template("accounts/activate.html", form=ActivateForm(formdata=None, code=code[:60]))


@pages.post("/activate")
@public
def activate():
    """Use the code up and set the password."""
    form = ActivateForm()
    if form.validate():
        with said_at(form):
            actions.activate(read_code(form.code.data), form.password.data)
            flash(_("Tài khoản đã kích hoạt. Đăng nhập bằng mật khẩu vừa đặt."), "done")
            return redirect(url_for("accounts.sign_in_form"), 303)
    return render_template("accounts/activate.html", form=form), 422


@pages.route("/password", methods=["GET", "POST"])
@allow("home.read")
def password():
    """Change one's own password."""
    form = ChangePasswordForm()
    if request.method == "GET":
        return render_template("accounts/password.html", form=form)
    if form.validate():
        with said_at(form):
            if not actions.password_fits(current_user, form.old.data):
                raise Problem(_("Mật khẩu đang dùng không đúng."), field="old")
            if form.password.data == form.old.data:
                raise Problem(_("Mật khẩu mới phải khác mật khẩu đang dùng."), field="password")
            actions.change_password(current_user, form.password.data)
            flash(_("Đã đổi mật khẩu. Các phiên khác đã kết thúc."), "done")
            return redirect(url_for("deadlines.home"), 303)
    return render_template("accounts/password.html", form=form), 422
