"""Pages of classes, nominations, seats, attendance, marks and results."""
from lms.enrollment.views import classes, locking, nominations, teaching
from lms.enrollment.views.door import pages

__all__ = ["classes", "locking", "nominations", "pages", "teaching"]
