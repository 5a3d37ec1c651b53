"""Pages of rounds and sheets."""
from lms.survey.views import checking, closing, deeds, form_file, lines, opening, pasting, questions, reminding, review, rollup, rounds, saving, sheets, wishes  # noqa: F401  (the pages register themselves)
from lms.survey.views.base import pages

__all__ = ["pages"]
