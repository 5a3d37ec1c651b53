"""The chain of the journal on plain values, and the words of its facts."""
from lms.audit.rules.chain import GENESIS, Anchor, canonical, due, link, read_anchors

__all__ = ["GENESIS", "Anchor", "canonical", "due", "link", "read_anchors"]
