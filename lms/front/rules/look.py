"""Decisions of the face: where a preference form may lead back to, the one style sheet made of many files, and how well colors read."""
import re
from dataclasses import dataclass
from hashlib import sha256

LANGUAGES = ("vi", "en")
THEMES = ("light", "dark", "auto")
FIRST = ("tokens.css", "base.css")
LAST = ("print.css",)
TOKEN = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")


@dataclass(frozen=True)
class Sheet:
    """Files of one kind, joined; the mark changes when any of them changes."""
    body: bytes
    mark: str


def in_order(names: list[str]) -> list[str]:
    """Tokens and base first, print last, the rest by name."""
    middle = sorted(set(names) - set(FIRST) - set(LAST))
    return [name for name in FIRST if name in names] + middle + [name for name in LAST if name in names]


def join(files: dict[str, bytes]) -> Sheet:
    """All files (name -> bytes) as one."""
    body = b"\n".join(files[name] for name in in_order(list(files)))
    return Sheet(body, sha256(body).hexdigest()[:12])


def safe_path(target: str | None) -> str:
    """A path of this site, else the home page. Nothing that a browser could read as another host."""
    odd = not target or not target.startswith("/") or target.startswith(("//", "/\\")) or any(sign in target for sign in "\\\r\n\t\0")
    return "/" if odd else target


def read_tokens(css: str) -> dict[str, tuple[str, str]]:
    """Color tokens of a style sheet: name -> (light, dark)."""
    return {name: (light, dark) for name, light, dark in TOKEN.findall(css)}


def _luminance(color: str) -> float:
    parts = [int(color[n:n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colors, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
