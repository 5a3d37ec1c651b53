"""Passwords, codes and the pace of guessing."""
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms import clock
from lms.accounts.rules import new_code, password_problem, pause_after, read_code, session_alive

GOOD = "một câu dài dễ nhớ 17"


@pytest.mark.parametrize(("password", "problem"), [
    ("", "short"), ("ngan", "short"), ("a" * 14, "short"), ("aaaaaaaaaaaaaaaaaa", "common"), ("password password", "common"), ("matkhau matkhau 1", "common"),
    ("qwertyuiop12345", "common"), ("123456789012345", "common"), ("x" * 129, "long"), (GOOD, None), ("tk17 là tên của tôi đấy", "own_name"), ("đồng chí Hằng đi học nhé", "own_name"),
    ("😀" * 3 + "không có gì lạ", None), (" " * 20, "common"), ("correct horse battery", None), ("123456789123456789", "common"),
])
def test_a_password_is_judged_by_length_and_guessability_only(password, problem):
    assert password_problem(password, "tk17", ("Hằng",)) == problem


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzăâđêôơư 0123456789", min_size=64, max_size=128))
def test_long_passwords_are_allowed(password):
    assert password_problem(password, "không-trùng") in (None, "common")


def test_a_code_reads_whatever_way_it_is_typed():
    code = new_code()
    assert len(code) == 26
    typed = "-".join(code[at:at + 4] for at in range(0, 26, 4)).lower().replace("0", "o").replace("1", "l")
    assert read_code(typed) == code


def test_guessing_slows_down_and_never_locks():
    pauses = [pause_after(failures) for failures in range(60)]
    assert pauses[:6] == [timedelta(0)] * 6
    assert pauses == sorted(pauses) and pauses[-1] == timedelta(minutes=5)


def test_a_session_ends_at_the_very_second_of_its_limits():
    began = clock.at(clock.today(), 8)
    assert session_alive(began, began, began + timedelta(minutes=29, seconds=59), 30, 8)
    assert not session_alive(began, began, began + timedelta(minutes=30), 30, 8)
    last = began + timedelta(hours=7, minutes=59, seconds=59)
    assert session_alive(began, last, last, 30, 8)
    assert not session_alive(began, last, began + timedelta(hours=8), 30, 8)
