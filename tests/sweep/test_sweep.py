"""Every route x every actor x own / child / sibling / foreign thing x method: the answer is what the access table says, and no answer carries a canary
of a unit that the actor does not reach. The expectation is reckoned here from the table and the paths alone, not by the code under test."""
import io
import re
import zipfile

import pytest
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lms import access
from lms.access import VERBS
from tests.conftest import LONG, Browser
from tests.sweep.army import Army, build
from tests.sweep.papers import canary

pytestmark = pytest.mark.slow

# Endpoints whose things are reached from another side than the thing's own unit: endpoint -> the army's list to use
OTHER_SIDE = {
    "classification.accept": "review_of", "survey.send_back": "review_of",
    "enrollment.nominate": "class of sender",
}
ACADEMY_SIDE = {"class.edit", "class.open", "attendance.take", "grade.read", "grade.enter", "completion.decide", "seat.manage", "certificate.issue", "certificate.revoke", "attendance.read"}
# Whom the thing itself lets in besides the unit's reach is judged by the packages' own tests
NOT_SWEPT = {"static", "front.look", "doctor.readyz"}
NOT_YET = {"survey.snapshot"}  # only a closed round has one
SENDERS = {"S": "A", "T": "D"}


@pytest.fixture
def army(app) -> Army:
    return build()


def routes(app, method: str):
    """(endpoint, verb, address rule) of every route with that method."""
    for rule in app.url_map.iter_rules():
        if method in rule.methods and rule.endpoint not in NOT_SWEPT:
            yield rule.endpoint, getattr(app.view_functions[rule.endpoint], "verb", None), rule


def things_for(army: Army, endpoint: str, verb: str, parameter: str):
    """The things of an address parameter with the paths that open them for this verb."""
    if endpoint in OTHER_SIDE:
        return army.things[OTHER_SIDE[endpoint]]
    if parameter == "document_id" and verb == "documents.issue":
        return army.things["document of the ministry"]
    if endpoint == "survey.remind":
        return army.things["round of reviewers"]
    if parameter == "round_id" and verb == "round.manage":
        return army.things["round of the committee"]
    if parameter == "class_id" and verb in ACADEMY_SIDE:
        return army.things["class of academy"]
    if parameter == "certificate_id" and verb in ACADEMY_SIDE:
        return army.things["certificate of academy"]
    return army.things.get(parameter, [])


def paths_of(account, verb: str) -> list[str]:
    """Reckoned anew from the grants: where this account may do this verb."""
    return [grant.path for grant in account.grants if grant.role in VERBS[verb] and grant.role != "person"]


def expected(account, verb: str, opened_by: set[str] | None) -> set[int]:
    """Status codes that are right."""
    if verb == "public":
        return {200, 302, 303, 404, 422}
    if not any(grant.role in VERBS[verb] for grant in account.grants):
        return {403}
    if opened_by is None or not opened_by:
        return {200, 302, 303, 404}
    held = paths_of(account, verb)
    reached = any(path.startswith(prefix) for path in opened_by for prefix in held)
    return {200, 302, 303, 409} if reached else {404}


def hidden_canaries(army: Army, account) -> set[str]:
    """Units that no grant of this account reaches. Names of units above, of academies and of the own unit are no secret."""
    everywhere = [grant.path for grant in account.grants if grant.role != "person"]
    own = account.person.unit.path
    open_units = {letter for letter, unit in army.units.items()
                  if any(unit.path.startswith(prefix) for prefix in everywhere) or own.startswith(unit.path) or letter in "ST"}
    open_units |= {SENDERS[letter] for letter in "ST" if letter in open_units and any(army.units[letter].path.startswith(prefix) for prefix in everywhere)}
    return {canary(letter) for letter in army.units if letter not in open_units}


