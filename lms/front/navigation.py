"""The words of the top bar, by role, in the order of the chain."""
from dataclasses import dataclass

from flask import request, url_for
from werkzeug.routing import BuildError

from lms import access
from lms.deadlines.queries import count_for
from lms.texts import lazy as _


@dataclass(frozen=True)
class Item:
    """One word of the navigation."""
    label: str
    url: str
    active: bool
    count: int | None = None


MOST = 6
# (label, verb, endpoint, blueprints or endpoints under which the word is the current one), most used first; the bar holds six, the home page lists the rest
WORDS = (
    (_("Việc chờ tôi"), "home.read", "deadlines.home", {"deadlines.home"}),
    (_("Nhu cầu"), "round.read", "survey.rounds", {"survey", "classification"}),
    (_("Chỉ tiêu"), "quota.read", "quota.index", {"quota"}),
    (_("Chỉ tiêu"), "ledger.read", "quota.allocations", {"quota"}),
    (_("Lớp học"), "class.read", "enrollment.classes", {"courses", "enrollment"}),
    (_("Chứng chỉ"), "certificate.read", "certificates.index", {"certificates"}),
    (_("Theo dõi"), "watch.read", "deadlines.late", {"deadlines.late", "audit"}),
    (_("Tài khoản"), "accounts.read", "accounts.accounts", {"accounts"}),
    (_("Quân nhân"), "people.read", "people.people", {"people", "units"}),
    (_("Nhập dữ liệu"), "imports.read", "imports.index", {"imports"}),
    (_("Của tôi"), "my.read", "reports.me", {"reports.me", "certificates.mine"}),
)


def navigation(account) -> list[Item]:
    """What this account may open; a label stands once."""
    found: dict[str, Item] = {}
    for label, verb, endpoint, where in WORDS:
        if len(found) == MOST or str(label) in found or not access.may(account, verb):
            continue
        try:
            url = url_for(endpoint)
        except BuildError:
            continue
        count = count_for(account) if endpoint == "deadlines.home" else None
        found[str(label)] = Item(str(label), url, request.blueprint in where or request.endpoint in where, count)
    return list(found.values())
