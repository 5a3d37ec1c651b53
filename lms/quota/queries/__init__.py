"""What is read about proposals."""
from lms.quota.models import Proposal
from lms.quota.queries.board import (
    allocation_of,
    allocations,
    asked_by_priority,
    board,
    by_first_level,
    newest_first,
    undecided,
    units_of_course,
    visible,
)
from lms.quota.queries.export import board_book
from lms.quota.queries.reasons import reasons
from lms.quota.queries.rerun import Before, hindrance, plan_before, standings, uncounted

__all__ = ["Before", "Proposal", "allocation_of", "allocations", "asked_by_priority", "board", "board_book", "by_first_level", "hindrance", "newest_first", "plan_before", "reasons",
           "standings", "uncounted", "undecided", "units_of_course", "visible"]
