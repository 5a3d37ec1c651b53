"""The checker finds every kind of planted fault, names its rule, and is content with an untouched plan."""

import copy
import functools

import pytest

from lms.quota.rules.check import check
from lms.quota.rules.form import plan_sha256, sha256
from lms.quota.rules.solve import solve
from tests.quota.tiny import by_hand


@functools.cache
def _solved() -> dict:
    return solve(by_hand())


def plan() -> dict:
    return copy.deepcopy(_solved())


def section(one: dict, a: int, c: int, p: int, count: int = 1) -> None:
    put_by(one["sections"], {"academy": a, "course": c, "start": p, "count": count}, ("academy", "course", "start"))


def put_by(table: dict, row: dict, key: tuple[str, ...]) -> None:
    rows = [dict(zip(table, values)) for values in zip(*table.values())]
    rows = sorted([*rows, row], key=lambda one: tuple(one[name] for name in key))
    for name in table:
        table[name] = [one[name] for one in rows]


def opened(one: dict, a: int, c: int) -> None:
    put_by(one["new_courses"], {"academy": a, "course": c}, ("academy", "course"))


def beside(one: dict, value: dict) -> None:
    one.update(value)


def seat(one: dict, place: int, **values: int) -> None:
    for name, value in values.items():
        one["seats"][name][place] = value


def last_early(one: dict) -> int:
    """The last row of seats whose people must be done in the first bucket."""
    return max(place for place, bucket in enumerate(one["seats"]["bucket"]) if bucket == 0)


def no_seats(one: dict) -> None:
    one["seats"] = {name: [] for name in one["seats"]}


FAULTS = {
    "a section that ends after the horizon": ("horizon", lambda p, i: section(p, 0, 1, 3)),
    "a section without licence": ("licence", lambda p, i: section(p, 1, 1, 0)),
    "a new course before its preparation": ("prep", lambda p, i: section(p, 1, 2, 0)),
    "a new course where it is licensed": ("new_rule", lambda p, i: opened(p, 0, 0)),
    "a new course that may never be opened": ("new_rule", lambda p, i: opened(p, 1, 1)),
    "more new courses than allowed": ("new_limit", lambda p, i: i["academies"].update(new_limit=[0, 0])),
    "lecturers used twice": ("teachers", lambda p, i: i.update(teachers_q=[[[0] * 4], [[0] * 4]])),
    "rooms used twice": ("rooms", lambda p, i: i.update(rooms=[[0] * 4, [0] * 4])),
    "money spent twice": ("budget", lambda p, i: i["academies"].update(budget_mvnd=[1, 1])),
    "a class too full": ("size_max", lambda p, i: i["courses"].update(max_size=[2, 3, 2])),
    "a class too empty": ("size_min", lambda p, i: no_seats(p)),
    "a class after the deadline": ("deadline", lambda p, i: seat(p, last_early(p), end=1)),
    "more seats than asked": ("demand", lambda p, i: seat(p, 0, heads=p["seats"]["heads"][0] + 1)),
    "seats nobody asked for": ("demand", lambda p, i: i["demand"].update(heads=[1] * 6)),
    "another instance": ("hash", lambda p, i: p.update(instance_sha256="0" * 64)),
    "an achieved value that is not so": ("goal", lambda p, i: p["goals"]["achieved"].__setitem__(3, 21)),
    "a bound that is beaten": ("goal", lambda p, i: p["goals"]["bound"].__setitem__(0, 3)),
    "a cost below its bound": ("goal", lambda p, i: p["goals"]["bound"].__setitem__(4, 10**9)),
    "goals in another order": ("goal", lambda p, i: p["goals"]["name"].reverse()),
    "a goal missing": ("goal", lambda p, i: [column.pop() for column in p["goals"].values()]),
}

FORMS = {
    "a float": lambda p: seat(p, 0, heads=2.0),
    "true for a number": lambda p: seat(p, 0, heads=True),
    "no heads": lambda p: seat(p, 0, heads=0),
    "a unit that is not there": lambda p: seat(p, 0, unit=7),
    "a priority that is not there": lambda p: seat(p, 0, priority=4),
    "a bucket that is not there": lambda p: seat(p, 0, end=2),
    "rows in another order": lambda p: [column.reverse() for column in p["seats"].values()],
    "a row twice": lambda p: [column.append(column[-1]) for column in p["sections"].values()],
    "columns of two lengths": lambda p: p["sections"]["count"].pop(),
    "an unknown key": lambda p: beside(p, {"extra": 1}),
    "a key missing": lambda p: p.pop("engine"),
    "a hash that is none": lambda p: beside(p, {"previous_sha256": "abc"}),
    "a word for yes": lambda p: beside(p, {"limit_reached": "no"}),
    "another format": lambda p: beside(p, {"format": "lms-quota-instance"}),
    "another version": lambda p: beside(p, {"version": 2}),
    "a limit below zero": lambda p: p["engine"]["limits"].update(nodes=-1),
}


def test_an_untouched_plan_is_valid():
    verdict = check(by_hand(), plan())
    assert verdict["valid"] and verdict["faults"] == 0 and verdict["first"] == []
    assert verdict["plan_sha256"] == plan_sha256(plan())


@pytest.mark.parametrize("name", FAULTS)
def test_the_checker_finds(name):
    rule, spoil = FAULTS[name]
    one, instance = plan(), by_hand()
    spoil(one, instance)
    if one["instance_sha256"] != "0" * 64:
        one["instance_sha256"] = sha256(instance)
    verdict = check(instance, one)
    assert not verdict["valid"] and verdict["by_rule"].get(rule), verdict
    assert verdict["faults"] == sum(verdict["by_rule"].values())


@pytest.mark.parametrize("name", FORMS)
def test_the_form_check_finds(name):
    one = plan()
    FORMS[name](one)
    assert list(check(by_hand(), one)["by_rule"]) == ["format"]


@pytest.mark.parametrize("value", [None, [], 3, {}, {"format": 1}])
def test_what_is_no_instance_or_plan_is_a_fault_and_no_crash(value):
    assert list(check(value, plan())["by_rule"]) == ["format"]
    assert list(check(by_hand(), value)["by_rule"]) == ["format"]


@pytest.mark.parametrize("key", sorted(by_hand()))
def test_every_key_of_an_instance_is_needed(key):
    instance = by_hand()
    del instance[key]
    assert list(check(instance, plan())["by_rule"]) == ["format"]
    assert list(check(by_hand() | {key: [[None]]}, plan())["by_rule"]) == ["format"]


def test_a_previous_plan_is_compared_by_its_hash_and_its_sections():
    before = plan()
    after = solve(by_hand(), previous=before)
    assert check(by_hand(), after, before)["valid"]
    before["sections"]["count"][0] += 1
    verdict = check(by_hand(), after, before)
    assert verdict["by_rule"] == {"goal": 1, "hash": 1}


def test_a_broken_key_is_reported_once():
    one, instance = plan(), by_hand()
    instance["rooms"] = [[0] * 4, [0] * 4]
    one["instance_sha256"] = sha256(instance)
    used = set()
    for a, c, p in zip(*(one["sections"][name] for name in ("academy", "course", "start"))):
        used |= {(a, x) for x in range(p, p + instance["courses"]["duration"][c])}
    assert check(instance, one)["by_rule"] == {"rooms": len(used)}
