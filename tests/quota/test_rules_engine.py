"""The engine on small instances: valid always, each goal proved, the same bytes twice."""

import json

import pytest
from hypothesis import given, settings

from lms.quota.rules import form
from lms.quota.rules.baselines import first_come, proportional
from lms.quota.rules.check import check
from lms.quota.rules.compare import compare, figures, moved
from lms.quota.rules.explain import Explainer
from lms.quota.rules.generate import generate
from lms.quota.rules.problem import Problem
from lms.quota.rules.solve import Cancelled, Limits, Recipe, solve
from tests.quota.tiny import build, by_hand, instances

pytestmark = pytest.mark.slow

ALL_TOPICS = Recipe(limits=Limits(exact_starts=0, middle_starts=0))


def goals(plan: dict) -> dict[str, tuple[int, int]]:
    table = plan["goals"]
    return {n: (a, b) for n, a, b in zip(table["name"], table["achieved"], table["bound"])}


def proved(plan: dict) -> None:
    """Counts are optimal, coverage and cost within a thousandth."""
    for name, (achieved, bound) in goals(plan).items():
        slack = 0 if name in ("mandatory", "priority") else max(achieved, bound) / 1000
        assert abs(achieved - bound) <= slack + (1 if name == "cost" else 0), (name, achieved, bound)


@settings(max_examples=60, deadline=None)
@given(instances())
def test_any_tiny_instance_gets_a_valid_plan_with_every_goal_proved(instance):
    plan = solve(instance)
    verdict = check(instance, plan)
    assert verdict["valid"], verdict["first"]
    proved(plan)


@settings(max_examples=25, deadline=None)
@given(instances())
def test_the_way_of_large_instances_is_valid_on_tiny_ones_too_and_beats_no_bound(instance):
    plan = solve(instance, recipe=ALL_TOPICS)
    verdict = check(instance, plan)
    assert verdict["valid"], verdict["first"]
    exact = goals(solve(instance))
    assert goals(plan)["mandatory"][0] <= exact["mandatory"][0] <= goals(plan)["mandatory"][1]


@settings(max_examples=40, deadline=None)
@given(instances())
def test_a_second_run_from_the_same_plan_changes_nothing(instance):
    before = solve(instance)
    after = solve(instance, previous=before)
    verdict = check(instance, after, before)
    assert verdict["valid"], verdict["first"]
    assert goals(after)["changes"][0] == 0
    still = moved(after, before)
    assert (still["seats_added"], still["seats_removed"], still["cells_changed"]) == (0, 0, 0)
    for name in ("mandatory", "priority", "all"):
        assert goals(after)[name][0] == goals(before)[name][0]


@settings(max_examples=40, deadline=None)
@given(instances(), instances())
def test_a_re_run_on_any_other_instance_is_valid_in_the_way_of_small_and_of_large_ones(instance, other):
    before = solve(other)
    for recipe in (Recipe(), ALL_TOPICS):
        after = solve(instance, previous=before, recipe=recipe)
        verdict = check(instance, after, before)
        assert verdict["valid"], verdict["first"]


def test_a_large_re_run_after_an_edit_moves_some_sections_and_keeps_most():
    instance = generate("small", 9)
    before = solve(instance, recipe=ALL_TOPICS)
    instance["demand"]["heads"] = [heads + (place % 9 == 0) * 4 for place, heads in enumerate(instance["demand"]["heads"])]
    instance["rooms"][0] = [max(0, count - 1) for count in instance["rooms"][0]]
    after = solve(instance, previous=before, recipe=ALL_TOPICS)
    assert check(instance, after, before)["valid"]
    changed = moved(after, before)
    assert 0 < changed["sections_added"] + changed["sections_removed"] < changed["sections_before"]


@pytest.mark.parametrize("holder", [0, 1])
def test_of_two_equal_claims_the_one_that_held_the_seat_keeps_it(holder):
    instance = by_hand()
    instance["courses"] |= {"min_size": [1, 3, 2], "max_size": [1, 6, 4]}
    instance["teachers_q"] = [[[2, 0, 0, 0]], [[0] * 4]]
    instance["demand"] = {"unit": [0, 1], "group": [0, 0], "course": [0, 0], "priority": [3, 3], "bucket": [1, 1], "heads": [1, 1]}
    before = solve(instance)
    assert before["seats"]["heads"] == [1]
    before["seats"]["unit"] = [holder]
    after = solve(instance, previous=before)
    assert after["seats"]["unit"] == [holder]
    assert check(instance, after, before)["valid"]


