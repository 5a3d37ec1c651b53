"""Pages about certificates: issuing a class, reading, ending, and the public answer."""
from lms.certificates.views import ending, issuing, reading, verifying
from lms.certificates.views.base import pages

__all__ = ["ending", "issuing", "pages", "reading", "verifying"]
