"""Facts about certificates."""
from dataclasses import dataclass

from lms.events.fact import Fact


@dataclass(frozen=True, kw_only=True)
class CertificatesRequested(Fact):
    """Certificates requested."""
    subject = "class"
    count: int
    job_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateNumbered(Fact):
    """Certificate numbered."""
    subject = "certificate"
    person_id: int
    register_text: str


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Fact):
    """Certificate issued."""
    subject = "certificate"
    person_id: int
    pdf_sha256: str


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Fact):
    """Certificate revoked."""
    subject = "certificate"
    person_id: int
    reason: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class CertificateReplaced(Fact):
    """Certificate replaced."""
    subject = "certificate"
    person_id: int
    by_id: int
