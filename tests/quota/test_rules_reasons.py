"""Why seats are lacking in words, and the plan before in the indexes of a new instance."""
import pytest

from lms.quota.rules.before import carried
from lms.quota.rules.explain import Explainer
from lms.quota.rules.generate import generate
from lms.quota.rules.problem import Problem
from lms.quota.rules.reasons import Reason, Shortage, months_words, reason_of, together
from lms.quota.rules.shape import previous_fault
from lms.quota.rules.solve import solve
from tests.quota.tiny import by_hand

FACTS = {"too_few_for_a_class": False, "no_class_in_time": False, "classes_full": True, "free_seats": 0, "asked": 40, "least": 10, "left": 6, "academies": []}
ENTRY = {"academy": 1, "no_start_in_time": False, "new_limit": False, "budget": False, "teachers": [], "rooms": [], "possible_starts": []}
NAMES = {1: "Học viện Một", 2: "Học viện Hai"}


def told(entries=({},), **facts) -> Reason:
    academies = [{**ENTRY, **entry} for entry in entries]
    return reason_of(Shortage(2027, 1, 6, "Dữ liệu", {**FACTS, "academies": academies, **facts}), NAMES)


@pytest.mark.parametrize(("entry", "words"), [
    ({"no_start_in_time": True}, "không còn tháng nào bắt đầu mà kịp hạn"), ({"budget": True}, "hết kinh phí"), ({"new_limit": True}, "đã mở hết số khóa mới được phép"),
    ({"teachers": [0, 1, 2]}, "giảng viên nội dung “Dữ liệu” không còn giờ tháng 1–3"), ({"rooms": [4]}, "không còn phòng học trống tháng 5"),
    ({"teachers": [0], "rooms": [2, 3]}, "giảng viên nội dung “Dữ liệu” không còn giờ tháng 1; không còn phòng học trống tháng 3–4"),
    ({"possible_starts": [6]}, "còn mở được lớp (tháng 7), nhưng số còn thiếu (6) chưa đủ một lớp (ít nhất 10)"),
])
def test_every_obstacle_has_its_words(app, entry, words):
    found = told([entry])
    assert found.title == "Hạn hết Quý II/2027: thiếu 6." and found.lead == "Các lớp kết thúc kịp hạn đã kín chỗ."
    assert found.obstacles == (f"Học viện Một: {words}.",)


@pytest.mark.parametrize(("facts", "lead"), [
    ({"too_few_for_a_class": True, "asked": 6}, "Cả đợt chỉ có 6 người cần khóa này, chưa đủ một lớp (ít nhất 10)."), ({"no_class_in_time": True}, "Không lớp nào kết thúc kịp hạn."),
    ({"free_seats": 3}, "Các lớp kịp hạn còn 3 chỗ mà phương án chưa dùng đến."), ({"academies": []}, "Không học viện nào có giảng viên nội dung “Dữ liệu” trong năm kế hoạch."),
])
def test_every_main_reason_has_its_words(app, facts, lead):
    assert told(**facts).lead == lead


def test_enough_people_for_a_class_that_was_not_opened_is_said_honestly(app):
    assert "phương án dừng trong sai số cho phép của phép tính" in told([{"possible_starts": [0]}], left=10).obstacles[0]


def test_academies_and_deadlines_with_one_reason_share_a_sentence(app):
    assert told([{"rooms": [0]}, {"academy": 2, "rooms": [0]}]).obstacles == ("Học viện Một, Học viện Hai: không còn phòng học trống tháng 1.",)
    joined = together([Reason(0, "a.", "x", ()), Reason(1, "b.", "x", ()), Reason(2, "c.", "y", ())])
    assert [reason.line for reason in joined] == ["a. b. x", "c. y"]


def test_months_are_told_in_runs(app):
    assert months_words([5, 0, 1, 2, 9, 10]) == "tháng 1–3, 6, 10–11"


def test_shortfalls_add_up_and_every_unit_of_a_course_and_deadline_has_the_same_reason():
    instance = generate("small", 5)
    plan, problem = solve(instance), Problem(instance)
    explainer = Explainer(instance, plan)
    found = {(row["course"], row["bucket"]): row for row in explainer.shortfalls()}
    assert sum(row["heads"] for row in found.values()) == problem.asked() - sum(plan["seats"]["heads"])
    for unit, course in sorted({key[:2] for key in problem.unit_cells}):
        for entry in explainer.cell(unit, course)["short"]:
            assert {name: entry[name] for name in entry if name not in ("priority", "bucket", "heads")}.items() <= found[course, entry["bucket"]].items()


def keys(units: list, courses: list, academies: list) -> dict:
    return {"units": units, "courses": courses, "academies": academies}


def test_a_plan_is_carried_to_other_indexes_and_loses_what_is_gone():
    plan = solve(by_hand())
    old, new = keys([11, 12], [21, 22, 23], [31, 32]), keys([12, 13, 11], [23, 21], [32, 31])
    moved = carried(plan, old, new)
    assert previous_fault(moved) is None
    back = carried(moved, new, old)
    kept = [row for row in zip(*plan["seats"].values(), strict=True) if row[list(plan["seats"]).index("course")] != 1]
    assert sum(back["seats"]["heads"]) == sum(row[list(plan["seats"]).index("heads")] for row in kept)
    assert back["sections"] == {name: [value for value, course in zip(plan["sections"][name], plan["sections"]["course"], strict=True) if course != 1] for name in plan["sections"]}


def test_a_plan_carried_to_the_same_indexes_is_the_same_and_to_none_is_empty():
    plan, same = solve(by_hand()), keys([1, 2], [1, 2, 3], [1, 2])
    assert carried(plan, same, same)["seats"] == plan["seats"] and carried(plan, same, same)["sections"] == plan["sections"]
    empty = carried(plan, same, keys([], [], []))
    assert empty["seats"]["heads"] == [] and empty["sections"]["count"] == []
