"""Bugs planted into the deeds of a sheet: the model of the stateful test finds each of them."""
import pytest
from sqlalchemy import false, literal

from lms.accounts.models import Account
from lms.survey.actions import answering, lines, reviewing, sheets
from lms.survey.models import Need
from lms.survey.queries import accepted
from tests.survey.test_stateful import Sheets

_NOTE = sheets.note_event


def _all_but_corrections(actor, sheet, name, *rest, **more):
    if name != "correct":
        _NOTE(actor, sheet, name, *rest, **more)


class AsAsked:
    """Need, but the number that counts is the one that was asked."""

    def __getattr__(self, name: str):
        return getattr(Need, "heads" if name == "heads_counted" else name)


PLANTED = {
    "a correction outlives the number it was about": lambda patch: patch.setattr(lines, "forget", lambda _changed: None),
    "an answer outlives the number it was about": lambda patch: patch.setattr(answering, "ABOUT", {"heads_now"}),
    "counts forget what corrections add": lambda patch: patch.setattr(sheets, "_sum_of_lines", lambda _sheet, _value: literal(0)),
    "who sent it may return and correct it": lambda patch: patch.setattr(Account, "same_as", lambda self, column, at=None: false()),
    "nobody counts the unanswered warnings": lambda patch: patch.setattr(sheets, "unanswered", lambda _remarks, _answered: 0),
    "answers are not looked at when it is sent": lambda patch: patch.setattr(sheets, "answers_of", lambda _sheet_id: {}),
    "together takes sheets with warnings": lambda patch: patch.setattr(reviewing, "why_not_together", lambda state, own, _warned: (
        "gone" if state not in ("submitted", "resubmitted") else "own" if own else None)),
    "a closed round is still corrected": lambda patch: patch.setattr(reviewing, "hold_round", lambda _sheet: None),
    "the corrected number is not kept": lambda patch: patch.setattr(reviewing, "corrected", lambda _asked, _after: None),
    "demand takes the number that was asked": lambda patch: patch.setattr(accepted, "Need", AsAsked()),
    "a correction leaves no trace in the history": lambda patch: patch.setattr(reviewing, "note_event", _all_but_corrections),
    "the journal does not hear of corrections and comments": lambda patch: patch.setattr(reviewing, "record", lambda _actor, _fact: None),
    "a person counts twice after a correction": lambda patch: patch.setattr(reviewing, "why_no_number", lambda _person, now, after: "same" if now == after else None),
    "what was sent is edited all the same": lambda patch: patch.setattr(lines, "hold_for_edit", lambda _actor, _sheet: None),
}


def story() -> None:
    """A life in which each bug shows, told with the deeds of the model and looked at after each of them."""
    life = Sheets()
    for deed, *values in (
            ("begin",), ("add_heads", 900), ("answer", 0, "Tuyển thêm"), ("add_heads", 900), ("add_person", 0), ("submit", 0), ("correct", 0, 0, 3), ("correct", 0, 2, 2),
            ("correct", 0, 2, 0), ("comment", 0), ("accept_together", 0), ("send_back", 0), ("change", 0, 901, ""), ("submit", 1), ("send_back", 2), ("correct", 2, 1, 2),
            ("add_heads", 1), ("correct", 0, 1, 40), ("accept", 0), ("close", 0), ("correct", 0, 1, 1)):
        getattr(life, deed)(*values)
        life.the_sheet_is_as_the_model_says()


def test_the_story_passes_without_a_bug(app):
    story()


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(app, monkeypatch, bug):
    PLANTED[bug](monkeypatch)
    with pytest.raises(Exception) as found:
        story()
    assert not isinstance(found.value, AttributeError | TypeError | NameError), f"{bug}: the plant itself is broken: {found.value!r}"
