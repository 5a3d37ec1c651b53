"""What is read of certificates."""
from lms.certificates.queries.issuing import class_facts, class_of, default_signing, issue_jobs, progress_of, sources
from lms.certificates.queries.reading import PAGE, by_code, by_file, exported, in_class, listed, own, register_rows, register_years, successor, visible

__all__ = ["PAGE", "by_code", "by_file", "class_facts", "class_of", "default_signing", "exported", "in_class", "issue_jobs", "listed", "own", "progress_of",
           "register_rows", "register_years", "sources", "successor", "visible"]
