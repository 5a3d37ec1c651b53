"""Closed lists of a personnel or need sheet: trainee groups, gender, IT level, certificates (rule 10)."""
import re
from dataclasses import dataclass

from lms.sheets.book import CellError
from lms.sheets.cells import EMPTY, Reading, is_blank, text_of
from lms.spelling import clean, squeeze

IT_LEVELS = ("CB1", "CB2", "TC1", "TC2", "NC1", "NC2", "CS1", "CS2")
_IT_BANDS = {"cb": "CB", "coban": "CB", "tc": "TC", "trungcap": "TC", "nc": "NC", "nangcao": "NC", "cs": "CS", "chuyensau": "CS"}
_NOT_RATED = {"chuadanhgia", "chua", "khong", "chuaco", "chuaxacdinh", "khongdanhgia"}
_CODE_YEAR = re.compile(r"^(\S+?)\s*/\s*(\d{4})$", re.ASCII)
_TITLE_YEAR = re.compile(r"^(.*\S)\s*\(\s*(?:năm\s*)?(\d{4})\s*\)$", re.ASCII)


@dataclass(frozen=True)
class Group:
    """A trainee group by code and title."""
    code: str
    title: str


def read_group(value, groups: dict[str, str]) -> Reading:
    """One of the nine groups by title or code (`groups` is squeezed word -> code)."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return EMPTY
    code = groups.get(squeeze(text_of(value)))
    return Reading(code) if code else Reading(error="unknown_group")


def group_words(groups: list[Group]) -> dict[str, str]:
    """Squeezed titles and codes of the groups."""
    return {squeeze(word): group.code for group in groups for word in (group.title, group.code)}


def read_gender(value) -> Reading:
    """Nam or Nữ in any case; empty is unknown; anything else is asked back."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return EMPTY
    word = clean(text_of(value)).casefold()
    if word in ("nam", "nữ"):
        return Reading("Nam" if word == "nam" else "Nữ")
    return Reading(error="unknown_gender")


def read_it_level(value) -> Reading:
    """CB1 to CS2 or its words; another wording leaves the level empty, with a note; `Chưa đánh giá` is simply empty."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return EMPTY
    word = squeeze(text_of(value))
    if word in _NOT_RATED or not word:
        return EMPTY
    band = _IT_BANDS.get(word[:-1])
    if band and word[-1] in "12":
        return Reading(f"{band}{word[-1]}")
    return Reading(None, ("it:unmapped",))


def read_certificates(value, courses: dict[str, tuple[str, str]]) -> Reading:
    """`title (year)` or `course code/year`, by `;` or line breaks, as [course code or None, title, year].

    `courses` is squeezed code or title -> (code, title)."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    found = []
    for part in re.split(r"[;\r\n]+", value if isinstance(value, str) else text_of(value)):
        text = clean(part)
        if not text or text in ("-", "–"):
            continue
        hit = _CODE_YEAR.match(text) or _TITLE_YEAR.match(text)
        title, year = (hit[1], int(hit[2])) if hit else (text, None)
        known = courses.get(squeeze(title))
        found.append([known[0], known[1], year] if known else [None, title, year])
    return Reading(found)
