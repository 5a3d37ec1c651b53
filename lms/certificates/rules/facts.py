"""From what is known about a completion to the facts of its certificate; and what stands in the way, in words."""
import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from lms.certificates.rules.numbers import register_text, serial_text, verify_address
from lms.certificates.rules.paper import CertificateFacts, certificate_values
from lms.pdf.errors import SignNotInFont, TextDoesNotFit
from lms.pdf.plain import plain
from lms.pdf.record import record_of
from lms.texts import lazy as _

GRADES = ((90, "Xuất sắc"), (80, "Giỏi"), (70, "Khá"), (50, "Trung bình"), (0, "Đạt"))
FIELDS = {
    "person_name": _("họ tên"), "post": _("cấp bậc, chức vụ"), "unit": _("đơn vị"), "course": _("tên khóa"), "mode": _("thời gian, hình thức"),
    "decision_by": _("quyết định công nhận"), "issuer_name": _("tên cơ sở cấp"), "parent_name": _("cơ quan chủ quản"), "authority_title": _("người có thẩm quyền"),
    "place": _("địa danh, ngày"), "signer_post": _("chức vụ người ký"), "signer_name": _("người ký"), "serial": _("số hiệu"), "register_text": _("số vào sổ"),
}


@dataclass(frozen=True)
class Signing:
    """Who signs, where and on which day; one for a batch."""
    place: str
    issued_on: date
    post: tuple[str, ...]
    rank: str
    name: str


@dataclass(frozen=True)
class Source:
    """One completion with what its dated rows said on the last day of the class. `decision_number` is empty while there is none."""
    completion_id: int
    person_id: int
    unit_id: int
    name: str
    birth: date | None
    rank: str
    post: str
    unit: str
    mark: int | None
    decision_number: str = ""
    decision_date: date | None = None
    decision_by: str = ""


@dataclass(frozen=True)
class ClassFacts:
    """What all certificates of a class share."""
    class_id: int
    kind: str
    course: str
    starts: date
    ends: date
    hours: int
    mode: str
    issuer_id: int
    issuer_name: str
    parent_name: str
    authority: str
    symbol: str


@dataclass(frozen=True)
class Numbers:
    """The numbers one certificate takes."""
    register_no: int
    serial_no: int
    code: str


def grade_word(mark: int | None) -> str:
    """The word for a mark in tenths; nothing where nothing is graded."""
    return "" if mark is None else next(word for least, word in GRADES if mark >= least)


def assemble(source: Source, about: ClassFacts, signing: Signing, numbers: Numbers, base_url: str) -> CertificateFacts:
    """All that the paper says."""
    return CertificateFacts(
        kind=about.kind, issuer_name=about.issuer_name, parent_name=about.parent_name, authority_title=about.authority, person_name=source.name,
        birth=source.birth, rank=source.rank, post=source.post, unit=source.unit, course=about.course, starts=about.starts, ends=about.ends,
        hours=about.hours, mode=about.mode, grade_word=grade_word(source.mark), decision_number=source.decision_number,
        decision_date=source.decision_date, decision_by=source.decision_by, serial=serial_text(about.symbol, numbers.serial_no),
        register_text=register_text(numbers.register_no, signing.issued_on.year, about.kind, about.symbol), verify_code=numbers.code,
        verify_url=verify_address(base_url, numbers.code), place=signing.place, issued_on=signing.issued_on, signer_post=signing.post,
        signer_rank=signing.rank, signer_name=signing.name)


def blockers(source: Source, about: ClassFacts, signing: Signing) -> list:
    """Why this certificate cannot be issued yet: each reason in words, none when it can."""
    found = []
    if source.birth is None:
        found.append(_("thiếu ngày sinh"))
    if not source.decision_number or source.decision_date is None:
        found.append(_("chưa có quyết định công nhận kết quả"))
    trial = replace(source, birth=source.birth or date(2000, 12, 30), decision_number=source.decision_number or "00/QĐ-00",
                    decision_date=source.decision_date or date(2000, 12, 30))
    try:
        plain(certificate_values(assemble(trial, about, signing, Numbers(9999, 9_999_999, "0" * 16), "HTTP://LOCALHOST")))
    except TextDoesNotFit as trouble:
        found.append(_("chữ quá dài ở ô %(field)s: %(value)s", field=FIELDS.get(trouble.field, trouble.field), value=trouble.facts["value"]))
    except SignNotInFont as trouble:
        found.append(_("phông chữ không có ký tự %(signs)s", signs=" ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in trouble.signs)))
    return found


def record(facts: CertificateFacts) -> dict:
    """The facts as plain JSON."""
    return record_of(facts)


def facts_digest(stored: dict) -> str:
    """SHA-256 over the canonical JSON of the record; the same on both databases."""
    return hashlib.sha256(json.dumps(stored, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()
