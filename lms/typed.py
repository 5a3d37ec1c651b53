"""What was typed in a form that could not be taken: labels and values as people read them, beside what stands now where that is known."""
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import g, request
from sqlalchemy import inspect
from sqlalchemy.orm.exc import ObjectDeletedError
from wtforms.fields import (
    BooleanField,
    FileField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    SubmitField,
)
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from lms.forms import PageForm
from lms.texts import day, ngettext
from lms.texts import gettext as _

SILENT = (HiddenField, PasswordField, FileField, SubmitField)
GUARD = {"csrf_token", "operation_key", "version", "next", "deed", "q"}
SIGNS = re.compile(r"[\x21-\x7e]{0,64}")  # ids, codes and the values of buttons: nothing that somebody would miss


@dataclass(frozen=True)
class Typed:
    """One field: its label ("" where no form knows it), what was typed, what stands now (None: not known, or the same thing has no such column)."""
    label: str
    text: str
    stored: str | None = None

    @property
    def same(self) -> bool:
        """Whether both versions say the same."""
        return self.text == self.stored


def typed_values(thing=None) -> list[Typed]:
    """Everything that was typed; hidden inputs and passwords never. `thing` is the row that the form was about."""
    rows, covered = [], set(GUARD)
    for form in g.get("forms", ()):
        if covered.issuperset(names := _sent_names(form)):
            continue
        rows += _of_form(form, thing, covered)
        covered |= names
    rest = [(name, value) for name, value in request.form.items(multi=True) if name not in covered and not _secret(name)]
    return rows + [Typed(label, value) for name, value in rest if value and ((label := _guessed_label(name)) or not SIGNS.fullmatch(value))]


def _sent_names(form: BaseForm) -> set[str]:
    return ({field.name for field in form} | set(form.named())) & set(request.form)


def _of_form(form: PageForm, thing, covered: set[str]) -> Iterator[Typed]:
    for field in form:
        if field.name not in covered and not isinstance(field, SILENT) and (field.raw_data or isinstance(field, BooleanField)):
            text, stored = _text(field), _stored(field, form.about(thing))
            untouched = stored is None and field.default is not None and field.data == field.default
            if (text or stored) and not untouched:
                yield Typed(str(field.label.text), text, stored)
    for name, (label, words, stored) in form.named().items():
        value = request.form.get(name)
        if value is not None and name not in covered and value != str(stored):
            yield Typed(str(label), _said(value, words), None if stored is None else _said(stored, words))


def _text(field) -> str:
    if isinstance(field, BooleanField):
        return _said(field.data, None)
    words = _words(field)
    if isinstance(field, SelectMultipleField) and not words:
        return ngettext("%(num)s lựa chọn", "%(num)s lựa chọn", len(field.raw_data))
    return ", ".join(_said(value, words) for value in field.raw_data)


def _words(field) -> dict[str, str] | None:
    if not isinstance(field, SelectField) or not field.choices:
        return None
    return {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}


def _stored(field, thing) -> str | None:
    """The column of the same name; a date or number typed in another manner than it is shown counts as the same."""
    if thing is None or field.short_name not in inspect(thing).mapper.column_attrs:
        return None
    try:
        value = getattr(thing, field.short_name)
    except ObjectDeletedError:
        return None
    return _text(field) if value == field.data and not field.errors else _said(value, _words(field))


def _said(value, words: dict[str, str] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return day(value)
    return (words or {}).get(str(value), str(value))


def _guessed_label(name: str) -> str:
    """The label that a form of the house gives to this name; for refusals before any form was opened. Choices stay unsaid: their words are not known."""
    return next((str(field.args[0]) for field in _declared(name) if field.args and not issubclass(field.field_class, (*SILENT, SelectField))), "")


def _secret(name: str) -> bool:
    """Whether any form of the house takes a password under this name."""
    return "password" in name or any(issubclass(field.field_class, PasswordField) for field in _declared(name))


def _declared(name: str) -> list[UnboundField]:
    """The fields of this name (a prefix set aside), in all forms."""
    name = name.rpartition("-")[2]
    found = [getattr(kind, name, None) for kind in _kinds(PageForm)] if name.isidentifier() and not hasattr(PageForm, name) else []
    return [field for field in found if isinstance(field, UnboundField)]


def _kinds(base: type) -> Iterator[type]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)
