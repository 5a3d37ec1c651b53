"""Rules of seats, reasons and results on plain values."""
from datetime import UTC, date, datetime, timedelta

import pytest

from lms.enrollment.rules.locking import Unready, unready
from lms.enrollment.rules.reasons import CODES, Busy, Candidate, Target, why_not
from lms.enrollment.rules.results import (
    ClassFacts,
    Figures,
    Rule,
    judge,
    least_sessions,
    read_mark,
    rule_in_words,
    steps,
    write_mark,
)
from lms.enrollment.rules.seats import Share, Waiter, giver, in_order, lowest_free, split_by_allocation

NOW = datetime(2027, 1, 10, tzinfo=UTC)
TARGET = Target(1, "open", date(2027, 3, 1), date(2027, 3, 12), NOW + timedelta(days=5), 7, ((3, "Khóa nền"),))
FIT = Candidate(5, True, "/1/4/", (), frozenset({3}))


def codes(candidate, target=TARGET, unit="/1/4/", now=NOW):
    return [reason.code for reason in why_not(candidate, target, unit, now)]


def test_a_fit_person_has_no_reason_against():
    assert codes(FIT) == []


def test_each_reason_is_found_alone():
    assert codes(FIT, Target(1, "planned", TARGET.starts_on, TARGET.ends_on, TARGET.nominate_until, 7)) == ["not_open"]
    assert codes(FIT, now=TARGET.nominate_until + timedelta(seconds=1)) == ["late"]
    assert codes(Candidate(5, False, "/1/4/", (), frozenset({3}))) == ["inactive"]
    assert codes(Candidate(5, True, "/1/40/", (), frozenset({3}))) == ["foreign"]
    assert codes(Candidate(5, True, "/1/4/", (Busy(1, "A", TARGET.starts_on, TARGET.ends_on),), frozenset({3}))) == ["in_class"]
    assert codes(Candidate(5, True, "/1/4/", (Busy(2, "B", date(2027, 3, 12), date(2027, 3, 20)),), frozenset({3}))) == ["clash"]
    assert codes(Candidate(5, True, "/1/4/", (), frozenset({3, 7}))) == ["holds"]
    assert codes(Candidate(5, True, "/1/4/")) == ["missing"]


def test_the_deadline_itself_is_still_in_time():
    assert codes(FIT, now=TARGET.nominate_until) == []


def test_a_class_that_ends_the_day_before_does_not_clash():
    assert codes(Candidate(5, True, "/1/4/", (Busy(2, "B", date(2027, 2, 1), date(2027, 2, 28)),), frozenset({3}))) == []


def test_all_reasons_are_said_at_once():
    unfit = Candidate(5, False, "/1/9/", (Busy(2, "B", TARGET.starts_on, TARGET.ends_on), Busy(1, "A", TARGET.starts_on, TARGET.ends_on)), frozenset({7}))
    assert set(codes(unfit, now=NOW + timedelta(days=9))) == set(CODES) - {"not_open"}


def test_the_lowest_free_seat_is_given():
    assert lowest_free(set(), 3) == 1
    assert lowest_free({1, 3}, 3) == 2
    assert lowest_free({1, 2, 3}, 3) is None


def test_the_waiting_list_goes_by_priority_then_by_number():
    waiters = [Waiter(1, 1, 3, 1), Waiter(2, 1, 1, 3), Waiter(3, 1, 1, 2)]
    assert [one.enrollment_id for one in in_order(waiters)] == [3, 2, 1]


def test_an_unused_seat_comes_from_who_freed_it_else_from_who_has_most():
    shares = [Share(1, 5, 4), Share(2, 5, 1), Share(3, 2, 2)]
    assert giver(shares, 3, freed_by=1) == 1
    assert giver(shares, 3, freed_by=None) == 2
    assert giver(shares, 3, freed_by=3) == 2
    assert giver([Share(3, 2, 2), Share(4, 1, 0)], 4, None) is None


def test_seats_of_a_share_go_to_the_highest_priority():
    assert split_by_allocation([3, 1, 2], 2) == [True, False, False]
    assert split_by_allocation([1, 1], 0) == [True, True]
    assert split_by_allocation([], 3) == []


@pytest.mark.parametrize(("typed", "mark"), [("8,5", 85), ("8.5", 85), ("8", 80), ("10", 100), ("10,0", 100), ("0", 0), (" 7,0 ", 70), ("", None)])
def test_marks_are_read_with_comma_or_point(typed, mark):
    assert read_mark(typed) == mark


@pytest.mark.parametrize("typed", ["10,1", "11", "-1", "8,55", "8,", "tám", "8,5,1", "٨", "1e1", "08"])
def test_what_is_no_mark_is_refused(typed):
    with pytest.raises(ValueError):
        read_mark(typed)


def test_marks_are_written_as_they_are_read():
    assert all(read_mark(write_mark(mark)) == mark for mark in range(101))
    assert write_mark(None) == ""


def test_the_rule_is_exact_at_its_edge():
    rule = Rule(80, 50)
    assert judge(rule, Figures(8, 10, 50)).completed
    assert not judge(rule, Figures(7, 10, 100)).enough_attendance
    assert not judge(rule, Figures(10, 10, 49)).enough_mark
    assert not judge(rule, Figures(10, 10, None)).completed
    assert judge(Rule(80, 0), Figures(8, 10, None)).completed
    assert not judge(rule, Figures(0, 0, 100)).completed
    assert least_sessions(rule, 6) == 5
    assert rule_in_words(rule) == "dự ít nhất 80 % số buổi và đạt từ 5,0 điểm"


def facts(**values):
    return ClassFacts(**{"state": "open", "starts_on": date(2027, 3, 1), "seated": 1, "waiting": 0, "to_approve": 0, "next_session": 1,
                         "next_begun": True, "untaken": 6, "without_mark": 0, "days_to_lock": 3, **values})


def test_a_class_says_what_it_waits_for():
    today = date(2027, 2, 1)
    assert steps(facts(state="planned"), today) == [("open", 0)]
    assert steps(facts(to_approve=2), today) == [("approve", 2), ("lock", 3)]
    assert steps(facts(to_approve=2, unready=True), today) == [("approve", 2), ("early", 3)]
    assert steps(facts(state="running", next_begun=False), today) == [("session", 1)]
    assert steps(facts(state="running", without_mark=4), today) == [("attendance", 1), ("grades", 4)]
    assert steps(facts(state="running", next_session=None, untaken=0), today) == [("finish", 0)]
    assert steps(facts(state="finished"), today) == [("completion", 0)]
    assert steps(facts(state="closed"), today) == []


def test_a_list_is_unready_while_names_may_come_or_wait():
    until = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
    assert not unready(until, until, 0)
    assert unready(until, until, 1) == Unready(None, 1) and unready(until, until, 1)
    assert unready(until, until - timedelta(seconds=1), 0) == Unready(until, 0) and unready(until, until - timedelta(seconds=1), 0)
