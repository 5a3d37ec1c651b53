"""What happens to certificates."""
from lms.certificates.actions.ending import replace, revoke
from lms.certificates.actions.extracting import ask_extract, render_extract
from lms.certificates.actions.issuing import cancel_issue, issue_batch, request_issue

JOBS = {"certificates.issue": issue_batch, "certificates.register": render_extract}

__all__ = ["JOBS", "ask_extract", "cancel_issue", "issue_batch", "replace", "request_issue", "revoke"]
