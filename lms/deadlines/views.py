"""The home page: what waits for me."""
from flask import Blueprint, render_template

from lms.access import allow

pages = Blueprint("deadlines", __name__)


@pages.get("/")
@allow("home.read")
def home():
    """What waits for me."""
    return render_template("deadlines/home.html", tasks=[])
