"""The one type family of all papers: Tinos (SIL OFL 1.1, Times widths), found on the machine and shown as "LMS Serif".

The private name matters: no font of the system can ever match it, so a missing face is seen at once and not replaced in silence.
"""
import base64
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

from lms.pdf.errors import FontsMissing, SignNotInFont

FAMILY = "LMS Serif"
FACES = {"regular": "Tinos-Regular.ttf", "bold": "Tinos-Bold.ttf", "italic": "Tinos-Italic.ttf", "bold-italic": "Tinos-BoldItalic.ttf"}
STYLES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold-italic": "Bold Italic"}
FOLDERS = (Path("/usr/share/fonts/truetype/croscore"), Path("/usr/share/fonts/croscore"), Path("/usr/share/fonts/google-croscore"),
           Path("/usr/share/fonts/truetype/tinos"), Path("/usr/local/share/fonts"))
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
POINT = 25.4 / 72           # mm


def vietnamese_letters() -> str:
    """The 146 letters with their own code point: 12 vowels x 6 tones and đ, in both cases."""
    lower = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
    return "".join(lower) + "".join(lower).upper()


def _asked(face: str) -> Path | None:
    """The file that fontconfig names for a face, if it really is that face (it names some file for every question)."""
    try:
        told = subprocess.run(["fc-match", "-f", "%{file}", f"Tinos:style={STYLES[face]}"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = Path(told.stdout.strip())
    return found if found.name == FACES[face] and found.is_file() else None


@cache
def face_file(face: str) -> Path:
    """Where a face is on this machine: the known folders first, then what fontconfig says."""
    for folder in FOLDERS:
        for place in (folder / FACES[face], folder / "croscore" / FACES[face]):
            if place.is_file():
                return place
    found = _asked(face)
    if found is None:
        raise FontsMissing(f"Thiếu phông chữ {FACES[face]}: cài gói fonts-croscore (Debian).", face=face)
    return found


@cache
def _table(face: str) -> tuple[dict[int, int], int]:
    """Advance width of every sign of a face, and the units of one em."""
    from fontTools.ttLib import TTFont
    with TTFont(face_file(face), lazy=True) as font:
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {sign: widths[name][0] for sign, name in font.getBestCmap().items()}, em


@cache
def _common_signs() -> frozenset[int]:
    """Signs that all four faces can draw."""
    return frozenset.intersection(*(frozenset(_table(face)[0]) for face in FACES))


def missing_letters(face: str) -> str:
    """Vietnamese letters that a face lacks; empty is good."""
    return "".join(letter for letter in vietnamese_letters() if ord(letter) not in _table(face)[0])


def foreign_signs(text: str) -> str:
    """Signs of a text that the papers cannot print: not in the font, or invisible."""
    known = _common_signs()
    return "".join(dict.fromkeys(sign for sign in text if sign not in "\n\t" and (
        ord(sign) not in known or unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn"))))


def refuse_foreign_signs(text: str) -> None:
    """Raise SignNotInFont when a sign cannot be printed."""
    if signs := foreign_signs(text):
        raise SignNotInFont(signs)


def text_width(text: str, face: str, points: float) -> float:
    """Width in mm of a line, without kerning (which only makes it narrower)."""
    widths, em = _table(face)
    refuse_foreign_signs(text)
    return sum(widths.get(ord(sign), em) for sign in text) / em * points * POINT


@cache
def font_css() -> str:
    """The four faces as @font-face rules that carry the files themselves."""
    rules = []
    for face in FACES:
        if lost := missing_letters(face):
            raise FontsMissing(f"Phông {face_file(face)} thiếu {len(lost)} chữ cái tiếng Việt.", face=face)
        packed = base64.b64encode(face_file(face).read_bytes()).decode()
        weight, style = ("bold" if "bold" in face else "normal"), ("italic" if "italic" in face else "normal")
        rules.append(f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style}; '
                     f'src: url("data:font/ttf;base64,{packed}") }}')
    return "\n".join(rules)
