"""Loading the invented army, and the logins that somebody may use."""
from lms.demo.actions.load import is_loaded, load, refuse_foreign, seal_all
from lms.demo.actions.staff import fits, write_passwords

__all__ = ["fits", "is_loaded", "load", "refuse_foreign", "seal_all", "write_passwords"]
