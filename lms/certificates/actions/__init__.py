"""What happens to certificates."""
from lms.certificates.actions.ending import replace, revoke
from lms.certificates.actions.issuing import cancel_issue, issue_batch, request_issue

JOBS = {"certificates.issue": issue_batch}

__all__ = ["JOBS", "cancel_issue", "issue_batch", "replace", "request_issue", "revoke"]
