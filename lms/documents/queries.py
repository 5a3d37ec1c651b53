"""Papers within reach, the register of a year, and what a paper is called outside."""
from sqlalchemy import func, select

from lms.access import reach
from lms.db import db
from lms.documents.models import Document
from lms.documents.rules.numbers import file_name, symbol_of
from lms.units.models import Unit

PAGE = 50


def visible(user, verb: str):
    """Papers of issuers that the user reaches with the verb; to read, also what the units above him have issued."""
    reached = reach(user, verb)
    found = reached.covers(Unit.path)
    if verb == "documents.read":
        found = found | (Unit.path.in_(paths_above(reached.paths)) & (Document.state != "draft"))
    return select(Document).join(Unit, Document.issuer_id == Unit.id).where(found)


def paths_above(paths: tuple[str, ...]) -> set[str]:
    """`/1/4/17/` -> `/1/`, `/1/4/`: the units above."""
    above = set()
    for path in paths:
        parts = path.strip("/").split("/")
        above |= {"/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts))}
    return above


def register(user, *, kind: str = "", year: int | None = None, text: str = ""):
    """The register: newest first; drafts stand before all."""
    found = visible(user, "documents.read")
    if kind:
        found = found.where(Document.kind == kind)
    if year:
        found = found.where(Document.year == year)
    if text:
        found = found.where(func.lower(Document.number_text).contains(text.lower(), autoescape=True) | func.lower(Document.subject).contains(text.lower(), autoescape=True))
    return found.order_by(Document.dated.desc().nulls_first(), Document.id.desc())


def one_page(statement, page: int) -> tuple[list[Document], bool]:
    """A page of the list, and whether more follow."""
    rows = db.session.execute(statement.limit(PAGE + 1).offset((page - 1) * PAGE)).unique().scalars().all()
    return rows[:PAGE], len(rows) > PAGE


def years(user) -> list[int]:
    """Years in which papers within reach were issued."""
    found = select(Document.year).join(Unit, Document.issuer_id == Unit.id).where(reach(user, "documents.read").covers(Unit.path), Document.year.is_not(None))
    return sorted(db.session.execute(found.distinct()).scalars(), reverse=True)


def unit_symbol(unit: Unit) -> str:
    """What stands for the unit in numbers; its code when the short name is not its alone."""
    twins = select(func.count(Unit.id)).where(Unit.short == unit.short, Unit.id != unit.id)
    alone = bool(unit.short) and not db.session.execute(twins).scalar_one()
    return symbol_of(unit.short if alone else "", unit.code)


def number_taken(series: str, year: int, number: int) -> bool:
    """Whether the number stands in the series already."""
    taken = select(Document.id).where(Document.series == series, Document.year == year, Document.number == number)
    return db.session.execute(taken).first() is not None


def download_name(document: Document) -> str:
    """The file's name for people: `quyet_dinh-05-QĐ-BM.pdf`."""
    return file_name(document.kind, document.number_text or f"du-thao-{document.id}")


def printed(kinds: tuple[str, ...] = ()):
    """(kind, number, year, digest) of every issued paper that has its file."""
    found = select(Document.kind, Document.number_text, Document.year, Document.pdf_sha256).where(Document.pdf_sha256.is_not(None))
    return found.where(Document.kind.in_(kinds)) if kinds else found.order_by(Document.id)
