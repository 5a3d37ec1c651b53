"""What may enter a template: plain values, in one stored form. Nothing that has methods worth calling, nothing that is already markup."""
import unicodedata
from datetime import date

from lms.pdf.errors import NotPlain
from lms.pdf.fonts import refuse_foreign_signs

DEPTH = 12


def plain(value, depth: int = 0):
    """The same value, texts in NFC and printable; NotPlain for anything but str, int, bool, date, None, list, tuple, dict."""
    if depth > DEPTH:
        raise NotPlain("Dữ liệu lồng nhau quá sâu.")
    if type(value) is str:
        text = unicodedata.normalize("NFC", value)
        refuse_foreign_signs(text)
        return text
    if value is None or type(value) in (int, bool, date):
        return value
    if type(value) in (list, tuple):
        return [plain(part, depth + 1) for part in value]
    if type(value) is dict and all(type(key) is str for key in value):
        return {key: plain(part, depth + 1) for key, part in value.items()}
    raise NotPlain(f"Kiểu dữ liệu không được phép trong văn bản: {type(value).__name__}.")
