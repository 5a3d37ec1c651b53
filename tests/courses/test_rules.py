"""Days, milestones and sittings on plain values."""
from datetime import UTC, date, datetime, time, timedelta

from lms.courses.rules.dates import class_days, first_free, milestones, overlaps, sittings


def weekday(day):
    return day.weekday() < 5


def end_of(day):
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)


def test_a_class_has_working_days_only_and_may_begin_later():
    days = class_days(date(2027, 3, 6), 6, weekday)
    assert days[0] == date(2027, 3, 8) and days[-1] == date(2027, 3, 15) and len(days) == 6


def test_the_milestones_stand_before_the_first_day():
    found = milestones(date(2027, 6, 1), end_of, datetime(2027, 1, 1, tzinfo=UTC))
    assert [moment.date() for moment in found] == [date(2027, 4, 17), date(2027, 5, 2), date(2027, 5, 25)]


def test_no_milestone_lies_in_the_past_and_they_stay_in_order():
    now = datetime(2027, 5, 20, tzinfo=UTC)
    found = milestones(date(2027, 6, 1), end_of, now)
    assert min(found) > now and list(found) == sorted(found)
    assert found[2] == end_of(date(2027, 5, 25))


def test_two_sittings_a_day_numbered_through():
    found = sittings([date(2027, 3, 8), date(2027, 3, 9)])
    assert [one.number for one in found] == [1, 2, 3, 4]
    assert found[0].begins == time(7, 30) and found[1].day == found[0].day and found[2].day - found[0].day == timedelta(days=1)


def test_times_that_only_touch_do_not_overlap():
    assert not overlaps((time(7, 30), time(11)), (time(11), time(12)))
    assert overlaps((time(7, 30), time(11)), (time(10, 59), time(12)))


def test_the_smallest_room_that_is_free_and_large_enough():
    rooms = [(1, 60), (2, 30), (3, 20)]
    assert first_free(rooms, 25, set()) == 2
    assert first_free(rooms, 25, {2}) == 1
    assert first_free(rooms, 25, {1, 2}) is None
