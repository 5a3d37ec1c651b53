"""What is read of rounds, sheets and lines."""
from lms.survey.queries.accepted import accepted_needs, counted_sheets, gaps_of
from lms.survey.queries.history import events_of, said_to_lines
from lms.survey.queries.lines import (
           course_of,
           courses_by_level,
           lines_of,
           people_to_ask,
)
from lms.survey.queries.review import (
           against_last_round,
           review_rows,
           sheets_to_accept,
           waiting_count,
)
from lms.survey.queries.rounds import (
           board_rows,
           rounds_with_counts,
           scopes,
           visible_rounds,
)
from lms.survey.queries.sheets import (
           last_sent,
           visible,
           visible_lines,
           what_changed,
)
from lms.survey.queries.warnings import answers_of, check_rules, warnings_by_line

__all__ = ["against_last_round", "review_rows", "said_to_lines", "sheets_to_accept", "waiting_count", "accepted_needs", "answers_of", "check_rules", "board_rows", "counted_sheets", "course_of", "courses_by_level", "events_of", "gaps_of", "last_sent", "lines_of",
           "people_to_ask", "rounds_with_counts", "scopes", "visible", "visible_lines", "visible_rounds", "warnings_by_line", "what_changed"]
