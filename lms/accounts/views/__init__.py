"""Pages about accounts: signing in (open to everybody), and the administrator's."""
from lms.accounts.views import deputies, managing
from lms.accounts.views.signing import pages, sign_in_page

managing.join(pages)
deputies.join(pages)

__all__ = ["pages", "sign_in_page"]
