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

__all__ = ["Proposal", "board_book", "allocation_of", "allocations", "asked_by_priority", "board", "by_first_level", "newest_first", "undecided", "units_of_course", "visible"]
