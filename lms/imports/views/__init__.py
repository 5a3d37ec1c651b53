"""Pages of imports and of what they ask."""
from lms.imports.views import questions, runs  # noqa: F401  (the pages register themselves)
from lms.imports.views.base import pages

__all__ = ["pages"]
