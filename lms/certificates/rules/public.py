"""What strangers may read of a certificate, and how fast they may guess."""
import ipaddress
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from lms.spelling import TONES, clean, fold, squeeze

MASK = "••/••/"
FREE_MISSES, LONGEST_PAUSE = 20, 300


@dataclass(frozen=True)
class Answer:
    """All that the public page and the command say. `kind` is valid, revoked or replaced."""
    kind: str
    code: str
    paper: str
    issuer: str
    issued_on: date
    holder: str
    birth: str
    course: str
    hours: int
    starts: date
    ends: date
    result: str
    serial: str
    register_text: str
    decision: str
    decision_on: date
    end_decision: str = ""
    end_on: date | None = None
    end_reason: str = ""
    successor: str = ""


def masked_name(name: str) -> str:
    """`Nguyễn Thị Thu Hường` as `N. T. T. Hường`: enough to compare with the paper in hand."""
    words = name.split()
    return " ".join([*(f"{word[0]}." for word in words[:-1]), *words[-1:]])


def masked_birth(birth: date) -> str:
    """Only the year."""
    return f"{MASK}{birth.year}"


def same_name(typed: str, name: str) -> bool:
    """Whether what was typed is the name on the paper; with marks or without, case and spaces do not matter."""
    words = clean(typed).lower()
    if not words:
        return False
    return squeeze(words) == squeeze(name) if words == fold(words) else _marked(words) == _marked(clean(name).lower())


def _marked(text: str) -> list[tuple[str, str]]:
    """Each word as its letters and its tone, so that hòa and hoà are one."""
    parts = [unicodedata.normalize("NFD", word) for word in text.split()]
    return [("".join(sign for sign in part if sign not in TONES), "".join(sign for sign in part if sign in TONES)) for part in parts]


def network_of(address: str) -> str:
    """Whom guesses are counted for: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def pause_after(misses: int) -> timedelta:
    """How long the next question waits: nothing for the first twenty misses of an hour, then doubling up to five minutes."""
    return timedelta(0) if misses < FREE_MISSES else timedelta(seconds=min(LONGEST_PAUSE, 2 ** min(misses - FREE_MISSES, 9)))
