"""Working days: the week's rule and the rows that differ."""
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from lms import clock
from lms.calendar import CalendarDay, add_working_days, days_late, due_after, working_days_between
from tests import builders

TET = {date(2027, 2, 5): "off", date(2027, 2, 8): "off", date(2027, 2, 9): "off", date(2027, 2, 13): "work"}


def test_days_off_and_made_up_days_count_as_their_rows_say():
    assert working_days_between(date(2027, 2, 4), date(2027, 2, 13), TET) == 4
    assert add_working_days(date(2027, 2, 4), 3, TET) == date(2027, 2, 12)
    assert add_working_days(date(2027, 2, 4), 4, TET) == date(2027, 2, 13)


def test_a_due_date_is_the_end_of_a_working_day_in_hanoi(app):
    builders.keep(CalendarDay(day=date(2027, 1, 1), kind="off", name="Tết Dương lịch"))
    with clock.held(clock.at(date(2026, 12, 31), 10)):
        assert clock.local(due_after(1)) == datetime(2027, 1, 4, 16, 30, tzinfo=clock.HANOI)


def test_lateness_counts_working_days_and_is_zero_on_time():
    due = clock.at(date(2027, 3, 5), 16, 30)
    assert days_late(due, {}, due) == 0
    assert days_late(due, {}, clock.at(date(2027, 3, 5), 16, 31)) == 1
    assert days_late(due, {}, clock.at(date(2027, 3, 8), 9)) == 1
    assert days_late(due, {}, clock.at(date(2027, 3, 10), 9)) == 3


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(1, 60))
def test_adding_and_counting_agree(start, number):
    assert working_days_between(start, add_working_days(start, number, TET), TET) == number
