"""An extract of the register of certificates (sổ gốc): numbers without a gap, spoilt blanks with their report, states with their decision."""
from dataclasses import dataclass
from datetime import date

from lms.documents.rules.lists import ListSigner, signer_values
from lms.documents.rules.wording import date_words, short_date
from lms.pdf.render import render


@dataclass(frozen=True)
class RegisterRow:
    """One certificate as the register has it. A spoilt blank has no number and no person, only `spoilt`: its report."""
    number: str                     # "0412"
    serial: str
    name: str = ""
    birth: date | None = None
    rank: str = ""
    unit: str = ""
    grade: str = ""
    state: str = ""                 # "ĐÃ THU HỒI", "Thay thế bởi số 0461"
    state_by: str = ""              # "QĐ 52/QĐ-HVMA, 16/03/2027"
    spoilt: str = ""


@dataclass(frozen=True)
class RegisterClass:
    """One class: the short name for running heads, the whole line, its rows."""
    code: str                       # "Lớp HVMA-PTD2-27.01"
    line: str
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True)
class RegisterFacts:
    """A run of one register book."""
    issuer_name: str
    parent_name: str
    kind: str                       # chung_chi | chung_nhan
    book: str                       # "01"
    year: int
    suffix: str                     # "/2027/CC-HVMA"
    classes: tuple[RegisterClass, ...]
    summary: str                    # "Trích 22 số liên tục, không khuyết số; 01 phôi hỏng; …"
    head_at: str                    # "2027-03-31T17:00:00+07:00"
    head_sha256: str
    place: str
    signed_on: date | None
    left: ListSigner
    right: ListSigner
    specimen: bool = False


NAMES = {"chung_chi": "chứng chỉ", "chung_nhan": "giấy chứng nhận"}


def row_values(row: RegisterRow) -> dict:
    """One line of the table."""
    return {"number": row.number or "-", "serial": row.serial, "name": row.name, "birth": short_date(row.birth) if row.birth else "",
            "rank": row.rank, "unit": row.unit, "grade": row.grade, "state": row.state, "state_by": row.state_by, "spoilt": row.spoilt}


def register_values(facts: RegisterFacts) -> dict:
    """The values of `so_goc`."""
    numbers = [row.number for one in facts.classes for row in one.rows if row.number]
    name = NAMES[facts.kind]
    return {
        "title": f"Trích sổ gốc cấp {name}, quyển {facts.book}/{facts.year}", "heading": f"TRÍCH SỔ GỐC CẤP {name.upper()}",
        "subtitle": f"Quyển số {facts.book} năm {facts.year}; từ số {numbers[0]}{facts.suffix} đến số {numbers[-1]}{facts.suffix}",
        "running": f"Sổ gốc cấp {name}, quyển {facts.book}/{facts.year}", "suffix": facts.suffix,
        "head": {"issuer": facts.issuer_name.upper(), "parent": facts.parent_name.upper()},
        "classes": [{"code": one.code, "line": one.line, "rows": [row_values(row) for row in one.rows]} for one in facts.classes],
        "summary": f"{facts.summary.rstrip('. ')}. Đầu sổ lúc {facts.head_at}, SHA-256: {facts.head_sha256}.",
        "place": f"{facts.place}, {date_words(facts.signed_on)}", "left": signer_values(facts.left), "right": signer_values(facts.right),
        "specimen": facts.specimen,
    }


def register_pdf(facts: RegisterFacts) -> bytes:
    """The extract."""
    values = register_values(facts)
    return render("so_goc", values, identifier=f"register {facts.issuer_name} {values['subtitle']} {facts.head_sha256}")
