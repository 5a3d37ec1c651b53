"""Errors with a name and a text for the person. `web.py` maps them to answers; a page with a form lets `said_at` say them at the field."""
from contextlib import contextmanager


class Problem(Exception):
    """Something a person did that cannot be done; `text` says what and why, in the reader's language, `code` is the HTTP status."""
    code = 422

    def __init__(self, text, **facts):
        super().__init__(str(text))
        self.text = text
        self.facts = facts


class WrongMove(Problem):
    """The thing is in a state from which this move is not allowed (any more)."""
    code = 409


class StaleForm(Problem):
    """Somebody changed the thing after this form was opened."""
    code = 409


class SamePerson(Problem):
    """Separation of duties: this person did an earlier step and may not do this one."""
    code = 403


class NotAllowed(Problem):
    """This person's role or unit does not reach this deed."""
    code = 403


class FormTooOld(Problem):
    """The form carries no operation key or a broken one."""
    code = 400


@contextmanager
def said_at(form):
    """Around the deed and the answer of a page: a refusal that names a field of the form is said at that field, and the page goes on below
    the block, to show the form again with what was typed. Every other problem goes on to the door."""
    try:
        yield
    except Problem as problem:
        name = problem.facts.get("field")
        if name not in form:
            raise
        form[name].errors = [*form[name].errors, str(problem.text)]
