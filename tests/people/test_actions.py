"""Persons over time: entered, given posts and ranks from a day on."""
from datetime import date, timedelta

import pytest

from lms import clock
from lms.db import db
from lms.errors import Problem
from lms.people import actions, queries
from lms.people.actions import NewPerson
from tests import builders

NEW = {"service_no": "00000017", "name": "Lê Thị  Hoà", "birth": date(1990, 5, 1), "gender": "Nữ", "category": "", "rank_id": None, "post": "Trợ lý", "since": date(2020, 1, 1)}


@pytest.fixture
def unit(app):
    return builders.unit("Cục", builders.ministry())


def test_a_new_person_is_cleaned_and_keeps_the_own_spelling(unit):
    made = actions.create(None, unit, NewPerson(**NEW))
    assert (made.name, made.name_fold) == ("Lê Thị Hoà", "le thi hoa")


@pytest.mark.parametrize("changes", [{"service_no": "00000017"}, {"birth": clock.today()}, {"birth": date(1930, 1, 1)}])
def test_a_taken_number_or_an_impossible_age_is_refused(unit, changes):
    actions.create(None, unit, NewPerson(**NEW))
    with pytest.raises(Problem):
        actions.create(None, unit, NewPerson(**{**NEW, "service_no": "00000018", **changes}))


def test_posts_and_ranks_end_the_day_before_the_next_begins(unit):
    person, other = actions.create(None, unit, NewPerson(**NEW)), builders.unit("Phòng", unit)
    actions.give_post(None, person, other, "Trưởng phòng", date(2024, 3, 1))
    actions.give_rank(None, person, builders.rank("Thiếu tá").id, date(2024, 3, 1))
    db.session.commit()
    (new, _), (old, _) = queries.posts_of(person.id)
    assert (new.post, old.until, person.unit_id) == ("Trưởng phòng", date(2024, 2, 29), other.id)
    assert [rank.title if rank else None for _, rank in queries.ranks_of(person.id)] == ["Thiếu tá", None]


def test_history_is_not_rewritten_backwards_or_ahead(unit):
    person = actions.create(None, unit, NewPerson(**NEW))
    for day in (date(2019, 1, 1), clock.today() + timedelta(days=1)):
        with pytest.raises(Problem):
            actions.give_post(None, person, unit, "Khác", day)


def test_people_come_by_given_name_and_are_found_without_marks(unit):
    names = ["Trần Văn Bình", "Đặng Thị Ánh", "Lê Văn An"]
    for name in names:
        builders.person(unit, name)
    reader = builders.account("personnel_officer", unit, "Vũ Văn Yên")
    assert [one.name for one in queries.found(reader, "", None, 1)[0]][:3] == ["Lê Văn An", "Đặng Thị Ánh", "Trần Văn Bình"]
    assert [one.name for one in queries.found(reader, "dang anh", None, 1)[0]] == ["Đặng Thị Ánh"]
