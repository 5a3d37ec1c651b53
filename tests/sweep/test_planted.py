"""The sweep itself is put to the test: a scope that is too wide or too narrow, planted in one room of the house after the other, is found."""
import importlib
import pkgutil
import sys

import pytest
from sqlalchemy import false, true

import lms
from lms import access
from lms.access import Reach
from tests.sweep.army import build
from tests.sweep.test_sweep import addresses, faults_of_get, hidden_canaries, routes, signed_in

# Enough eyes: one that reaches much, one that reaches little, one of an academy
EYES = ("commander of D", "unit_clerk of A", "personnel_officer of A", "academy_staff of S", "inspector of B", "administrator of B", "committee_staff of B")


class Wide(Reach):
    """Reaches everything."""

    def covers(self, path_column):
        return true()

    def holds(self, path):
        return True


class Narrow(Reach):
    """Reaches nothing."""

    def covers(self, path_column):
        return false()

    def holds(self, path):
        return False


# These rooms make lists: one that is too short leaks nothing and answers 200; their own packages' tests count the rows. The thread only writes links.
LISTS = ("audit.queries.reading", "deadlines.queries.tasks", "deadlines.queries.unheld", "survey.queries.scope", "survey.queries.wishes", "imports.queries.runs", "quota.queries.board", "reports.queries.jobs", "survey.queries.rollup",
         "survey.queries.warnings", "thread.queries")
QUIET = {*((f"lms.{room}", Narrow) for room in LISTS), ("lms.thread.queries", Wide),
         # counts of answers name nobody; tests/survey/test_questions.py counts them
         ("lms.survey.queries.questions", Wide), ("lms.survey.queries.questions", Narrow)}


def rooms() -> list[str]:
    """Every query room that asks how far somebody reaches."""
    for module in pkgutil.walk_packages(lms.__path__, "lms."):
        if ".queries" in module.name:
            importlib.import_module(module.name)
    return sorted(name for name, module in sys.modules.items() if name.startswith("lms.") and ".queries" in name and getattr(module, "reach", None) is access.reach)


def swept(app, army, package: str):
    """The faults that the pages of a package show to some eyes, one after the other."""
    for name in EYES:
        account = army.actors[name]
        someone, hidden = signed_in(app, account), hidden_canaries(army, account)
        for endpoint, verb, rule in routes(app, "GET"):
            for address, opened_by in addresses(army, endpoint, verb, rule) if endpoint.split(".")[0] == package else ():
                yield from faults_of_get(someone, account, hidden, (endpoint, verb, address, opened_by))


@pytest.mark.slow
def test_a_planted_scope_is_found_in_every_room(app, monkeypatch):
    army, missed = build(), []
    found = rooms()
    assert len(found) > 15
    for room in found:
        for fault in (Wide, Narrow):
            with monkeypatch.context() as patch:
                patch.setattr(sys.modules[room], "reach", lambda account, verb: fault(access.reach(account, verb).paths, account.person_id))
                if (room, fault) not in QUIET and not any(swept(app, army, room.split(".")[1])):
                    missed.append(f"{room}: {fault.__name__}")
    assert not missed, '\n'.join(missed)
