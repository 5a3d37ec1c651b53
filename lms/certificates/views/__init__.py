"""Pages about certificates: issuing a class, reading, ending, and the public answer."""
from flask import Blueprint

pages = Blueprint("certificates", __name__)

from lms.certificates.views import ending, issuing, reading, verifying  # noqa: E402, F401
