"""What people do with a quota proposal."""
from lms.quota.actions.computing import compute, request, stop
from lms.quota.actions.deciding import approve, send_back, submit
from lms.quota.actions.opening import open_classes

JOBS = {"quota.solve": compute}

__all__ = ["JOBS", "approve", "compute", "open_classes", "request", "send_back", "stop", "submit"]
