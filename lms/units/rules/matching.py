"""Finding the unit a person meant: name, short name, code, path, former name, successor, short kind words (rules 2 and 9).

Three degrees of likeness, the closest first: as written; without case, spaces, dots and dashes but with marks; squeezed (no marks).
A name that several units bear is ambiguous unless a path chooses.
"""
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from lms.sheets.cells import even_tones
from lms.spelling import clean, nfc, squeeze

KIND_WORDS = {
    "P": "Phòng", "K": "Khoa", "B": "Ban", "C": "Cục", "HV": "Học viện", "TSQ": "Trường Sĩ quan", "BTL": "Bộ tư lệnh", "QK": "Quân khu",
    "QĐ": "Quân đoàn", "QC": "Quân chủng", "BC": "Binh chủng", "TC": "Tổng cục", "TCT": "Tổng công ty", "TĐ": "Tập đoàn", "f": "Sư đoàn",
    "e": "Trung đoàn", "d": "Tiểu đoàn", "c": "Đại đội", "Lữ": "Lữ đoàn", "Lđ": "Lữ đoàn", "BTM": "Bộ Tham mưu", "BV": "Bệnh viện",
    "VP": "Văn phòng", "CN": "Chi nhánh", "V": "Viện", "TTr": "Thanh tra", "CCT": "Cục Chính trị", "Tr": "Trường",
}
_ABBREVIATED = re.compile(r"^([^\W\d_]{1,3})(?:\.\s*|\s+|(?=\d))(.+)$")
_BREAK = re.compile(r"\s*[,;|\n]\s*|\s*/\s*|\s+thuộc\s+|\s*[-–—]\s*", re.IGNORECASE)
_TIDY_BREAKS = {", ", ",", " - ", "/", " thuộc "}
_MOST_BREAKS = 8


