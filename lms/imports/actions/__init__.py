"""Reading files into staged rows, and writing staged rows in one act."""
from lms.imports.actions.answers import answer
from lms.imports.actions.runs import JOBS, apply_run, cancel, hand_in, request_apply

__all__ = ["JOBS", "answer", "apply_run", "cancel", "hand_in", "request_apply"]
