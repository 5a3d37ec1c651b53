"""Pages of rounds and sheets."""
from lms.survey.views import closing, deeds, lines, opening, reminding, rollup, rounds, sheets  # noqa: F401  (the pages register themselves)
from lms.survey.views.base import pages

__all__ = ["pages"]
