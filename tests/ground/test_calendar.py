"""Working days: the week's rule and the rows that differ."""
import re
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms import clock
from lms.calendar import CalendarDay, Swap, add_working_days, days_late, due_after, swaps, working_days_between
from lms.classification.actions import load_reference
from lms.db import db, work
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


def _days(*rows):
    return [CalendarDay(day=day, kind=kind, name=name) for day, kind, name in rows]


def test_a_day_off_and_its_made_up_saturday_name_each_other_from_either_side():
    off, saturday = date(2026, 8, 31), date(2026, 8, 22)
    for names in (("Nghỉ hoán đổi", "Làm bù cho 31/8"), ("Ngày nghỉ (thay cho ngày 22/08/2026)", "")):
        found = swaps(_days((off, "off", names[0]), (saturday, "work", names[1])))
        assert found == {off: Swap(saturday, True), saturday: Swap(off, True)}


def test_a_swap_whose_other_half_is_missing_is_told():
    off, saturday = date(2026, 8, 31), date(2026, 8, 22)
    assert swaps(_days((off, "off", "Ngày nghỉ (thay cho ngày 22/08/2026)"))) == {off: Swap(saturday, False)}
    assert swaps(_days((saturday, "work", "Làm bù cho 31/8"))) == {saturday: Swap(off, False)}


def test_a_swap_over_the_new_year_takes_the_nearest_year():
    saturday = date(2027, 1, 9)
    assert swaps(_days((saturday, "work", "Làm bù cho 31/12"))) == {saturday: Swap(date(2026, 12, 31), False)}


@given(st.text(max_size=30))
def test_no_name_breaks_the_calendar(name):
    day = date(2028, 2, 29)
    assert all(isinstance(swap.day, date) and swap.day != day for swap in swaps(_days((day, "off", name + " 31/02/2026 ")) + _days((date(2028, 3, 1), "work", name))).values())


def test_two_days_off_that_name_each_other_are_no_swap():
    assert swaps(_days((date(2026, 4, 27), "off", "Nghỉ bù cho 26/04"), (date(2026, 4, 26), "off", "Giỗ Tổ"))) == {}


def test_the_reference_calendar_has_the_saturday_that_is_made_up(app):
    with clock.held(clock.at(date(2026, 3, 2))), work():
        load_reference()
    rows = {row.day: row for row in db.session.execute(select(CalendarDay)).scalars()}
    assert (rows[date(2026, 8, 22)].kind, rows[date(2026, 8, 31)].kind) == ("work", "off")
    assert swaps(list(rows.values()))[date(2026, 8, 31)] == Swap(date(2026, 8, 22), True)
    special = {day: row.kind for day, row in rows.items()}
    assert add_working_days(date(2026, 8, 21), 1, special) == date(2026, 8, 22)
    with clock.held(clock.at(date(2026, 3, 2))), work():
        assert load_reference()["holidays"] == 0


def test_the_page_shows_pairs_weekdays_and_a_half_that_is_missing(app, sign_in):
    builders.keep(*_days((date(2026, 8, 31), "off", "Nghỉ hoán đổi"), (date(2026, 8, 22), "work", "Làm bù cho 31/8"), (date(2026, 1, 2), "off", "Nghỉ, làm bù 10/01")))
    browser = sign_in(builders.account("committee_staff", builders.ministry()))
    page = re.sub(r"\s+", " ", browser.get("/calendar?year=2026").get_data(as_text=True))
    assert "22/08/2026 <span class=\"second\">thứ Bảy</span>" in page
    assert ">nghỉ 31/08/2026<" in page and ">làm bù 22/08/2026<" in page and "10/01/2026 chưa ghi là ngày làm bù" in page
    browser.client.set_cookie("lms_lang", "en")
    assert "Saturday" in browser.get("/calendar?year=2026").get_data(as_text=True)
