"""The register book: its lines, and the facts of an extract."""
import hashlib
from datetime import date
from itertools import groupby

from sqlalchemy import select

from lms import clock
from lms.access import reach
from lms.certificates.models import Certificate, RegisterExtract
from lms.certificates.queries.reading import register_rows
from lms.certificates.rules.register import RegisterClass, RegisterFacts, RegisterRow
from lms.documents.rules.facts import place_of
from lms.documents.rules.lists import ListSigner
from lms.units.models import Unit

MOST = 300


def extracts(user, verb: str = "certificate.read"):
    """Extracts of registers within reach, newest first."""
    return (select(RegisterExtract).join(Unit, RegisterExtract.issuer_id == Unit.id).where(reach(user, verb).covers(Unit.path))
            .order_by(RegisterExtract.id.desc()))


def register_facts(extract: RegisterExtract) -> RegisterFacts | None:
    """What the extract says: lines of one kind of paper between two numbers, every state told."""
    rows = [row for row in register_rows(extract.issuer_id, extract.year, extract.first_no - 1, extract.last_no - extract.first_no + 1) if row[0].register_no <= extract.last_no]
    rows = [row for row in rows if row[0].kind == rows[0][0].kind] if rows else []
    if not rows:
        return None
    first, day = rows[0][0], clock.local(extract.asked_at).date()
    classes = tuple(RegisterClass(f"Lớp {one.code}", f"Lớp {one.code}, {one.course.title}", tuple(_row(certificate) for certificate, _one in lines))
                    for one, lines in groupby(rows, key=lambda row: row[1]))
    ended = sum(certificate.state == "revoked" for certificate, _one in rows)
    head = hashlib.sha256("".join(certificate.facts_sha256 for certificate, _one in rows).encode()).hexdigest()
    return RegisterFacts(
        issuer_name=first.facts["issuer_name"], parent_name=first.facts["parent_name"], kind=first.kind, book="01", year=extract.year,
        suffix=first.register_text[first.register_text.index("/"):], classes=classes,
        summary=f"Trích {len(rows)} số" + (f"; {ended} đã thu hồi" if ended else ""), head_at=clock.local(extract.asked_at).isoformat(timespec="seconds"), head_sha256=head,
        place=place_of(extract.issuer.region), signed_on=day, left=ListSigner(("NGƯỜI TRÍCH SỔ",)), right=ListSigner(("THỦ TRƯỞNG ĐƠN VỊ",)))


def _row(one: Certificate) -> RegisterRow:
    facts = one.facts
    state = {"revoked": "ĐÃ THU HỒI", "replaced": "ĐÃ THAY THẾ", "prepared": "đang lập"}.get(one.state, "")
    by = f"QĐ {one.end_decision}, {one.end_decision_on:%d/%m/%Y}" if one.end_decision_on else ""
    return RegisterRow(number=f"{one.register_no:04d}", serial=one.serial, name=facts["person_name"], birth=date.fromisoformat(facts["birth"]), rank=facts["rank"],
                       unit=facts["unit"], grade=facts["grade_word"], state=state, state_by=by)
