"""Pages of rounds and sheets."""
from lms.survey.views import checking, closing, deeds, lines, opening, questions, reminding, review, rollup, rounds, sheets, wishes  # noqa: F401  (the pages register themselves)
from lms.survey.views.base import pages

__all__ = ["pages"]
