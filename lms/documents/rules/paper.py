"""What official documents say: decision and proposal, from facts to the values of their templates and to bytes (Decree 30/2020, Annex I)."""
from dataclasses import dataclass
from datetime import date

from lms.documents.rules.annex import NeedsAnnex, QuotaAnnex, needs_values, quota_values
from lms.documents.rules.wording import date_words, number_text, roman
from lms.pdf.render import render, render_safely

END = "./."


@dataclass(frozen=True)
class Letterhead:
    """Who writes, under which number, where and when. No number or day yet: room for the pen."""
    issuer_name: str
    parent_name: str                # empty for a ministry
    number: int | None
    symbol: str                     # QĐ-BM
    place: str
    signed_on: date | None
    year: int | None = None         # printed while there is no day


@dataclass(frozen=True)
class Signing:
    """Who signs, and who receives: `KT. BỘ TRƯỞNG`, `THỨ TRƯỞNG`; recipients without dash and semicolon, the last is `Lưu: VT, …`."""
    post: tuple[str, ...]
    rank: str
    name: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """One Điều: its text and its numbered points."""
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of a proposal under a Roman number; its paragraphs are numbered when there are several."""
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class DecisionFacts:
    """A decision (quyết định)."""
    letterhead: Letterhead
    abstract: tuple[str, ...]       # its own lines
    authority: str
    grounds: tuple[str, ...]
    articles: tuple[Article, ...]
    signing: Signing
    annex: QuotaAnnex | None = None
    electronic: bool = False        # then the annex leaves number and day empty: the signature line carries them
    specimen: bool = False


@dataclass(frozen=True)
class ProposalFacts:
    """A proposal (tờ trình)."""
    letterhead: Letterhead
    abstract: tuple[str, ...]
    addressee: str
    opening: str
    sections: tuple[Section, ...]
    closing: str
    signing: Signing
    annex: NeedsAnnex | None = None
    author: str = ""                # as the annex names it: `Ban Chỉ đạo chuyển đổi số`
    electronic: bool = False
    specimen: bool = False


def stopped(texts: tuple[str, ...], start: str = "") -> list[str]:
    """Lines of a list: each ends with ';', the last with '.'."""
    bare = [start + text.strip().rstrip(";. ") for text in texts]
    return [f"{text};" for text in bare[:-1]] + [f"{text}." for text in bare[-1:]]


def head_values(head: Letterhead) -> dict:
    """Boxes 1 to 4."""
    return {"issuer": head.issuer_name.upper(), "parent": head.parent_name.upper(),
            "number": f"Số: {number_text(head.number, head.symbol)}",
            "place": f"{head.place}, {date_words(head.signed_on, head.year)}"}


def signing_values(signing: Signing) -> dict:
    """Boxes 7 and 9b."""
    return {"post": [line.upper() for line in signing.post], "signer": f"{signing.rank} {signing.name}".strip(),
            "recipients": stopped(signing.recipients, "- ")}


def belongs_to(kind: str, head: Letterhead, author: str, electronic: bool) -> str:
    """The line under an annex's title; on an electronic original number and day stay empty."""
    number, day = (None, None) if electronic else (head.number, head.signed_on)
    year = None if electronic else head.year
    return f"(Kèm theo {kind} số {number_text(number, head.symbol)} {date_words(day, year)} của {author})"


def _paragraph(text: str, lead: str = "") -> dict:
    return {"lead": lead, "text": text.strip()}


def _ended(paragraphs: list[dict]) -> dict:
    """The body and its last paragraph, which ends './.' and stays with the signing block."""
    last = paragraphs[-1]
    return {"body": paragraphs[:-1], "ending": {**last, "text": last["text"].rstrip("./ ") + END}}


def decision_values(facts: DecisionFacts) -> dict:
    """The values of `quyet_dinh`."""
    paragraphs = []
    for number, article in enumerate(facts.articles, 1):
        paragraphs.append(_paragraph(article.text, f"Điều {number}."))
        paragraphs += [_paragraph(f"{place}. {point}") for place, point in enumerate(article.points, 1)]
    author = facts.authority[:1].upper() + facts.authority[1:]
    head = facts.letterhead
    return {"title": f"Quyết định {number_text(head.number, head.symbol).strip()} {' '.join(facts.abstract)}", "head": head_values(head),
            "kind": "QUYẾT ĐỊNH", "abstract": list(facts.abstract), "authority": facts.authority.upper(),
            "grounds": stopped(facts.grounds), **_ended(paragraphs), "signing": signing_values(facts.signing),
            "annex": quota_values(facts.annex, belongs_to("Quyết định", head, author, facts.electronic)) if facts.annex else None,
            "specimen": facts.specimen}


def proposal_values(facts: ProposalFacts) -> dict:
    """The values of `to_trinh`."""
    paragraphs, head = [_paragraph(facts.opening)], facts.letterhead
    for number, section in enumerate(facts.sections, 1):
        paragraphs.append({"lead": f"{roman(number)}. {section.heading.upper()}", "text": ""})
        several = len(section.paragraphs) > 1
        paragraphs += [_paragraph(f"{place}. {text}" if several else text) for place, text in enumerate(section.paragraphs, 1)]
    return {"title": f"Tờ trình {number_text(head.number, head.symbol).strip()} {' '.join(facts.abstract)}", "head": head_values(head),
            "kind": "TỜ TRÌNH", "abstract": list(facts.abstract), "addressee": f"Kính gửi: {facts.addressee.rstrip('. ')}.",
            **_ended([*paragraphs, _paragraph(facts.closing)]), "signing": signing_values(facts.signing),
            "annex": needs_values(facts.annex, belongs_to("Tờ trình", head, facts.author or head.issuer_name, facts.electronic))
            if facts.annex else None, "specimen": facts.specimen}


def form_faults(facts: DecisionFacts | ProposalFacts) -> list[str]:
    """What forbids signing: a decision without grounds, a proposal without an addressee, no copy for the files, no signer."""
    keeps = facts.signing.recipients[-1:] and facts.signing.recipients[-1].startswith("Lưu: VT")
    wrong = [] if keeps else ["Nơi nhận thiếu dòng cuối “Lưu: VT, …”."]
    if isinstance(facts, DecisionFacts) and not any(text.startswith("Căn cứ ") for text in facts.grounds):
        wrong.append("Quyết định thiếu căn cứ ban hành.")
    if isinstance(facts, ProposalFacts) and not facts.addressee.strip():
        wrong.append("Tờ trình thiếu nơi kính gửi.")
    return wrong + ([] if facts.signing.post and facts.signing.name else ["Thiếu người ký."])


def identifier_of(kind: str, head: Letterhead) -> str:
    """Names one document: two of the same number, symbol and issuer in a year must not exist."""
    return f"{kind} {head.issuer_name} {number_text(head.number, head.symbol)} {head.signed_on or head.year or ''}"


def decision_pdf(facts: DecisionFacts, *, safely: bool = True) -> bytes:
    """The decision, without signature and seal. `safely` renders in a limited child process: people write the text."""
    make = render_safely if safely else render
    return make("quyet_dinh", decision_values(facts), identifier=identifier_of("decision", facts.letterhead))


def proposal_pdf(facts: ProposalFacts, *, safely: bool = True) -> bytes:
    """The proposal, without signature and seal."""
    make = render_safely if safely else render
    return make("to_trinh", proposal_values(facts), identifier=identifier_of("proposal", facts.letterhead))
