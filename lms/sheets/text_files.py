"""CSV and other separated text: encoding by mark or content, separator by what the lines agree on. The row is the record number."""
import csv
import io

from lms.sheets.book import Sheet
from lms.sheets.guard import Limits, RefusedFile

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 BOM"), (b"\xff\xfe", "utf-16", "UTF-16LE BOM"), (b"\xfe\xff", "utf-16", "UTF-16BE BOM"))
_SEPARATORS = ";\t,|"


def decode(data: bytes) -> tuple[str, str]:
    """(text, name of the encoding). Bytes that are no Unicode text are refused: an old code must not be guessed into names."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data, codec), name
    sample = data[:4000]
    if sample.count(0) > len(sample) // 5:
        codec = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
        return _decoded(data, codec), codec.upper()
    if b"\x00" in data:
        raise RefusedFile("unreadable_file", "NUL")
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as wrong:
        high = sum(byte > 127 for byte in sample)
        controls = sum(byte < 32 and byte not in (9, 10, 13) for byte in sample)
        if controls == 0 and high:
            line = data.count(b"\n", 0, wrong.start) + 1
            raise RefusedFile("legacy_encoding", "TCVN3, VNI, VPS", [f"A{line}"]) from wrong
        raise RefusedFile("unreadable_file", "text") from wrong


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as wrong:
        raise RefusedFile("unreadable_file", codec) from wrong


def separator(text: str) -> str:
    """The sign that most lines use, and use equally often."""
    lines = [line for line in text[:200_000].splitlines()[:200] if line.strip()]
    best, best_score = ";", 0.0
    for sign in _SEPARATORS:
        counts = [line.count(sign) for line in lines]
        used = [count for count in counts if count]
        if not used:
            continue
        common = max(set(used), key=used.count)
        score = used.count(common) * min(common, 30) * (1.5 if sign in ";\t" else 1.0)
        if score > best_score:
            best, best_score = sign, score
    return best


def read_text(data: bytes, limits: Limits) -> tuple[Sheet, str]:
    """The one sheet of a text file, all cells text or None, and the encoding's name."""
    text, encoding = decode(data)
    if sum(sign < " " and sign not in "\t\r\n" for sign in text[:4000]) > 8:
        raise RefusedFile("unreadable_file", "control signs")
    csv.field_size_limit(limits.cell_characters * 4)
    rows = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)):
            rows.append([cell if cell != "" else None for cell in record])
            if len(rows) > limits.rows + 1_000 or len(record) > limits.columns:
                raise RefusedFile("too_many_rows" if len(record) <= limits.columns else "too_many_columns")
    except csv.Error as broken:
        raise RefusedFile("unreadable_file", str(broken)) from broken
    return Sheet("", rows, is_text=True), encoding
