"""The base of every form: messages in the reader's language, typed values kept, the guard (CSRF, operation key, version).

WTForms ships no Vietnamese words, so every validator here brings its own.
"""
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
    """Base of all forms. Fields are named explicitly; pages never read request.form."""

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
        """Trim what was typed; line breaks stay."""
        self.data = valuelist[0].strip() if valuelist else None


class DayField(DateField):
    """A date typed as 31/12/2026 (or as browsers send it, 2026-12-31)."""

    def __init__(self, label=None, checks=None, **options):
        super().__init__(label, checks, format=["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"], **options)


class NumberField(IntegerField):
    """A whole number."""


class ChoiceField(SelectField):
    """One of a list; an unknown value is refused with our words."""


def required(message=None):
    """The field must be filled."""
    return validators.InputRequired(message or _("Cần điền ô này."))


def optional():
    """The field may stay empty."""
    return validators.Optional()


def at_most(length: int):
    """A limit on the length of a text."""
    return validators.Length(max=length, message=_("Dài quá %(n)s ký tự.", n=length))


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
