"""What a certificate says, from the facts of the moment it is issued to the values of its template and to its bytes.

The facts are all that the paper shows and nothing else; their record (`lms.pdf.record`, plain JSON) is what is hashed and stored, so the
same paper can be made again and compared.
"""
from dataclasses import dataclass
from datetime import date

from lms.documents.rules.wording import date_words
from lms.pdf.codes import in_groups
from lms.pdf.errors import TextDoesNotFit
from lms.pdf.fitting import one_line, two_lines
from lms.pdf.render import Enclosure, render

WIDE, SIDE, NUMBERS = 243, 104, 120          # mm: the middle boxes, the boxes at the right, the numbers at the left
NAME_SIZES, COURSE_SIZES, TEXT_SIZES, SIDE_SIZES = (30, 26, 22, 18), (20, 18, 16), (14, 13, 12, 11), (13, 12, 11)
LONG_COURSE, POSTS = 15, 3
DOT = "  ·  "


@dataclass(frozen=True)
class CertificateFacts:
    """One certificate. `verify_code` are 16 letters without hyphens, `verify_url` the address in capitals that the code holds."""
    kind: str                       # chung_chi | chung_nhan
    issuer_name: str
    parent_name: str
    authority_title: str
    person_name: str
    birth: date
    rank: str                       # empty for people without a rank
    post: str
    unit: str
    course: str
    starts: date
    ends: date
    hours: int
    mode: str                       # tập trung, trực tuyến, kết hợp
    grade_word: str                 # empty where nothing is graded
    decision_number: str
    decision_date: date
    decision_by: str
    serial: str
    register_text: str
    verify_code: str
    verify_url: str
    place: str
    issued_on: date
    signer_post: tuple[str, ...]    # one line each: ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    signer_rank: str
    signer_name: str
    specimen: bool = False


@dataclass(frozen=True)
class Wording:
    """The words of one kind of certificate; the authority decides them."""
    template: str
    heading: str
    gives: str
    done: str
    register: str
    result: str
    decision: str


WORDINGS = {
    "chung_chi": Wording("chung_chi", "CHỨNG CHỈ", "cấp cho", "đã hoàn thành khóa bồi dưỡng", "Số vào sổ cấp chứng chỉ", DOT,
                         "Quyết định công nhận kết quả số"),
    "chung_nhan": Wording("giay_chung_nhan", "GIẤY CHỨNG NHẬN", "chứng nhận đồng chí", "đã tham gia đầy đủ khóa bồi dưỡng",
                          "Số vào sổ cấp giấy chứng nhận", ", ", "theo Quyết định số"),
}


def person_lines(facts: CertificateFacts) -> list[dict]:
    """Birth, rank and post on one line, the unit on the next; what is not known is left out."""
    parts = [f"Sinh {date_words(facts.birth)}"]
    parts += [f"{label}: {text}" for label, text in (("Cấp bậc", facts.rank), ("Chức vụ", facts.post)) if text]
    lines = [one_line("post", DOT.join(parts), "regular", TEXT_SIZES, WIDE)]
    return lines + ([one_line("unit", f"Đơn vị: {facts.unit}", "regular", TEXT_SIZES, WIDE)] if facts.unit else [])


def result_lines(facts: CertificateFacts, words: Wording) -> list[dict]:
    """When, how long, how and with what grade; the decision that recognises it."""
    days = f"từ {date_words(facts.starts)} đến {date_words(facts.ends)}" if facts.starts != facts.ends else date_words(facts.starts)
    hours = f"{facts.hours} giờ" if facts.kind == "chung_chi" else f"thời lượng {facts.hours} giờ"
    parts = [days, hours, f"hình thức {facts.mode}"] + ([f"xếp loại {facts.grade_word}"] if facts.grade_word else [])
    decision = f"{words.decision} {facts.decision_number} {date_words(facts.decision_date)} của {facts.decision_by}"
    return [one_line("mode", words.result.join(parts), "regular", TEXT_SIZES, WIDE),
            one_line("decision_by", decision, "regular", TEXT_SIZES, WIDE)]


def course_lines(course: str) -> dict:
    """The course on one line of 20, 18 or 16, else on two lines of 15."""
    for size in COURSE_SIZES:
        try:
            return {"lines": [one_line("course", course, "bold", (size,), WIDE)["text"]], "size": size}
        except TextDoesNotFit:
            continue
    return {"lines": two_lines("course", course, "bold", LONG_COURSE, WIDE), "size": LONG_COURSE}


def signing_values(facts: CertificateFacts) -> dict:
    """Place and day, the signer's post in one to three lines, rank and name."""
    if not 1 <= len(facts.signer_post) <= POSTS:
        raise TextDoesNotFit("signer_post", " / ".join(facts.signer_post))
    place, name = f"{facts.place}, {date_words(facts.issued_on)}", f"{facts.signer_rank} {facts.signer_name}".strip()
    return {"place": one_line("place", place, "italic", TEXT_SIZES, SIDE),
            "post": [one_line("signer_post", line, "bold", SIDE_SIZES, SIDE) for line in facts.signer_post],
            "signer": one_line("signer_name", name, "bold", TEXT_SIZES, SIDE)}


def certificate_values(facts: CertificateFacts) -> dict:
    """The values of the template; raises TextDoesNotFit with the name of the field."""
    words, course = WORDINGS[facts.kind], course_lines(facts.course)
    return {
        "title": f"{words.heading.capitalize()} {facts.serial} - {facts.person_name}", "heading": words.heading,
        "shape": f"posts-{len(facts.signer_post)}{' long' if len(course['lines']) > 1 else ''}",
        "parent": one_line("parent_name", facts.parent_name.upper(), "regular", SIDE_SIZES, SIDE) if facts.parent_name else None,
        "issuer": one_line("issuer_name", facts.issuer_name.upper(), "bold", SIDE_SIZES, SIDE),
        "authority": one_line("authority_title", facts.authority_title.upper(), "bold", TEXT_SIZES, WIDE), "gives": words.gives,
        "name": one_line("person_name", facts.person_name, "bold", NAME_SIZES, WIDE), "person": person_lines(facts),
        "done": words.done, "course": course, "result": result_lines(facts, words),
        "serial": one_line("serial", facts.serial, "bold", (12,), NUMBERS - 20),
        "register_label": words.register, "register": one_line("register_text", facts.register_text, "bold", (12,), NUMBERS - 58),
        "verify_url": facts.verify_url, "verify_code": in_groups(facts.verify_code),
        "where": f"trên mạng nội bộ của {facts.parent_name or facts.issuer_name}.", **signing_values(facts), "specimen": facts.specimen,
    }


def certificate_pdf(facts: CertificateFacts, attachments: tuple[Enclosure, ...] = ()) -> bytes:
    """The certificate, without signature and seal: room is left for both. The same facts give the same bytes."""
    return render(WORDINGS[facts.kind].template, certificate_values(facts), identifier=f"certificate {facts.serial}",
                  attachments=attachments)
