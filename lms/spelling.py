"""Vietnamese letters: one stored form, what search compares, and how names are ordered.

Source of the letter and tone order: TCVN 5712 as implemented by ICU `vi` (a ă â b c d đ e ê ... ; ngang, huyền, hỏi, ngã, sắc, nặng).
"""
import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_RANK = {letter: f"{place:02d}" for place, letter in enumerate(ALPHABET, start=30)}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_SPACE = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def nfc(text: str) -> str:
    """The composed form, the only one the database holds."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """NFC, wide spaces and line breaks to one space, invisible characters out, ends trimmed. Spelling and case stay."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", nfc(text))).strip()


def fold(text: str) -> str:
    """What search compares: lower case, no marks, đ as d, one space. `hòa`, `hoà` and `hoa` fold alike."""
    bare = unicodedata.normalize("NFD", clean(text).lower().replace("đ", "d"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def squeeze(text: str) -> str:
    """What matching of names compares: folded, and without spaces, dots, dashes, apostrophes."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _letters(word: str) -> tuple[str, str]:
    """Letter places (two digits each) and tones (one digit each) of a word."""
    places, tones = [], []
    for sign in nfc(word.lower()):
        tone = "1"
        if sign not in _RANK:
            parts = unicodedata.normalize("NFD", sign)
            tone = next((TONES[part] for part in parts if part in TONES), "1")
            sign = nfc("".join(part for part in parts if part not in TONES))
        places.append(_RANK.get(sign) or (f"1{sign}" if sign.isdigit() else "99"))
        tones.append(tone)
    return "".join(places), "".join(tones)


def sort_key(name: str) -> str:
    """Digits that put names in Vietnamese order on any database: given name (last word) first, then family and middle names."""
    words = clean(name).split(" ")
    parts = []
    for words_of_part in ([words[-1]], words[:-1]):
        spelled = [_letters(word) for word in words_of_part]
        parts.append("02".join(places for places, _ in spelled) + "01" + "0".join(tones for _, tones in spelled))
    return "00".join(parts)


def text_key(text: str) -> str:
    """Digits that put titles (units, courses) in Vietnamese order, first word first."""
    spelled = [_letters(word) for word in clean(text).split(" ")]
    return "02".join(places for places, _ in spelled) + "01" + "0".join(tones for _, tones in spelled)
