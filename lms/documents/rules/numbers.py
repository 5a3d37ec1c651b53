"""How numbers of papers are written and read, and how a unit's head is called."""
import re

from lms.documents.rules.wording import number_text

KIND_SIGNS = {"to_trinh": "TTr", "quyet_dinh": "QĐ", "thong_bao": "TB", "bao_cao": "BC"}
HEADS = (("Bộ Tổng Tham mưu", "Tổng Tham mưu trưởng"), ("Bộ tư lệnh", "Tư lệnh"), ("Bộ chỉ huy", "Chỉ huy trưởng"), ("Bộ", "Bộ trưởng"), ("Tổng cục", "Chủ nhiệm"),
         ("Quân khu", "Tư lệnh"), ("Quân chủng", "Tư lệnh"), ("Binh chủng", "Tư lệnh"), ("Quân đoàn", "Tư lệnh"), ("Học viện", "Giám đốc"), ("Trường", "Hiệu trưởng"),
         ("Nhà trường", "Hiệu trưởng"), ("Viện", "Viện trưởng"), ("Bệnh viện", "Giám đốc"), ("Cục", "Cục trưởng"), ("Phòng", "Trưởng phòng"), ("Sư đoàn", "Sư đoàn trưởng"),
         ("Lữ đoàn", "Lữ đoàn trưởng"), ("Trung đoàn", "Trung đoàn trưởng"), ("Tập đoàn", "Tổng Giám đốc"), ("Tổng công ty", "Tổng Giám đốc"), ("Công ty", "Giám đốc"))
UNSAFE = re.compile(r"[^\w.-]+")
TYPED = re.compile(r"(?:số\b[ .:]*)?0*([1-9][0-9]{0,4})(?: ?/ ?([^/\s]+))?", re.IGNORECASE)


def symbol_of(short: str, code: str) -> str:
    """What stands for a unit in numbers: its short name without spaces or slashes, else its code."""
    return "".join(sign for sign in (short or code) if sign.isalnum() or sign in ".-").strip(".-") or code


def series_of(kind: str, issuer_id: int, own: str = "") -> str:
    """The series a number counts in: kind and issuer, or a body of its own at that issuer (`BCĐ`, a steering committee)."""
    return f"{kind}/{issuer_id}" + (f"/{own}" if own else "")


def paper_number(kind: str, number: int, symbol: str) -> str:
    """`05/QĐ-BM`."""
    return number_text(number, f"{KIND_SIGNS[kind]}-{symbol}")


def typed_number(text: str) -> tuple[int, str] | None:
    """What stands on a paper, read: `12` -> (12, ""), `Số 05/QĐ-BM` -> (5, "QĐ-BM"); None when it is no number of a paper."""
    found = TYPED.fullmatch(text.strip())
    return (int(found[1]), found[2] or "") if found else None


def head_title(unit_name: str) -> str:
    """How the head of a unit is addressed: `Giám đốc Học viện Mẫu A`, `Bộ trưởng Bộ Mẫu`."""
    lower = unit_name.lower()
    found = next((title for word, title in HEADS if lower.startswith(word.lower())), "Thủ trưởng")
    return f"{found} {unit_name}"


def head_post(unit_name: str) -> str:
    """The same as it stands over a signature: `GIÁM ĐỐC`, `HIỆU TRƯỞNG`."""
    return head_title(unit_name).removesuffix(f" {unit_name}").upper()


def file_name(kind: str, number: str) -> str:
    """A safe name for the paper's file: `quyet_dinh-05-QD-BM.pdf` keeps Vietnamese letters, loses everything a file system dislikes."""
    return f"{kind}-{UNSAFE.sub('-', number).strip('-.')}.pdf"
