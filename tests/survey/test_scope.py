"""Who answers a round: the four ways, the reviewer of each, successors; and a round copied from the last one."""
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lms.survey.rules.copying import a_year_later, differences, next_code, next_words
from lms.survey.rules.scope import Candidate, Scope, chosen, final_successors, nearest, reviewers

TREE = [Candidate(2, "/1/2/", 1, 10, "Quân khu Mẫu 1"), Candidate(3, "/1/2/3/", 2, 20, "Sư đoàn Mẫu 1"), Candidate(4, "/1/2/3/4/", 3, 30, "Trung đoàn Mẫu 1"),
        Candidate(5, "/1/5/", 1, 40, "Học viện Mẫu 1")]


def ids(scope: Scope, **values) -> list[int]:
    return [each.id for each in chosen(scope, TREE, **values)]


def test_without_a_rule_the_depth_says_who_answers():
    assert ids(Scope(1, 1, {})) == [2, 5] and ids(Scope(1, 2, {})) == [2, 3, 5]


def test_kinds_are_taken_within_the_depth_only():
    assert ids(Scope(1, 2, {"way": "kinds", "kinds": [20, 30]})) == [3]
    assert ids(Scope(1, 3, {"way": "kinds", "kinds": []})) == []


def test_a_list_names_units_at_any_depth_and_unknown_ones_are_nobody():
    assert ids(Scope(1, 1, {"way": "units", "units": [4, 5, 99]})) == [4, 5]


def test_as_last_time_the_successor_answers_for_a_merged_unit_and_a_dissolved_one_for_nobody():
    assert ids(Scope(1, 1, {"way": "last", "units": [3, 77, 88]}), successors={77: 5}) == [3, 5]
    assert ids(Scope(1, 1, {"way": "units", "units": [77]}), successors={77: 5}) == []


def test_the_reviewer_is_the_nearest_unit_above_that_answers_too_else_the_top():
    assert reviewers(1, [TREE[0], TREE[2], TREE[3]]) == {2: 1, 4: 2, 5: 1}
    assert nearest("/1/2/3/4/", set(), 1) == 1


def test_merged_twice_leads_to_the_last_one_and_split_dissolved_or_in_a_ring_to_nobody():
    assert final_successors([(1, 2), (2, 3), (4, 5), (4, 6), (7, None), (8, 9), (9, 8), (10, 10)]) == {1: 3, 2: 3}


@given(st.lists(st.tuples(st.integers(1, 9), st.one_of(st.none(), st.integers(1, 9)))))
def test_a_successor_has_no_successor_itself(pairs):
    found = final_successors(pairs)
    assert not set(found.values()) & {old for old, new in pairs if new != old}


def test_a_year_later_is_a_working_day():
    free = {date(2027, 11, 13), date(2027, 11, 14)}
    assert a_year_later(date(2026, 11, 13), lambda day: day not in free) == date(2027, 11, 15)
    assert a_year_later(date(2024, 2, 29), lambda day: True) == date(2025, 2, 28)


def test_the_code_and_the_title_count_the_year_on_and_a_taken_code_gets_a_number():
    assert next_words("Khảo sát nhu cầu 2027", 2027) == "Khảo sát nhu cầu 2028"
    assert next_code("KS-2027", 2027, set()) == "KS-2028"
    assert next_code("KS", 2027, {"KS", "KS-2"}) == "KS-3"
    assert len(next_code("K" * 40, 2027, {"K" * 40})) == 40


def test_only_what_differs_is_named():
    assert [(each.name, each.before, each.after) for each in differences({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": None})] == [("b", 2, 3)]
