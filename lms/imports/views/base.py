"""The blueprint and the words its pages share."""
from flask import Blueprint

from lms.imports.forms import KIND_WORDS
from lms.imports.queries.question_words import about, choice_word, choices_in_words
from lms.imports.queries.words import COLUMN_WORDS, ISSUE_WORDS, NOTE_WORDS, REASON_WORDS, ROW_WORDS, differs_of, shown_value

pages = Blueprint("imports", __name__, url_prefix="/imports")


def words() -> dict:
    """Words for templates."""
    return {"kinds": KIND_WORDS, "issues": ISSUE_WORDS, "reasons": REASON_WORDS, "columns": COLUMN_WORDS, "rows": ROW_WORDS, "notes": NOTE_WORDS,
            "value": shown_value, "differs": differs_of, "about": about, "choice": choice_word, "choices": choices_in_words}
