"""The invented army as plain values."""
import unicodedata
from collections import Counter
from datetime import date

import pytest

from lms.demo.rules.catalogue import TOPICS, academies, courses
from lms.demo.rules.needs import FITS, GROUPS, LAST_YEAR, THIS_YEAR
from lms.demo.rules.people import TOTAL, People
from lms.demo.rules.schedule import SectionFacts, slots
from lms.demo.rules.staff import ROLE_NAMES, holders
from lms.demo.rules.tree import units

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def army():
    tree = units()
    return tree, People(1, TODAY).everybody(tree)


def test_the_ministry_has_48_first_level_units_in_seven_families_and_about_300_units(army):
    tree, _people = army
    assert Counter(unit.depth for unit in tree)[1] == 48 and 290 <= len(tree) <= 330
    assert len({unit.code for unit in tree}) == len(tree)
    assert sum(unit.kind in ("Học viện", "Trường sĩ quan") for unit in tree if unit.depth == 1) == 7


def test_every_first_level_unit_says_that_it_is_a_sample(army):
    tree, _people = army
    assert [unit.name for unit in tree if unit.depth < 2 and "Mẫu" not in unit.name] == []


def test_3000_persons_with_numbers_of_their_own_and_names_in_all_tones(army):
    _tree, people = army
    assert len(people) == TOTAL == 3000 and len({person.service_no for person in people}) == TOTAL
    marks = {sign for person in people for sign in unicodedata.normalize("NFD", person.name)}
    assert {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u0306", "\u031b", "Đ"} <= marks
    assert all(unicodedata.is_normalized("NFC", person.name) for person in people)


def test_dated_rows_are_in_order_and_never_in_the_future(army):
    _tree, people = army
    for person in people:
        for rows in (person.ranks, person.posts):
            days = [since for _value, since in rows]
            assert days == sorted(days) and days[-1] <= TODAY and (TODAY - person.birth).days > 17 * 365


def test_the_same_seed_makes_the_same_army_and_another_seed_another(army):
    tree, people = army
    assert People(1, TODAY).everybody(tree) == people != People(2, TODAY).everybody(tree)


def test_25_courses_over_18_topics_and_every_topic_is_taught():
    assert len(courses()) == 25 and len(TOPICS) == 18
    made = academies([f"M{number}" for number in range(15, 22)], (2026, 2027), 1)
    assert {topic for one in made for topic, _month in one.quarters} == set(TOPICS)


def test_units_ask_for_courses_of_the_catalogue_with_a_group():
    known = {course.code for course in courses()}
    assert set(FITS) == set(GROUPS) <= known and {*LAST_YEAR, *THIS_YEAR} <= set(FITS)


def test_every_role_has_a_login(army):
    from lms.access import ROLES
    tree, _people = army
    assert {role for role, _name in ROLE_NAMES} == set(ROLES)
    names = [one.username for one in holders(tree)]
    assert len(names) == len(set(names))


def test_classes_stand_in_every_state():
    found = slots([SectionFacts(1, days) for days in (2, 3, 5, 10, 2, 3, 4, 5, 10, 2, 3, 2, 3, 5, 5, 2, 2, 3, 3, 2)])
    assert {one.state for one in found} == {"running", "closed", "finished", "locked", "cancelled", "planned", "open"}
