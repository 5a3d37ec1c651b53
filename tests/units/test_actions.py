"""Units over time: founded, renamed from a day on; what was before stays."""
from datetime import timedelta

import pytest

from lms import clock
from lms.db import db
from lms.errors import Problem
from lms.units import actions, queries
from lms.units.actions import UnitValues
from tests import builders


def _values(unit, **changes):
    return UnitValues(**{"name": unit.name, "short": unit.short, "kind_id": unit.kind_id, "region": unit.region, "since": clock.today(), **changes})


def test_a_renamed_unit_keeps_its_old_name_in_the_history(app):
    unit = builders.unit("Cục Cũ", builders.ministry())
    actions.change(None, unit, _values(unit, name="Cục  Mới", decision="01/QĐ"))
    db.session.commit()
    newest, oldest = queries.versions_of(unit.id)
    assert (unit.name, newest.name, oldest.name) == ("Cục Mới", "Cục Mới", "Cục Cũ")
    assert oldest.until == newest.since - timedelta(days=1)


@pytest.mark.parametrize("changes", [{}, {"name": "Khác", "since": clock.today() + timedelta(days=9)}])
def test_a_change_of_nothing_or_in_the_future_is_refused(app, changes):
    unit = builders.unit("Cục", builders.ministry())
    with pytest.raises(Problem):
        actions.change(None, unit, _values(unit, **changes))


def test_a_new_unit_stands_below_its_parent(app):
    top = builders.ministry()
    first = actions.create(None, top, "N1", _values(top, name="Quân khu Mẫu 9"))
    second = actions.create(None, first, "N2", _values(top, name="Sư đoàn Mẫu"))
    assert second.path == f"{first.path}{second.id}/" and second.first_level_id == first.id and first.first_level_id == first.id
    with pytest.raises(Problem):
        actions.create(None, top, "N1", _values(top))


def test_a_code_is_found_whatever_its_case_and_a_short_name_when_it_is_alone(app):
    top = builders.ministry()
    unit = builders.unit("Cục", top, code="m19")
    assert queries.by_code("M19").id == unit.id and queries.by_code(unit.short).id == unit.id
    assert queries.by_code("") is None and queries.by_code("không có") is None


def test_search_works_without_marks_and_stays_in_reach(app):
    top = builders.ministry()
    mine, other = builders.unit("Quân khu Đặng", top, "Quân khu"), builders.unit("Quân khu Dặng", top, "Quân khu")
    found = [unit.id for unit, _ in queries.branch(builders.account("commander", mine), None, "dang")]
    assert mine.id in found and other.id not in found
