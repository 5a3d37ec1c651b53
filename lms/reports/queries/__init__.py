"""Reading across all floors: a person's own page, background jobs."""
from lms.reports.queries.jobs import NEWEST, ORDERS, Job, listed_jobs, visible_jobs
from lms.reports.queries.own import certificates_of, group_of, needs_of, places_of
from lms.reports.queries.search import search

__all__ = ["NEWEST", "ORDERS", "Job", "certificates_of", "group_of", "listed_jobs", "needs_of", "places_of", "search", "visible_jobs"]
