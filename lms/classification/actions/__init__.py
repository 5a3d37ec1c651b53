"""Finding groups, overriding them, installing rules and reference data."""
from lms.classification.actions.classify import (
    accept_sheets,
    classify,
    classify_round,
    classify_sheet,
    request_round,
)
from lms.classification.actions.override import override
from lms.classification.actions.reference import install_first_rules, load_reference

JOBS = {"classify round": classify_round}

__all__ = ["JOBS", "accept_sheets", "classify", "classify_round", "classify_sheet", "install_first_rules", "load_reference", "override", "request_round"]
