"""A template and plain values become a PDF/A-3a. Same template, same values, same identifier: same bytes.

WeasyPrint is loaded at the first paper, not at import: pages that only speak of papers stay light. What is shared by all papers of a
process (font set-up, parsed style sheets) halves the time of one and keeps memory flat.
"""
import atexit
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from tempfile import TemporaryDirectory
from threading import Lock

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from lms.config import ROOT, resource
from lms.pdf.codes import qr
from lms.pdf.errors import PaperBroken, PaperTooHeavy
from lms.pdf.plain import plain

TEMPLATES = resource("templates") / "papers"
STYLES = re.compile(r"\{# styles: ([a-z_ ]+) #\}")
NUMBER = re.compile(r"\d+(?:/\d{4})?/[^\W\d_][\w.]*(?:-[\w.]+)*")          # 05/TTr-BCĐ, 01/2025/NĐ-CP, 0417/2027/CC-HVMA
SECONDS, MEGABYTES = 60, 512         # 60 000 words take 7 seconds and less than 300 MB
_one_at_a_time = Lock()     # the font set-up of a process is shared, and pango's is not made for threads


@dataclass(frozen=True)
class Enclosure:
    """A file inside the PDF: the machine-readable record of what the paper says."""
    name: str
    content: bytes
    description: str
    made_at: datetime        # aware; the engine would write the clock of the machine


def kept_numbers(text: str) -> Markup:
    """The text, escaped, with numbers of documents that never break at their hyphen."""
    return Markup(NUMBER.sub(lambda found: f'<span class="number">{found.group()}</span>', str(escape(text))))


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Jinja for papers only: escapes everything, refuses unknown names, calls nothing."""
    made = ImmutableSandboxedEnvironment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
                                         trim_blocks=True, lstrip_blocks=True)
    made.filters.update(kept=kept_numbers, qr=qr)
    return made


@cache
def _engine():
    """What every paper of this process shares: (font configuration, fetcher, style sheet maker)."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class DataOnly(URLFetcher):
        """Opens data: addresses and nothing else; a paper that asks for more is not made."""

        def fetch(self, url, headers=None):
            if not url.lower().startswith("data:"):
                raise FatalURLFetchingError(f"papers load nothing: {url[:80]}")
            return super().fetch(url, headers)

    atexit.register(forget)
    fonts, fetcher = FontConfiguration(), DataOnly(allowed_protocols={"data"}, fail_on_errors=True)
    return fonts, fetcher, lambda text: CSS(string=text, font_config=fonts, url_fetcher=fetcher)


def forget() -> None:
    """Let go of what is shared: at the end of the process, while the engine can still clean up."""
    _sheet.cache_clear()
    _engine.cache_clear()


@cache
def _sheet(name: str):
    """A parsed style sheet: `fonts`, `art`, `specimen` are made here, all others are files beside the templates."""
    from lms.pdf.art import art_css, specimen_css
    from lms.pdf.fonts import font_css
    made = {"fonts": font_css, "art": art_css, "specimen": specimen_css}
    text = made[name]() if name in made else (TEMPLATES / f"{name}.css").read_text(encoding="utf-8")
    return _engine()[2](text)


def shared(names: tuple[str, ...]):
    """The font configuration of this process and the named sheets: whoever lays out needs both."""
    return _engine()[0], [_sheet(name) for name in names]


@cache
def _styles(template: str) -> tuple[str, ...]:
    """The sheets that a template names in its first line: `{# styles: base certificate #}`."""
    named = STYLES.match((TEMPLATES / f"{template}.html").read_text(encoding="utf-8"))
    return ("fonts", *named.group(1).split()) if named else ("fonts", "base")


def page_text(template: str, values: dict) -> str:
    """The HTML of a paper, before it is laid out."""
    return environment().get_template(f"{template}.html").render(plain(values))


def render(template: str, values: dict, *, identifier: str, attachments: tuple[Enclosure, ...] = ()) -> bytes:
    """The PDF of a paper. `identifier` names this one paper (its number, its serial); it and the values decide every byte."""
    text = page_text(template, values)
    names = _styles(template) + (("specimen",) if values.get("specimen") and "certificate" not in _styles(template) else ())
    with _one_at_a_time:
        return lay_out(text, names, sha256(identifier.encode()).digest()[:16], attachments)


def lay_out(text: str, sheets: tuple[str, ...], identifier: bytes, enclosures: tuple[Enclosure, ...] = ()) -> bytes:
    """HTML and named sheets as a PDF. An address that is not data: ends the paper."""
    from weasyprint import HTML, Attachment
    from weasyprint.urls import FatalURLFetchingError
    fetcher = _engine()[1]
    try:
        fonts, styles = shared(sheets)
        files = [Attachment(string=one.content, name=one.name, description=one.description, created=one.made_at, modified=one.made_at,
                            relationship="Source", url_fetcher=fetcher) for one in enclosures]
        return HTML(string=text, url_fetcher=fetcher, base_url="data:,").write_pdf(
            stylesheets=styles, font_config=fonts, pdf_variant="pdf/a-3a", pdf_identifier=identifier,
            attachments=files or None)
    except FatalURLFetchingError as trouble:                # a BaseException: it would end the worker
        raise PaperBroken("Mẫu văn bản gọi tài nguyên bên ngoài.", trouble=str(trouble)) from None


def render_safely(template: str, values: dict, *, identifier: str, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> bytes:
    """The same bytes, made by a child process that may use so much time and memory: for documents whose text people write."""
    asked = json.dumps({"template": template, "values": plain(values), "identifier": identifier, "seconds": seconds,
                        "megabytes": megabytes}, default=_told)
    with TemporaryDirectory(prefix="paper-") as folder:     # the engine unpacks fonts there; a killed child would leave them behind
        try:
            done = subprocess.run([sys.executable, "-m", "lms.pdf.child"], input=asked.encode(), capture_output=True, timeout=seconds * 4,
                                  cwd=ROOT, env=_bare_environment(folder), check=False)
        except subprocess.TimeoutExpired:
            raise PaperTooHeavy("Văn bản quá lớn, không lập được trong thời gian cho phép.") from None
    if done.returncode == 0:
        return done.stdout
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if done.returncode == 3:
        raise PaperBroken("Không lập được tệp văn bản.", trouble=told[-1] if told else "")
    raise PaperTooHeavy("Văn bản quá lớn, không lập được với thời gian và bộ nhớ cho phép.", trouble=told[-1] if told else "")


def _bare_environment(folder: str) -> dict[str, str]:
    """What the child may know: no setting of the product, so no secret."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("LMS_")}, "TMPDIR": folder}


def _told(value):
    if isinstance(value, date):
        return {"__day__": value.isoformat()}
    raise TypeError(type(value).__name__)
