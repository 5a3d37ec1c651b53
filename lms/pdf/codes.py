"""Codes for scanners: QR as a small PNG inside the page."""
from dataclasses import dataclass
from functools import lru_cache

QUIET = 4                   # white modules around the code
PIXELS = 2                  # a module; reads at 100 to 600 dpi, one pixel does not


@dataclass(frozen=True)
class Code:
    """A QR code: its picture as a data: address and its side in modules, quiet zone included."""
    picture: str
    modules: int


@lru_cache(maxsize=64)
def qr(text: str, error: str = "M") -> Code:
    """The code of a text, in the smallest version that holds it."""
    import segno
    made = segno.make(text, error=error, boost_error=False, micro=False)
    return Code(made.png_data_uri(scale=PIXELS, border=QUIET), made.symbol_size(border=QUIET)[0])


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"          # no I, L, O, U: nothing that is misread or spells a word
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def crockford(data: bytes) -> str:
    """Bytes as letters of five bits: 10 bytes are 16 letters, 16 bytes are 26."""
    count = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (count * 5 - len(data) * 8)
    return "".join(CROCKFORD[number >> shift & 31] for shift in range((count - 1) * 5, -1, -5))


def read_crockford(typed: str, length: int) -> str | None:
    """What a person typed as the code it means (spaces, hyphens, O for 0, I and L for 1 are forgiven); None when it is no such code."""
    code = "".join(sign for sign in typed.upper() if sign not in " -\u2013\u00a0\u2011\t\r\n").translate(_READ_AS)
    return code if len(code) == length and set(code) <= set(CROCKFORD) else None


def in_groups(code: str, sizes: tuple[int, ...] = (4, 4, 4, 4)) -> str:
    """`JMJJ656975EQW0GS` as `JMJJ-6569-75EQ-W0GS`."""
    parts, place = [], 0
    for size in sizes:
        parts.append(code[place:place + size])
        place += size
    return "-".join(part for part in (*parts, code[place:]) if part)
