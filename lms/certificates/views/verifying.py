"""The public answer: whether a certificate holds, and what stands on it. No account, no script; guessing is slowed down."""
from flask import make_response, redirect, render_template, request, url_for

from lms import clock
from lms.access import public, repeatable
from lms.certificates import queries
from lms.certificates.forms import CodeForm, CompareForm
from lms.certificates.rules.numbers import read_code
from lms.certificates.rules.public import same_name
from lms.certificates.views.base import pages


def _answer(code: str, compared=None, form: CompareForm | None = None):
    """One shape for every code. A miss and a wrong name are counted for the network they came from."""
    address = request.remote_addr or ""
    if queries.must_wait(address):
        return _page("certificates/verify_wait.html", 429, code="")
    found = queries.by_code(read_code(code))
    matches = same_name(compared, found.facts["person_name"]) if found is not None and compared else None
    if found is None or matches is False:
        queries.count_miss(address, reading=request.method != "POST")
    answer = queries.public_answer(found)
    return _page("certificates/verify.html", 200 if found else 404, answer=answer, compared=compared, matches=matches, code="" if found else code[:60], checked=found.verify_code if found else "-",
                 form=form or CompareForm(formdata=None))


def _page(template: str, status: int, **values):
    made = make_response(render_template(template, checked_at=clock.local(clock.now()), code_form=CodeForm(formdata=None), **values), status)
    made.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    made.headers["Referrer-Policy"] = "no-referrer"
    return made


@pages.get("/verify")
@pages.get("/VERIFY", endpoint="verify_capital")
@public
def verify():
    """Type the code; a typed one leads to its own address."""
    if request.args.get("code", "").strip():
        return redirect(url_for("certificates.verify_code", code=(read_code(request.args["code"]) or request.args["code"][:60]).replace("/", "")), 303)
    return _page("certificates/verify_start.html", 200, code="")


@pages.get("/verify/<code>")
@pages.get("/VERIFY/<code>", endpoint="verify_code_capital")
@public
def verify_code(code: str):
    """The answer to a code."""
    return _answer(code)


@pages.post("/verify/<code>")
@public
@repeatable
def compare(code: str):
    """The same answer, and whether the name on the paper is the one in the register. Nothing is kept."""
    form = CompareForm()
    return _answer(code, (form.name.data or "")[:120] if form.validate() else None, form)
