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
from lms.deadlines.queries.year import Year, year_flow

__all__ = ["Year", "answers_of", "count_for", "days_of", "end_of_week", "holders_of", "late_by_unit", "late_tasks", "waiting_for", "year_flow"]
