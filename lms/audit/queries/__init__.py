"""Reading the journal and walking its chain."""
from lms.audit.queries.chain import Verdict, chain_head, database_mark, heads_file, last_anchor, unsealed_count, verify_chain
from lms.audit.queries.last import last_change
from lms.audit.queries.reading import PAGE, facts_known, journal_page, units_below

__all__ = ["PAGE", "Verdict", "chain_head", "database_mark", "facts_known", "heads_file", "journal_page", "last_anchor", "last_change", "units_below", "unsealed_count", "verify_chain"]