@settings(max_examples=25, deadline=None)
@given(instances())
def test_no_way_without_an_optimiser_covers_more_mandatory_heads(instance):
    problem, best = Problem(instance), goals(solve(instance))["mandatory"][0]
    for seats in (proportional(problem), first_come(problem)):
        assert all(heads <= problem.unit_cells[key] for key, heads in seats.items())
    assert figures(problem, first_come(problem))["mandatory"] <= best


@pytest.mark.parametrize("plenty", [0, 3])
def test_nothing_asked_is_a_plan_without_rows(plenty):
    instance = build((2, 1, 2, 2, 3, 2, 0), 5, plenty)
    plan = solve(instance)
    assert plan["sections"]["count"] == [] and plan["seats"]["heads"] == []
    assert goals(plan)["theta"] == (1_000_000, 1_000_000)
    assert check(instance, plan)["valid"]


def test_no_unit_no_course_no_academy_is_still_a_plan():
    instance = by_hand()
    instance["units"] = {name: [] for name in instance["units"]}
    instance["courses"] = {name: [] for name in instance["courses"]}
    instance["academies"] = {name: [] for name in instance["academies"]}
    instance |= {"teachers_q": [], "rooms": [], "travel_kvnd": [[]]}
    instance["demand"] = {name: [] for name in instance["demand"]}
    plan = solve(instance)
    assert check(instance, plan)["valid"]


def test_a_least_size_nobody_reaches_opens_no_class():
    instance = by_hand()
    instance["courses"] |= {"min_size": [50, 50, 50], "max_size": [60, 60, 60]}
    assert solve(instance)["sections"]["count"] == []


def test_the_instance_by_hand_is_solved_as_by_hand():
    plan = solve(by_hand())
    assert goals(plan)["mandatory"] == (4, 4)
    assert goals(plan)["priority"] == (10, 10)
    assert goals(plan)["all"][0] == 22
    assert plan["new_courses"] == {"academy": [1], "course": [2]}


def test_the_same_input_gives_the_same_core_twice():
    instance = generate("small", 9)
    assert form.plan_sha256(solve(instance)) == form.plan_sha256(solve(json.loads(form.canonical(instance))))


def test_a_small_instance_is_proved_and_beats_both_present_ways():
    instance = generate("small", 9)
    plan = solve(instance)
    proved(plan)
    answer = compare(instance, plan)
    assert answer["valid"]
    for way in ("proportional", "first_come"):
        assert answer["plan"]["all"] > answer[way]["all"]
        assert answer["plan"]["mandatory"] >= answer[way]["mandatory"]


def test_comparing_with_the_plan_itself_finds_that_nothing_moved():
    plan = solve(by_hand())
    moved = compare(by_hand(), solve(by_hand(), previous=plan), plan)["moved"]
    assert moved["sections_added"] == moved["sections_removed"] == 0


def test_the_way_of_middle_instances_is_valid_and_keeps_the_first_goals():
    instance = generate("small", 5)
    plan = solve(instance, recipe=Recipe(limits=Limits(exact_starts=0)))
    assert check(instance, plan)["valid"]
    assert goals(plan)["mandatory"] == goals(plan)["mandatory"][:1] * 2
    assert goals(plan)["priority"] == goals(plan)["priority"][:1] * 2


def test_answering_false_stops_the_work():
    with pytest.raises(Cancelled):
        solve(by_hand(), on_progress=lambda step: step["step"] != "goal")


def test_an_explanation_adds_up_and_names_what_is_full():
    instance = generate("small", 5)
    plan, problem = solve(instance), Problem(instance)
    explainer = Explainer(instance, plan)
    for unit, course in sorted({key[:2] for key in problem.unit_cells}):
        cell = explainer.cell(unit, course)
        lacking = sum(entry["heads"] for entry in cell["short"])
        assert cell["asked"] == cell["given"] + lacking
        assert cell["given"] == sum(row["heads"] for row in cell["classes"])
        for entry in cell["short"]:
            assert entry["no_class_in_time"] or entry["classes_full"] or entry["free_seats"] > 0


def test_an_explanation_of_no_capacity_says_lecturers_and_rooms():
    instance = by_hand()
    instance["teachers_q"] = [[[0] * 4], [[0] * 4]]
    short = Explainer(instance, solve(instance)).cell(0, 0)["short"]
    assert short[0]["no_class_in_time"]
    assert short[0]["academies"][0]["teachers"] == [0, 1] and not short[0]["academies"][0]["possible_starts"]
