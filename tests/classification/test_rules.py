"""The engine and the first rule set, on plain values."""
import json

import pytest

from lms.classification.queries.rule_sets import _condition
from lms.classification.rules import engine
from lms.classification.rules.gaps import it_gap, missing, topic_gap
from lms.config import HERE
from lms.spelling import fold

STORED = json.loads((HERE / "reference" / "rule_set_1.json").read_text(encoding="utf8"))
RULES = [engine.Rule(place, place, row["group"], tuple(_condition(each) for each in row["conditions"])) for place, row in enumerate(STORED["rules"], start=1)]


def facts(post: str = "", **values) -> engine.Facts:
    texts = {name: fold(value) for name, value in values.items() if name in engine.TEXTS}
    return engine.Facts(post=fold(post), **{**values, **texts})


@pytest.mark.parametrize(("post", "values", "group"), [
    ("Tư lệnh Quân khu", {}, "N1"), ("Trung đoàn trưởng", {}, "N1"), ("Phó Trưởng phòng", {}, "N1"), ("Trưởng ban", {"unit_kind": "Ban"}, "N1"),
    ("Phó Trưởng ban", {"unit_kind": "Phòng"}, "N3"), ("Phó Trưởng ban", {"unit_kind": "Ban"}, "N1"),
    ("Kỹ sư an toàn thông tin", {}, "N2"), ("Trợ lý chuyển đổi số", {}, "N2"), ("Lập trình viên", {"unit_family": "Doanh nghiệp"}, "N2"),
    ("Trợ lý tài chính", {}, "N3"), ("Trợ lý tham mưu", {"unit_kind": "Tiểu đoàn"}, "N4"), ("Trợ lý tham mưu", {"unit_kind": "Cục"}, "N3"),
    ("Đại đội trưởng", {}, "N4"), ("Nhân viên văn thư", {}, "N5"), ("Nhân viên bảo mật - lưu trữ", {}, "N5"), ("Chủ nhiệm bộ môn", {}, "N6"),
    ("Nghiên cứu viên chính", {}, "N7"), ("Trợ lý tài chính", {"roster_group": "N7"}, "N7"), ("Tổng Giám đốc", {"unit_family": "Doanh nghiệp"}, "N8"),
    ("Giám đốc Bệnh viện", {"unit_family": "Học viện, nhà trường, viện, bệnh viện"}, "N1"), ("Lái xe", {}, "N9"), ("Phó Tiểu đội trưởng", {}, "N9"), ("", {}, "N9"),
    ("Sĩ quan dự bị", {"roles": ("commander",)}, "N1"),
])
def test_the_first_rules_find_the_group_of_a_post(post, values, group):
    assert engine.first_match(RULES, facts(post, **values)).rule.group == group


def test_a_word_inside_another_word_does_not_count():
    rule = engine.Rule(1, 1, "N9", (engine.Condition("post", "has", ("tho",)),))
    assert rule.failing(facts("Thông tin viên")) and not rule.failing(facts("Thợ sửa chữa"))


def test_the_last_rule_holds_for_everybody():
    assert RULES[-1].conditions == ()
    with pytest.raises(LookupError):
        engine.first_match(RULES[:-1], facts("Người lạ"))


def test_a_condition_outside_the_vocabulary_is_refused():
    for fact, test in (("salary", "is"), ("post", "like"), ("post", "at_least"), ("it_level", "has")):
        with pytest.raises(engine.UnknownWord):
            engine.Condition(fact, test, ("x",))


def test_numbers_are_compared_and_the_unknown_passes_nothing():
    at_least = engine.Condition("it_level", "at_least", (5,))
    assert at_least.hit(facts(it_level=5)) == 5 and at_least.hit(facts(it_level=4)) is None and at_least.hit(facts()) is None


def test_what_decided_is_named_by_its_word():
    found = engine.first_match(RULES, facts("Trợ lý văn thư - lưu trữ"))
    assert found.because == (("post", "has", "văn thư"),)


def test_what_would_change_names_the_way_out_and_the_ways_in():
    turns = engine.what_would_change(RULES, facts("Kỹ sư an toàn thông tin"))
    assert (turns[0].without, turns[0].group) == (True, "N9")
    assert {turn.group for turn in turns[1:]} == {"N7", "N5"}
    for turn in turns[1:]:
        assert turn.group != "N2"


def test_the_gap_is_what_is_asked_less_what_is_held():
    assert missing(it_gap(3, 7)) == 4 and missing(it_gap(None, 3)) == 3 and missing(it_gap(8, 3)) == 0
    assert it_gap(3, None) is None
    assert missing(topic_gap("An toàn thông tin", 1, 3)) == 2
