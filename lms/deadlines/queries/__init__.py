"""Tasks, what is late, the calendar's days, and the year in numbers."""
from lms.deadlines.queries.tasks import (
    answers_of,
    count_for,
    days_of,
    end_of_week,
    holders_of,
    late_by_unit,
    late_tasks,
    waiting_for,
)
from lms.deadlines.queries.unheld import Unheld, unheld, unheld_units
from lms.deadlines.queries.year import Year, year_flow

__all__ = ["Unheld", "Year", "answers_of", "count_for", "days_of", "end_of_week", "holders_of", "late_by_unit", "late_tasks", "unheld", "unheld_units", "waiting_for", "year_flow"]
