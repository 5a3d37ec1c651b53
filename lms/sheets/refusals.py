"""Two reasons for which nothing of a file may be kept: it bears a secrecy stamp, or its letters are in an old code.

Stamp: MẬT, TỐI MẬT, TUYỆT MẬT standing alone in a cell line, a text box or a page header. Words such as `bảo mật`, `bí mật nhà nước`
are ordinary text. Old codes: TCVN3 (.VnTime) keeps letters as Latin-1 signs (`NguyÔn V¨n Qu©n`), VNI writes the tone as a letter of
its own (`Nguyeãn Vaên`). Source: code tables TCVN 5712:1993 and VNI Windows.
"""
import re
from collections.abc import Iterator

from lms.sheets.book import Book, Sheet, address
from lms.sheets.guard import RefusedFile
from lms.spelling import nfc

_STAMPS = {"MẬT", "TỐIMẬT", "TUYỆTMẬT"}
_FRAME = re.compile(r"[\s*\-–—_=|/()\[\]{}<>«»“”\"'.:!•·]+")
_LABELLED = re.compile(r"^(độ mật|mức độ mật|dấu mật|độ khẩn, độ mật)\s*[:\-–]?\s*(mật|tối mật|tuyệt mật)$", re.IGNORECASE)
_UNICODE_ONLY = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_TCVN3_INSIDE = "×÷¨ª«¬®µ¶·¸¹»¼½¾Æ©Þß¡¢£¤¥¦§"
_TCVN3_ANYWHERE = "¨ª¬µ¶¸¹¼½¾ÆÞß¤¥¦¡"
_TCVN3_WORD = re.compile(rf"[A-Za-z][{_TCVN3_INSIDE}\u00adÇËÎÏÑØÜäåçðöøþæ]|[{_TCVN3_INSIDE}\u00ad][a-z]")
_TCVN3_SURE = re.compile(rf"[A-Za-z][{_TCVN3_ANYWHERE}]|[A-Za-z][×÷¨ª«¬®µ¶¸¹»¼½¾Æ©Þß][a-z]|[{_TCVN3_INSIDE}]{{2}}[a-z]|^[®§][a-zà-ÿ¨-¾×]")
_VNI_WORD = re.compile(r"[aA][ùøûõïâêåäëüñ]|[eE][ãâåäùøûõïü]|[oO][âåäùøûõï]|[uU][ùøûõï]|[öÖ][ùøûõïô]|[ôÔ][ùøûõï]|\b[ñÑ][aeiouyöô]")
_VNI_SURE = re.compile(r"[aA][ùøûõïâêåä]|[eE][ãâåäùøûõï]|[oO][âåäùøûõï]|[uU][ùøûõï]|[öÖ][ùøûõïô]|[ôÔ][ùøûõï]")
_WORD = re.compile(r"\S+")
_STAMP_LETTERS = re.compile("[mM]\\s*(?:[ậẬ]|[ạẠâÂ][\u0302\u0323]|[aA][\u0302\u0323]{2})\\s*[tT]")


def is_stamp(line: str) -> bool:
    """Whether this line is a secrecy stamp and nothing else."""
    text = nfc(line).strip()
    if not text or len(text) > 40:
        return False
    if _LABELLED.match(" ".join(text.split())):
        return True
    bare = _FRAME.sub("", text)
    return bare in _STAMPS or (bare.upper() in _STAMPS and bare.upper() != "MẬT" and len(text.split()) <= 2)


def legacy_words(text: str, judge: tuple[re.Pattern, re.Pattern]) -> int:
    """How sure the text is in an old code: 2 points for each word that can be nothing else, 1 for a doubtful one."""
    word_sign, sure_sign = judge
    points = 0
    for word in _WORD.findall(text):
        if not word.isascii() and not _UNICODE_ONLY.search(nfc(word)) and word_sign.search(word):
            points += 2 if sure_sign.search(word) else 1
    return points


_CODES = (("TCVN3 (ABC)", (_TCVN3_WORD, _TCVN3_SURE)), ("VNI", (_VNI_WORD, _VNI_SURE)))
_LATIN = re.compile("[\u00a1-\u00ff]")
_FAITHFUL = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300-\u0323]")


def _texts(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """Each distinct text of a sheet once, with the place where it stands first."""
    seen = set()
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str) and value not in seen:
                seen.add(value)
                yield number, column, value


def _suspect_cells(sheet: Sheet, judge) -> list[tuple[int, int, int]]:
    """(row, column, points) of cells with words of the old code."""
    found = []
    for row, column, value in _texts(sheet):
        if judge[0].search(value):
            points = legacy_words(value, judge)
            if points:
                found.append((row, column, points))
    return found


def _column_cells(sheet: Sheet, columns: set[int]) -> list[str]:
    """All cells of these columns whose letters can be the old code: a text with foreign signs and no Vietnamese letter of Unicode."""
    return [address(number, column) for number, row in enumerate(sheet.rows, 1) for column, value in enumerate(row, 1)
            if column in columns and isinstance(value, str) and _LATIN.search(value) and not _FAITHFUL.search(value)]


def check_letters(book: Book) -> None:
    """Refuse a file with an old code. One odd word in a file of good Unicode is a typing error, not a code."""
    for name, judge in _CODES:
        for sheet in book.sheets:
            found = _suspect_cells(sheet, judge)
            total = sum(points for _, _, points in found)
            if total >= 4 and any(points >= 2 for _, _, points in found):
                raise RefusedFile("legacy_encoding", name, _column_cells(sheet, {column for _, column, _ in found}))


def check_stamps(book: Book, side_texts: list[tuple[str, str]] = ()) -> None:
    """Refuse a file with a secrecy stamp in a cell, a text box, a page header or a sheet's name."""
    for sheet in book.sheets:
        if is_stamp(sheet.name):
            raise RefusedFile("secret_marking", sheet.name, [sheet.name], sheet.name)
        for row, column, value in _texts(sheet):
            if len(value) < 400 and _STAMP_LETTERS.search(value) and any(is_stamp(line) for line in re.split(r"[\r\n]+", value)):
                raise RefusedFile("secret_marking", sheet.name, [address(row, column)], nfc(value).strip())
    for place, text in side_texts:
        if is_stamp(text):
            raise RefusedFile("secret_marking", place, [place], nfc(text).strip())
