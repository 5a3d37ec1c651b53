"""The blueprint of this package."""
from flask import Blueprint

pages = Blueprint("courses", __name__)
