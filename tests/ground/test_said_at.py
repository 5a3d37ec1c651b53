"""A refusal that names a field is said there; every other problem goes to the door."""
import pytest

from lms.errors import NotAllowed, Problem, StaleForm, said_at


class _Field:
    def __init__(self):
        self.errors = ("trước",)


def test_the_refusal_stands_at_its_field_and_the_page_goes_on():
    form = {"since": _Field()}
    with said_at(form):
        raise Problem("quá sớm", field="since")
    assert form["since"].errors == ["trước", "quá sớm"]


def test_a_forbidden_deed_that_names_a_field_is_said_there_too():
    form = {"role": _Field()}
    with said_at(form):
        raise NotAllowed("không tự giao", field="role")
    assert "không tự giao" in form["role"].errors


@pytest.mark.parametrize("problem", [StaleForm("cũ"), Problem("chung"), Problem("ô lạ", field="other"), ValueError("hỏng")])
def test_what_names_no_field_of_this_form_goes_on(problem):
    with pytest.raises(type(problem)), said_at({"since": _Field()}):
        raise problem
