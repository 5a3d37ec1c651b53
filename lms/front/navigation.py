"""The words of the top bar, by role, in the order of the chain."""
from dataclasses import dataclass

from flask import request, url_for

from lms import access
from lms.texts import lazy as _


@dataclass(frozen=True)
class Item:
    """One word of the navigation."""
    label: str
    url: str
    active: bool
    count: int | None = None


# (label, verb, endpoint, blueprints under which the word is the current one)
WORDS = (
    (_("Việc chờ tôi"), "home.read", "deadlines.home", {"deadlines"}),
)


def navigation(account) -> list[Item]:
    """What this account may open."""
    return [Item(str(label), url_for(endpoint), request.blueprint in blueprints)
            for label, verb, endpoint, blueprints in WORDS if access.may(account, verb)]
