"""The blueprint of the pages about certificates."""
from flask import Blueprint

pages = Blueprint("certificates", __name__)
