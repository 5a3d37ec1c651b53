"""The blueprint of this package and what its pages share."""
from flask import Blueprint, request, url_for

from lms.db import db

pages = Blueprint("enrollment", __name__)
PAGE = 50


def page_number() -> int:
    """Which page of a list is asked for."""
    return max(1, min(request.args.get("page", 1, type=int), 10000))


def one_page(statement, number: int) -> list:
    """The rows of one page."""
    return list(db.session.execute(statement.limit(PAGE).offset((number - 1) * PAGE)).scalars())


def page_address(endpoint: str, **values):
    """Page number -> its address, with the filters kept."""
    return lambda number: url_for(endpoint, **{**values, "page": number})


def state_tabs(endpoint: str, flow, counts: dict, chosen: str | None, **values) -> list[dict]:
    """Filter tabs of a list: all, then each state that occurs, with its count."""
    tabs = [{"label": None, "url": url_for(endpoint, **values), "count": sum(counts.values()), "active": not chosen}]
    return tabs + [{"label": flow.label(state), "url": url_for(endpoint, state=state, **values), "count": counts[state], "active": chosen == state}
                   for state in flow.states if counts.get(state)]