def texts_in(answer) -> str:
    """Everything readable in an answer: HTML, JSON, the sheets of an XLSX, the text of a PDF, headers."""
    data = answer.get_data()
    parts = [str(answer.headers), data.decode("utf8", "replace")]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts += [archive.read(name).decode("utf8", "replace") for name in archive.namelist()]
    if data[:4] == b"%PDF":
        try:
            parts += [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
        except PyPdfError:
            pass
    return "\n".join(parts)


def signed_in(app, account) -> Browser:
    """The browser of an actor."""
    from tests.builders import session_cookie
    someone = Browser(app)
    someone.client.set_cookie("lms", session_cookie(account))
    return someone


def sweep_get(app, army: Army) -> list[str]:
    """All GET routes for all actors; returns every wrong answer in words."""
    wrong, asked = [], 0
    for name, account in army.actors.items():
        someone, hidden = signed_in(app, account), hidden_canaries(army, account)
        for endpoint, verb, rule in routes(app, "GET"):
            for address, opened_by in asked_of(account, verb, addresses(army, endpoint, verb, rule)):
                asked += 1
                wrong += [f"{name}: {fault}" for fault in faults_of_get(someone, account, hidden, (endpoint, verb, address, opened_by))]
    assert asked > 800
    return wrong


def faults_of_get(someone: Browser, account, hidden: set[str], asked: tuple) -> list[str]:
    """What is wrong with one answer."""
    endpoint, verb, address, opened_by = asked
    answer, wrong = someone.client.get(address), []
    right = expected(account, verb, opened_by) | ({404} if endpoint in NOT_YET else set())
    if answer.status_code not in right:
        wrong.append(f"GET {address} ({endpoint}, {verb}) -> {answer.status_code}, expected {sorted(right)}")
    if verb != "public" and (leaked := [word for word in hidden if word in texts_in(answer)]):
        wrong.append(f"GET {address} ({endpoint}) says {leaked}")
    return wrong


def addresses(army: Army, endpoint: str, verb: str, rule):
    """Addresses of a rule for each thing of the army, with the paths that open the thing (None when it has no thing)."""
    parameters = sorted(rule.arguments)
    known = [parameter for parameter in parameters if parameter in army.things]
    if not parameters:
        yield rule.rule, None
    elif len(known) == len(parameters) and all("<row:" in part for part in re.findall(r"<[^>]+>", rule.rule)):
        first = next(parameter for parameter in re.findall(r"<row:(\w+)>", rule.rule))
        others = {parameter: army.things[parameter][0][0] for parameter in parameters if parameter != first}
        for thing_id, opened_by in things_for(army, endpoint, verb, first):
            address = rule.rule
            for parameter, value in {**others, first: thing_id}.items():
                address = address.replace(f"<row:{parameter}>", str(value))
            yield address, (opened_by if not others else None)


def asked_of(account, verb: str, found) -> list[tuple]:
    """Who has no role for the verb is turned away at the door, before the thing is looked at: one thing tells it (the long run asks for all)."""
    turned_away = verb != "public" and not any(grant.role in VERBS[verb] for grant in account.grants)
    return list(found)[:1] if turned_away and not LONG else list(found)


def test_every_page_answers_each_actor_as_the_table_says_and_leaks_nothing(app, army):
    wrong = sweep_get(app, army)
    assert not wrong, f"{len(wrong)} wrong answers:\n" + "\n".join(wrong[:60])


def test_every_deed_is_closed_to_who_may_not_do_it(app, army):
    from tests.builders import session_cookie
    wrong, asked = [], 0
    for name, account in army.actors.items():
        someone = Browser(app)
        someone.client.set_cookie("lms", session_cookie(account))
        someone.get("/password")
        for endpoint, verb, rule in routes(app, "POST"):
            if verb == "public" or endpoint == "accounts.sign_out":
                continue
            for address, opened_by in asked_of(account, verb, addresses(army, endpoint, verb, rule)):
                right = expected(account, verb, opened_by)
                if right & {200}:
                    continue
                asked += 1
                answer = someone.post(address, {})
                if answer.status_code not in right:
                    wrong.append(f"{name}: POST {address} ({endpoint}, {verb}) -> {answer.status_code}, expected {sorted(right)}")
    assert asked > 400
    assert not wrong, f"{len(wrong)} wrong answers:\n" + "\n".join(wrong[:60])


def test_a_visitor_and_a_suspended_account_open_nothing(app, army):
    from lms.accounts import actions
    from lms.db import db
    from tests.builders import session_cookie
    victim = army.actors["commander of D"]
    cookie = session_cookie(victim)
    actions.suspend(army.actors["administrator of all"], victim, "thử")
    db.session.commit()
    for token in (None, cookie):
        someone = Browser(app)
        if token:
            someone.client.set_cookie("lms", token)
        for endpoint, verb, rule in routes(app, "GET"):
            if verb != "public":
                for address, _ in addresses(army, endpoint, verb, rule):
                    assert someone.client.get(address).status_code == 401, address


def test_an_inspector_of_everything_changes_nothing(app, army):
    hands_over_reading = {"deputy.give"}
    changing = [verb for verb, roles in VERBS.items() if "inspector" in roles and not verb.endswith(".read") and verb not in hands_over_reading]
    assert not changing


PLANTED = {
    "a role added to a verb": lambda table: table.update({"accounts.read": table["accounts.read"] | {"commander"}}),
    "a role removed from a verb": lambda table: table.update({"sheet.read": table["sheet.read"] - {"commander"}}),
    "everybody reads people": lambda table: table.update({"people.read": table["people.read"] | {"person"}}),
    "the clerk may approve quotas": lambda table: table.update({"quota.approve": table["quota.approve"] | {"unit_clerk"}}),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_in_the_table_is_found(app, army, fault, monkeypatch):
    """The sweep's expectation comes from a copy of the true table; the running program gets the faulty one."""
    faulty = dict(VERBS)
    PLANTED[fault](faulty)
    monkeypatch.setattr(access, "VERBS", faulty)
    found = sweep_some(app, army)
    assert found, f"not found: {fault}"


def sweep_some(app, army: Army) -> list[str]:
    """The role question of the sweep alone: who gets past the door of which page."""
    from tests.builders import session_cookie
    wrong = []
    for name, account in army.actors.items():
        someone = Browser(app)
        someone.client.set_cookie("lms", session_cookie(account))
        someone.get("/password")
        for method in ("GET", "POST"):
            for endpoint, verb, rule in routes(app, method):
                if verb in (None, "public") or verb not in ("accounts.read", "sheet.read", "people.read", "quota.approve"):
                    continue
                for address, _ in list(addresses(army, endpoint, verb, rule))[:1]:
                    answer = someone.client.get(address) if method == "GET" else someone.post(address, {})
                    allowed = any(grant.role in VERBS[verb] for grant in account.grants)
                    if (answer.status_code == 403) == allowed:
                        wrong.append(f"{name}: {method} {address} -> {answer.status_code}")
    return wrong


def test_the_true_table_passes_the_same_question(app, army):
    assert sweep_some(app, army) == []
