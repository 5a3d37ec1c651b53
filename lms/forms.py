"""The base of every form: messages in the reader's language, typed values kept, the guard (CSRF, operation key, version).

WTForms ships no Vietnamese words, so every validator here brings its own.
"""
import re

from flask import g, has_request_context
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField, validators

from lms import once
from lms.spelling import clean
from lms.texts import lazy as _


class _Words:
    """WTForms' own built-in texts, in the reader's language (source texts are English in WTForms)."""
    SAID = {
        "This field is required.": _("Cần điền ô này."),
        "Not a valid integer value.": _("Cần một số nguyên."),
        "Not a valid date value.": _("Ngày không có trong lịch; viết dạng 31/12/2026."),
        "Not a valid choice.": _("Lựa chọn này không có trong danh sách."),
        "Invalid Choice: could not coerce.": _("Lựa chọn này không có trong danh sách."),
        "Not a valid decimal value.": _("Cần một số."),
    }

    def gettext(self, text):
        """WTForms asks here for its built-in messages."""
        return str(self.SAID.get(text, text))

    def ngettext(self, one, many, num):
        """WTForms asks here for its built-in messages that count."""
        return self.gettext(one if num == 1 else many)


class PageForm(FlaskForm):
    """Base of all forms. Fields are named explicitly; pages never read request.form. Each form of a request is noted, so that a refusal
    can say with its labels what was typed (lms/typed.py); `named` are further labels of inputs that are no fields (the cells of a grid)."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if has_request_context():
            g.setdefault("forms", []).append(self)

    def named(self) -> dict[str, tuple]:
        """Name of an input -> (label, words of its choices or None, what stands now)."""
        return {}

    def about(self, thing):
        """The row whose columns the fields are; None where they are about several rows."""
        return thing

    class Meta(FlaskForm.Meta):
        """The CSRF token is checked for every POST by the door (web.py), so that forms may carry prefixes; words come from us."""
        csrf = False
        locales = False

        def get_translations(self, form):
            """Our words for WTForms' messages."""
            return _Words()


class TextField(StringField):
    """One line of text, cleaned (NFC, odd spaces) at the door."""

    def process_formdata(self, valuelist):
        """Clean what was typed."""
        self.data = clean(valuelist[0]) if valuelist else None


class LongTextField(TextAreaField):
    """Several lines."""

    def process_formdata(self, valuelist):
        """Trim what was typed; line breaks stay, one sign each (browsers send two)."""
        self.data = valuelist[0].replace("\r\n", "\n").strip() if valuelist else None


class _OneMessage:
    """What could not be read at all gets one message; the limits are not tried on it."""

    def pre_validate(self, form):
        """Stop before the other checks; an empty field is left to `required` and `optional`."""
        if self.process_errors and any(text.strip() for text in self.raw_data or ()):
            raise validators.StopValidation()


class DayField(_OneMessage, DateField):
    """A date typed as 31/12/2026 (or as browsers send it, 2026-12-31)."""

    def __init__(self, label=None, checks=None, **options):
        super().__init__(label, checks, format=["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"], **options)


class NumberField(_OneMessage, IntegerField):
    """A whole number: digits only, no comma, no point, and no more of them than every database can hold."""

    def process_formdata(self, valuelist):
        """Read it."""
        if valuelist:
            self.data = whole(valuelist[0])
            if self.data is None and valuelist[0].strip():
                raise ValueError(str(_("Cần một số nguyên.")))


def whole(text: str) -> int | None:
    """A whole number of at most nine digits as typed, or None."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,9}", text.strip()) else None


class ChoiceField(SelectField):
    """One of a list; an unknown value is refused with our words."""


def required(message=None):
    """The field must be filled."""
    return validators.InputRequired(message or _("Cần điền ô này."))


def optional():
    """The field may stay empty."""
    return validators.Optional()


class AtMost:
    """A limit on the length of a text. The browser is told as `data-most` (a counter), not as maxlength, which would cut a paste in silence."""

    def __init__(self, length: int):
        self.length = length
        self.field_flags = {"most": length}

    def __call__(self, form, field):
        if field.data and len(field.data) > self.length:
            raise validators.ValidationError(str(too_long(field.data, self.length)))


def too_long(text: str, length: int):
    """How long a text is and how long it may be."""
    return _("Dài quá %(n)s ký tự: đang có %(typed)s, bớt %(over)s.", n=length, typed=len(text), over=len(text) - length)


def at_most(length: int):
    """A limit on the length of a text."""
    return AtMost(length)


def between(least: int, most: int):
    """Limits of a number."""
    return validators.NumberRange(min=least, max=most, message=_("Cần một số từ %(a)s đến %(b)s.", a=least, b=most))


def form_guard(thing=None) -> Markup:
    """Hidden inputs of every POST form: CSRF token, operation key, and the version of the thing it changes."""
    parts = [f'<input type="hidden" name="csrf_token" value="{escape(generate_csrf())}">',
             f'<input type="hidden" name="operation_key" value="{once.new_key()}">']
    version = getattr(thing, "version", None)
    if version is not None:
        parts.append(f'<input type="hidden" name="version" value="{version}">')
    return Markup("".join(parts))
