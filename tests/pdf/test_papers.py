"""Every paper: one family of type, composed letters, nothing enclosed, the same bytes twice."""
import unicodedata
from dataclasses import replace

import pytest

from lms.certificates.rules.paper import certificate_pdf
from lms.certificates.rules.register import register_pdf
from lms.documents.rules.lists import roll_up_pdf, sign_in_pdf
from lms.documents.rules.paper import decision_pdf, proposal_pdf
from lms.pdf.slips import slip_sheet_pdf
from tests.pdf import reading, samples

PAPERS = {
    "certificate": lambda: certificate_pdf(samples.CERTIFICATE), "long certificate": lambda: certificate_pdf(samples.LONG),
    "confirmation": lambda: certificate_pdf(samples.CONFIRMATION), "decision": lambda: decision_pdf(samples.DECISION, safely=False),
    "proposal": lambda: proposal_pdf(samples.PROPOSAL, safely=False), "sign-in": lambda: sign_in_pdf(samples.SIGN_IN),
    "roll-up": lambda: roll_up_pdf(samples.ROLL_UP), "register": lambda: register_pdf(samples.REGISTER),
    "slips": lambda: slip_sheet_pdf(samples.SLIPS)}
_made = {}


@pytest.fixture(params=PAPERS)
def paper(request):
    """(name, bytes) of each paper, made once."""
    if request.param not in _made:
        _made[request.param] = PAPERS[request.param]()
    return request.param, _made[request.param]


def test_a_paper_has_no_font_but_our_family(paper):
    found = reading.fonts(paper[1])
    assert found and found <= {"LMS-Serif", "LMS-Serif-Bold", "LMS-Serif-Italic", "LMS-Serif-Bold-Italic"}


def test_the_text_of_a_paper_is_composed(paper):
    said = reading.text(paper[1])
    assert unicodedata.is_normalized("NFC", said) and not any(unicodedata.combining(sign) for sign in said)


def test_a_paper_says_it_is_pdf_a_in_vietnamese_with_a_title(paper):
    opened = reading.opened(paper[1])
    root = opened.trailer["/Root"]
    assert root["/Lang"] == "vi" and root["/MarkInfo"]["/Marked"] and "/OutputIntents" in root
    assert opened.metadata.title and b"pdfaid" in root["/Metadata"].get_data()


def test_a_paper_encloses_nothing_and_carries_no_date(paper):
    opened = reading.opened(paper[1])
    assert not opened.attachments
    assert opened.metadata.creation_date is None


def test_no_picture_is_smoothed(paper):
    for page in reading.opened(paper[1]).pages:
        for image in (page["/Resources"].get("/XObject") or {}).values():
            assert image.get_object().get("/Interpolate", False) == False   # a PDF boolean is no Python boolean


def test_every_figure_has_a_text(paper):
    opened = reading.opened(paper[1])
    waiting, figures = [opened.trailer["/Root"]["/StructTreeRoot"]], 0
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif hasattr(node, "get"):
            figures += node.get("/S") == "/Figure"
            assert node.get("/S") != "/Figure" or str(node.get("/Alt", "")).strip()
            waiting += [node["/K"]] if "/K" in node and not isinstance(node["/K"], int) else []
    assert figures == {"slips": 6, "decision": 0, "proposal": 0, "roll-up": 0, "register": 0}.get(paper[0], 1)


def test_the_same_facts_give_the_same_bytes(paper):
    assert PAPERS[paper[0]]() == paper[1]


def test_other_facts_give_other_bytes():
    assert certificate_pdf(replace(samples.CERTIFICATE, serial="HVMA-0004174")) != certificate_pdf(samples.CERTIFICATE)


def test_the_mark_of_a_specimen_is_drawn_and_not_text():
    with_mark, without = (certificate_pdf(replace(samples.CERTIFICATE, specimen=mark, issuer_name="Học viện A", parent_name="Bộ",
                                                  authority_title="Giám đốc", unit="", decision_by="Giám đốc", place="Hà Nội"))
                          for mark in (True, False))
    assert with_mark != without and "MẪU" not in reading.text(with_mark) and "Mẫu" not in reading.text(with_mark)
