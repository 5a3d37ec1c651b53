"""What is read about classes, nominations, seats and results."""
from lms.enrollment.queries.classes import roster, visible_classes, waiting_list
from lms.enrollment.queries.nominations import enrollment_of, history, visible, visible_enrollments
from lms.enrollment.queries.people import left_to_name, of_person, open_needs
from lms.enrollment.queries.results import completions, preview, rule_of, seated

__all__ = ["completions", "enrollment_of", "history", "left_to_name", "of_person", "open_needs", "preview", "roster", "rule_of", "seated", "visible",
           "visible_classes", "visible_enrollments", "waiting_list"]
