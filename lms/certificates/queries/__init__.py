"""What is read of certificates."""
from lms.certificates.queries.answering import count_miss, must_wait, public_answer
from lms.certificates.queries.issuing import class_facts, class_of, default_signing, issue_jobs, progress_of, sources, within
from lms.certificates.queries.reading import PAGE, all_of, by_code, by_file, exists, exported, in_class, listed, own, register_rows, register_years, successor, visible
from lms.certificates.queries.register import extracts

__all__ = ["PAGE", "all_of", "by_code", "by_file", "class_facts", "class_of", "count_miss", "default_signing", "exists", "exported", "extracts", "in_class", "issue_jobs",
           "listed", "must_wait", "own", "progress_of", "public_answer", "register_rows", "register_years", "sources", "successor", "visible", "within"]
