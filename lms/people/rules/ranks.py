"""Reading a rank as offices write it (rule 8): full, short, with stars and bars, professional servicemen, civilians without a rank.

B1 = Binh nhì and B2 = Binh nhất as the rule book of the lists has it (sources differ, see the frameworks' README); `Th/tá` is Thiếu tá
or Thượng tá, so nobody guesses.
"""
import re
from dataclasses import dataclass

from lms.sheets.book import CellError
from lms.sheets.cells import text_of
from lms.spelling import clean, fold, squeeze

OFFICER, PROFESSIONAL, OTHER_RANKS, CIVILIAN = "SQ", "QNCN", "HSQ-BS", "CNVQP"
_CATEGORIES = {"officer": OFFICER, "professional": PROFESSIONAL, "nco": OTHER_RANKS, "soldier": OTHER_RANKS}
_CIVIL_WORDS = {"cnvqp", "vcqp", "ccqp", "cnqp", "cnvcqp", "ldhd", "congnhanquocphong", "vienchucquocphong", "congchucquocphong",
                "congnhanvienquocphong", "congnhanvavienchucquocphong", "laodonghopdong", "cnvcquocphong", "cnv"}
_STARS = {"1": ("Thiếu",), "2": ("Trung",), "3": ("Thượng",), "4": ("Đại",)}
_LETTERS = {"b1": "Binh nhì", "b2": "Binh nhất", "h1": "Hạ sĩ", "h2": "Trung sĩ", "h3": "Thượng sĩ"}
_PROFESSIONAL_END = re.compile(r"[\s(,\-–.]*(?<![^\W\d_])(?:qncn|cn|chuyên nghiệp|quân nhân chuyên nghiệp)\s*\)?\s*$", re.IGNORECASE)
_STARRED = re.compile(r"^([1-9])\s*(/{1,2})$")
_SHORTENED = re.compile(r"^([^\W\d_]{1,6})\s*[./]\s*([^\W\d_]{2,6})$")


@dataclass(frozen=True)
class RankEntry:
    """A rank of the reference list."""
    code: str
    category: str
    title: str


@dataclass(frozen=True)
class RankFound:
    """What a rank cell says: the rank (None for civilians and empty cells), the category, the notes, or the error."""
    code: str | None = None
    title: str | None = None
    category: str | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None


def _even(text: str) -> str:
    """Titles compared without marks and with one i: sĩ/sỹ, úy/uý."""
    return squeeze(text).replace("sy", "si")


class RankReader:
    """All ranks, ready to be asked; answers are remembered."""

    def __init__(self, entries: list[RankEntry]):
        self._plain: dict[str, RankEntry] = {}
        self._professional: dict[str, RankEntry] = {}
        self._known: dict[str, RankFound] = {}
        for entry in entries:
            if entry.category == "professional":
                base = re.sub(r"\s*(quân nhân chuyên nghiệp|QNCN)$", "", entry.title, flags=re.IGNORECASE)
                self._professional[_even(base)] = RankEntry(entry.code, entry.category, base)
            elif entry.category in _CATEGORIES:
                short = re.sub(r"\s*Hải quân$", "", entry.title)
                self._plain[_even(entry.title)] = self._plain[_even(short)] = RankEntry(entry.code, entry.category, short)

    def read(self, value) -> RankFound:
        """The rank of a cell; an empty cell is no rank and no category."""
        if isinstance(value, CellError):
            return RankFound(error="cell_error")
        text = text_of(value)
        if not text:
            return RankFound()
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> RankFound:
        if squeeze(text) in _CIVIL_WORDS:
            return RankFound(None, None, CIVILIAN, ("rank:spelling",))
        ending = _PROFESSIONAL_END.search(text)
        bare = text[:ending.start()].strip() if ending else text
        if ending and not bare[:1].isdigit():
            bare = bare.rstrip("/ ")
        entry = self._named(bare, self._professional if ending else self._plain)
        if entry is None:
            return RankFound(error="unknown_rank")
        plain = (f"{entry.title} CN",) if ending else (entry.title,)
        return RankFound(entry.code, entry.title, _CATEGORIES[entry.category], () if clean(text) in plain else ("rank:spelling",))

    def _named(self, text: str, ranks: dict[str, RankEntry]) -> RankEntry | None:
        """The one rank a text without its suffix names."""
        if hit := _STARRED.match(text):
            first = _STARS.get(hit[1])
            return ranks.get(_even(f"{first[0]} {'tá' if hit[2] == '//' else 'úy'}")) if first else None
        if squeeze(text) in _LETTERS and not re.search(r"[^A-Za-z0-9\s.]", text):
            return ranks.get(_even(_LETTERS[squeeze(text)]))
        if re.fullmatch(r"[^\d/]+", text) and _even(text) in ranks:
            return ranks[_even(text)]
        hit = _SHORTENED.match(text)
        return self._shortened(hit[1], hit[2], ranks) if hit else None

    @staticmethod
    def _shortened(first: str, second: str, ranks: dict[str, RankEntry]) -> RankEntry | None:
        """`Đ/tá`, `Tr.úy`: letters of the first word in their order; only when exactly one rank fits."""
        head, tail = fold(first), _even(second)
        found = {}
        for entry in ranks.values():
            words = entry.title.split(" ")
            if len(words) == 2 and _even(words[1]) == tail and _abbreviates(head, fold(words[0])):
                found[entry.code] = entry
        return next(iter(found.values())) if len(found) == 1 else None


def _abbreviates(short: str, word: str) -> bool:
    """Whether the letters stand in the word in this order, the first one first."""
    if not word.startswith(short[:1]):
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)
