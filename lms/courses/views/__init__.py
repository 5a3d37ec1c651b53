"""Pages of the catalogue, of capacity, and of planning a class."""
from lms.courses.views import capacity, catalogue, classes
from lms.courses.views.door import pages

__all__ = ["capacity", "catalogue", "classes", "pages"]
