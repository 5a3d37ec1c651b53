"""Decisions of the face: where a preference form may lead back to, and the one style sheet made of many files."""
from dataclasses import dataclass
from hashlib import sha256

LANGUAGES = ("vi", "en")
THEMES = ("light", "dark", "auto")
FIRST = ("tokens.css", "base.css")
LAST = ("print.css",)


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
