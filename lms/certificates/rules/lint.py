"""The finished file is read again before it counts: a paper that does not say what its facts say is never issued."""
from io import BytesIO

from lms.certificates.rules.paper import CertificateFacts
from lms.pdf.codes import in_groups
from lms.spelling import nfc


def text_of(pdf: bytes) -> str:
    """All text of a PDF, by a reader that knows nothing of how it was made."""
    from pypdf import PdfReader
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def bare(text: str) -> str:
    """Composed and without any white space; marks and case stay, so that Hường is not Hương."""
    return "".join(nfc(text).split())


def faults(pdf: bytes, facts: CertificateFacts) -> list[str]:
    """Names of facts that the file does not carry; empty when it is good."""
    try:
        text = bare(text_of(pdf))
    except Exception as trouble:                # pypdf has many, and every one of them means the same
        return [f"unreadable: {type(trouble).__name__}"]
    wanted = {"person_name": facts.person_name, "register_text": facts.register_text, "serial": facts.serial, "course": facts.course,
              "verify_code": in_groups(facts.verify_code), "decision_number": facts.decision_number}
    return [name for name, value in wanted.items() if bare(value) not in text]
