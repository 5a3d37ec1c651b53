"""Words, dates and numbers as people read them. Vietnamese is the source language, English the only catalogue.

Catalogues are one .po file per package (lms/translations/en/*.po), read and joined at start; nothing is compiled or committed twice.
"""
from datetime import date, datetime
from functools import cache
from io import BytesIO

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_request_context, request
from flask_babel import Babel, Domain, LazyString
from markupsafe import escape

from lms import clock
from lms.config import HERE

LANGUAGES = ("vi", "en")


class PackagedWords(Domain):
    """Flask-Babel's domain, reading the joined .po files."""

    def get_translations(self):
        return catalogue(language())


@cache
def catalogue(lang: str) -> NullTranslations:
    """All words of a language; Vietnamese is the source and needs none."""
    if lang != "en":
        return NullTranslations()
    joined = Catalog(locale="en", domain="messages")
    for file in sorted((HERE / "translations" / "en").glob("*.po")):
        with file.open("rb") as source:
            for message in read_po(source, locale="en"):
                if message.id:
                    joined.add(message.id, message.string, context=message.context)
    packed = BytesIO()
    write_mo(packed, joined)
    packed.seek(0)
    return Translations(packed)


def language() -> str:
    """The reader's language: what the page was asked in, else Vietnamese."""
    if has_request_context():
        chosen = getattr(g, "language", None) or request.cookies.get("lms_lang")
        return chosen if chosen in LANGUAGES else "vi"
    return "vi"


words = PackagedWords()
babel = Babel()


def gettext(text: str, **values) -> str:
    """The text in the reader's language."""
    said = catalogue(language()).gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values) -> str:
    """One or many, in the reader's language; `%(num)s` is the number."""
    source = catalogue(language())
    said = source.ngettext(one, many, num) if isinstance(source, Translations) else (one if num == 1 else many)
    return said % {"num": number(num), **values}


def plain_gettext(text: str) -> str:
    """For Jinja, which fills in the values itself."""
    return catalogue(language()).gettext(text)


def plain_ngettext(one: str, many: str, num: int) -> str:
    """For Jinja: one or many, values not yet filled in. Vietnamese has one form, so source texts of both are alike."""
    source = catalogue(language())
    return source.ngettext(one, many, num) if isinstance(source, Translations) else (one if num == 1 else many)


class Lazy(LazyString):
    """Flask-Babel's lazy text, but escaped like every other text: its own `__html__` would let the values through as markup."""

    def __html__(self) -> str:
        return escape(str(self))


def lazy(text: str, **values) -> Lazy:
    """A text that is put into words only when it is shown (for tables and class bodies)."""
    return Lazy(gettext, text, **values)


def source(said: LazyString) -> tuple[str, dict]:
    """The Vietnamese source of a lazy text and its values, to be kept and said again to another reader."""
    return said._args[0], {key: value if isinstance(value, int) else str(value) for key, value in said._kwargs.items()}


_ = gettext


def number(value) -> str:
    """1250 -> `1.250` (vi) or `1,250` (en); None -> `–`."""
    if value is None:
        return "–"
    written = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return written if language() == "en" else written.translate(str.maketrans(",.", ".,"))


def percent(share: float | None, digits: int = 0) -> str:
    """0.125 -> `12,5 %`."""
    if share is None:
        return "–"
    written = f"{share * 100:.{digits}f}"
    return (written if language() == "en" else written.replace(".", ",")) + " %"


def day(value: date | datetime | None) -> str:
    """dd/MM/yyyy, in Hà Nội."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = clock.local(value)
    return f"{value:%d/%m/%Y}"


WEEKDAYS = (lazy("thứ Hai"), lazy("thứ Ba"), lazy("thứ Tư"), lazy("thứ Năm"), lazy("thứ Sáu"), lazy("thứ Bảy"), lazy("Chủ nhật"))


def weekday(value: date) -> str:
    """`thứ Bảy`, `Saturday`."""
    return str(WEEKDAYS[value.weekday()])


def moment(value: datetime | None) -> str:
    """dd/MM/yyyy, HH:mm in Hà Nội."""
    return "–" if value is None else f"{clock.local(value):%d/%m/%Y, %H:%M}"


def short_day(value: date | datetime | None) -> str:
    """dd/MM within this year, else dd/MM/yyyy."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = clock.local(value)
    return f"{value:%d/%m}" if value.year == clock.today().year else f"{value:%d/%m/%Y}"


def quarter(value: str | None) -> str:
    """2027Q2 -> `Quý II/2027` (vi), `Q2/2027` (en)."""
    if not value:
        return "–"
    year, part = value.split("Q")
    if language() == "en":
        return f"Q{part}/{year}"
    return f"Quý {('I', 'II', 'III', 'IV')[int(part) - 1]}/{year}"