@dataclass(frozen=True)
class UnitVersion:
    """A unit as it was called and where it stood between two days (`until` included)."""
    code: str
    name: str
    short: str
    parent: str | None
    kind: str = ""
    since: date | None = None
    until: date | None = None
    region: str = ""

    def in_force(self, day: date) -> bool:
        """Whether this version holds on the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Succession:
    """From `on`, the units `old` are `new` (merge, split), have another name (rename) or are no more (dissolve)."""
    kind: str
    on: date | None
    old: tuple[str, ...]
    new: str | None
    old_names: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class Found:
    """The unit found and how it was written, or why none was."""
    code: str | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None


def _even(text: str) -> str:
    """Second degree of likeness: marks stay, everything a typist varies goes."""
    return "".join(sign for sign in even_tones(clean(text)).casefold() if sign.isalnum())


_DEGREES = (clean, _even, squeeze)
_PREFERENCE = ("name", "short", "code", "old_name", "successor")


class UnitFinder:
    """All units of one day, ready to be asked; answers are remembered, since a list names a unit a hundred times."""

    def __init__(self, versions: list[UnitVersion], successions: list[Succession], day: date):
        self.day = day
        self.current = {version.code: version for version in versions if version.in_force(day)}
        self._successors = {old: item for item in successions if item.kind in ("merge", "split", "dissolve") for old in item.old}
        self._index: list[dict[str, set[tuple[str, str]]]] = [defaultdict(set), defaultdict(set), defaultdict(set)]
        self._known: dict[str, Found] = {}
        for version in self.current.values():
            self._add(version.code, "name", version.name)
            self._add(version.code, "short", version.short)
            self._add(version.code, "code", version.code)
        for version in versions:
            if not version.in_force(day) and not (version.since and version.since > day):
                self._add_former(version)
        for item in successions:
            self._add_old_names(item)

    def _add(self, code: str, how: str, label: str) -> None:
        if label:
            for degree, index in zip(_DEGREES, self._index, strict=True):
                index[degree(label)].add((how, code))

    def _add_former(self, version: UnitVersion) -> None:
        """A version that has ended: an old name of a living unit, or a unit that became another one."""
        code = self.successor(version.code)
        if code is None:
            return
        living = self.current[code]
        how = "old_name" if code == version.code else "successor"
        for label, today in ((version.name, living.name), (version.short, living.short)):
            if how == "successor" or label != today:
                self._add(code, how, label)
        if how == "successor":
            self._add(code, how, version.code)

    def _add_old_names(self, item: Succession) -> None:
        for old, name in zip(item.old, item.old_names, strict=False):
            code = self.successor(old) if item.kind != "rename" else (item.new or old)
            if code in self.current and name != self.current[code].name:
                self._add(code, "old_name" if item.kind == "rename" else "successor", name)

    def successor(self, code: str) -> str | None:
        """The living unit that this unit is today, through any number of mergers."""
        for _ in range(20):
            if code in self.current:
                return code
            item = self._successors.get(code)
            if item is None or item.new is None:
                return None
            code = item.new
        return None

    def chain(self, code: str) -> list[str]:
        """The unit and everything above it, upwards."""
        found = []
        while code and code in self.current and code not in found:
            found.append(code)
            code = self.successor(self.current[code].parent) if self.current[code].parent else None
        return found

    def first_level(self, code: str | None) -> str | None:
        """The unit directly below the ministry on the way up; None for the ministry itself."""
        chain = self.chain(code) if code else []
        return chain[-2] if len(chain) >= 2 else None

    def find(self, raw: str) -> Found:
        """The one unit this text means."""
        if raw not in self._known:
            self._known[raw] = self._find(raw)
        return self._known[raw]

    def _find(self, raw: str) -> Found:
        text = clean(raw)
        if not text or len(text) > 250:
            return Found(error="unknown_unit")
        whole = self._candidates(text)
        if len(whole) == 1:
            (code, how), = whole.items()
            return Found(code, self._single_note(raw, code, how))
        if whole:
            return Found(error="ambiguous_unit")
        paths = self._paths(text) or (self._paths(re.sub(r"\s*[\r\n]+\s*", ", ", raw.strip())) if "\n" in raw else {})
        if len(paths) == 1:
            (code, note), = paths.items()
            return Found(code, (note if nfc(raw) == text or note != "unit:path" else "unit:case_space",))
        return Found(error="ambiguous_unit" if paths else "unknown_unit")

    def _candidates(self, text: str) -> dict[str, str]:
        """code -> how, at the closest degree of likeness that knows the text; short kind words are tried last."""
        for degree, index in zip(_DEGREES, self._index, strict=True):
            found = index.get(degree(text))
            if found:
                best = min(_PREFERENCE.index(how) for how, _ in found)
                return {code: how for how, code in found if _PREFERENCE.index(how) == best}
        return self._spelled_out(text)

    def _spelled_out(self, text: str) -> dict[str, str]:
        """`QK Mẫu 6`, `f 5x4`, `K. Lý luận`: the short kind word written out, then compared with names."""
        hit = _ABBREVIATED.match(text)
        if not hit:
            word = next((word for short, word in KIND_WORDS.items() if len(short) > 1 and short.casefold() == text.rstrip(".").casefold()), None)
            return {code: "kind_abbrev" for how, code in self._index[1].get(_even(word), ()) if how == "name"} if word else {}
        for short, word in KIND_WORDS.items():
            if short.casefold() == hit[1].casefold():
                key = _even(f"{word} {hit[2]}")
                found = {code for how, code in self._index[1].get(key, ()) if how == "name"}
                if not found:
                    found = {code for how, code in self._index[2].get(squeeze(f"{word} {hit[2]}"), ()) if how == "name"}
                if found:
                    return dict.fromkeys(found, "kind_abbrev")
        return {}

    def _single_note(self, raw: str, code: str, how: str) -> tuple[str, ...]:
        """How a unit named alone was written; nothing when it is the exact name."""
        unit, written = self.current[code], nfc(raw)
        if how == "name":
            if written == unit.name:
                return ()
            return ("unit:tone_placement" if even_tones(written) == even_tones(unit.name) else "unit:case_space",)
        if how == "short":
            return ("unit:short" if written == unit.short else "unit:short_variant",)
        return (f"unit:{how}",)

    def _paths(self, text: str, depth: int = 0) -> dict[str, str]:
        """code -> note for every reading of `child, ancestor`: the child must stand below the ancestor."""
        found: dict[str, str] = {}
        breaks = list(_BREAK.finditer(text))
        if depth > 3 or len(breaks) > _MOST_BREAKS:
            return found
        for cut in breaks:
            child, rest = text[:cut.start()].strip(), text[cut.end():].strip()
            children = self._candidates(child) if child and rest else {}
            if not children:
                continue
            uppers = self._candidates(rest) or self._paths(rest, depth + 1)
            for code, how in children.items():
                above = self.chain(code)[1:]
                for upper in above:
                    if upper in uppers:
                        note = self._path_note((child, code, how), (rest, upper, uppers[upper]), cut.group())
                        found.setdefault(code, note)
                        break
        return found

    def _path_note(self, child: tuple[str, str, str], rest: tuple[str, str, str], between: str) -> str:
        """How a path was written, in one word."""
        degree = {self._part_degree(*child), self._part_degree(*rest)}
        for special in ("old_name", "successor", "kind_abbrev"):
            if special in degree:
                return f"unit:{special}"
        if "varied" in degree or between not in _TIDY_BREAKS:
            return "unit:case_space"
        return "unit:tone_placement" if "tone" in degree else "unit:path"

    def _part_degree(self, text: str, code: str, how: str) -> str:
        if how.startswith("unit:"):
            return {"unit:path": "exact", "unit:case_space": "varied", "unit:tone_placement": "tone"}.get(how, how[5:])
        if how in ("old_name", "successor", "kind_abbrev"):
            return how
        unit = self.current[code]
        if text in (unit.name, unit.short, unit.code):
            return "exact"
        return "tone" if even_tones(text) in (even_tones(unit.name), even_tones(unit.short)) else "varied"
