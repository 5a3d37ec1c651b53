"""From the body of a draft (plain values) to the facts of its paper.

A body may carry: `issuer_name`, `place`, `signer_rank`, `recipients` (the last is `Lưu: VT, …`); a decision `authority`, `bases`, `articles` (texts, or
{"text", "points"}); a proposal `to`, `opening`, `paragraphs` or `sections` ({"heading", "paragraphs"}), `closing`; both an `annex` (the record of a
QuotaAnnex or NeedsAnnex). What is missing takes the usual words.
"""
from dataclasses import dataclass
from datetime import date

from lms.documents.rules.annex import NeedsAnnex, QuotaAnnex
from lms.documents.rules.numbers import KIND_SIGNS, head_title
from lms.documents.rules.paper import (
    Article,
    DecisionFacts,
    Letterhead,
    ProposalFacts,
    Section,
    Signing,
    decision_pdf,
    decision_values,
    proposal_pdf,
    proposal_values,
)
from lms.pdf.plain import plain
from lms.pdf.record import facts_of, record_of

FACTS = {"quyet_dinh": DecisionFacts, "to_trinh": ProposalFacts}


@dataclass(frozen=True)
class Head:
    """What the row knows: who issues under which number on which day, who signs."""
    issuer_name: str
    parent_name: str
    number: int | None
    symbol: str
    place: str
    dated: date | None
    signer_post: str
    signer_name: str


def place_of(region: str) -> str:
    """Where a unit writes from; a region that is the whole country is the capital."""
    return region if region and region != "Toàn quốc" else "Hà Nội"


def post_lines(text: str) -> tuple[str, ...]:
    """`KT. BỘ TRƯỞNG` over `THỨ TRƯỞNG`: a line each, typed under each other or parted by a slash."""
    return tuple(line.strip() for line in text.replace(" / ", "\n").splitlines() if line.strip())


def paper_facts(kind: str, subject: str, body: dict, head: Head) -> DecisionFacts | ProposalFacts:
    """All that the paper will say."""
    letterhead = Letterhead(body.get("issuer_name") or head.issuer_name, head.parent_name, head.number, f"{KIND_SIGNS[kind]}-{head.symbol}",
                            body.get("place") or head.place, head.dated, head.dated.year if head.dated else None)
    above = f"Như Điều {len(body.get('articles', ())) or 2}" if kind == "quyet_dinh" else "Như trên"
    recipients = tuple(body.get("recipients") or (above, "Các đơn vị có liên quan", "Lưu: VT"))
    signing = Signing(post_lines(head.signer_post), body.get("signer_rank", ""), head.signer_name, recipients)
    make = _decision if kind == "quyet_dinh" else _proposal
    return make(subject, body, letterhead, signing)


def _decision(subject: str, body: dict, head: Letterhead, signing: Signing) -> DecisionFacts:
    articles = tuple(Article(one) if isinstance(one, str) else Article(one["text"], tuple(one.get("points", ()))) for one in body.get("articles", ()))
    bases = tuple(text if text.startswith(("Căn cứ ", "Xét ", "Theo ")) else f"Căn cứ {text}" for text in body.get("bases", ()))
    if not any(text.startswith("Căn cứ ") for text in bases):
        bases = (f"Căn cứ chức năng, nhiệm vụ, quyền hạn của {head.issuer_name}", *bases)
    last = Article("Quyết định này có hiệu lực kể từ ngày ký. Các đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành.")
    annex = body.get("annex")
    return DecisionFacts(head, _abstract(subject), body.get("authority") or head_title(head.issuer_name), bases, articles or (Article(subject), last), signing,
                         facts_of(QuotaAnnex, annex) if isinstance(annex, dict) else None)


def _proposal(subject: str, body: dict, head: Letterhead, signing: Signing) -> ProposalFacts:
    paragraphs = tuple(body.get("paragraphs", ()))
    sections = tuple(Section(one["heading"], tuple(one["paragraphs"])) for one in body.get("sections", ()))
    opening = body.get("opening") or (paragraphs[0] if paragraphs else f"{head.issuer_name} kính trình {subject}.")
    rest = paragraphs if body.get("opening") else paragraphs[1:]
    annex = body.get("annex")
    return ProposalFacts(head, _abstract(subject), body.get("to") or "Cấp có thẩm quyền", opening, sections or ((Section("Nội dung đề nghị", rest),) if rest else ()),
                         body.get("closing") or "Kính đề nghị xem xét, quyết định", signing, facts_of(NeedsAnnex, annex) if isinstance(annex, dict) else None)


def _abstract(subject: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in subject.splitlines() if line.strip())


def check_paper(facts: DecisionFacts | ProposalFacts) -> None:
    """Raise the problem that would stop the rendering, before a number is taken."""
    plain((decision_values if isinstance(facts, DecisionFacts) else proposal_values)(facts))


def paper_record(facts: DecisionFacts | ProposalFacts) -> dict:
    """The facts as plain JSON, kept on the row."""
    return record_of(facts)


def paper_pdf(kind: str, stored: dict) -> bytes:
    """The bytes of an issued paper, from its frozen record."""
    facts = facts_of(FACTS[kind], stored)
    return decision_pdf(facts) if isinstance(facts, DecisionFacts) else proposal_pdf(facts)
