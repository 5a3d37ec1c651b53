"""Rows of the journal as sentences with links."""
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_login import current_user
from markupsafe import Markup

from lms.access import ROLES
from lms.audit.queries.names import Named, named
from lms.audit.rules.sentences import REFERENCES, SENTENCES
from lms.audit.rules.values import details, references, said
from lms.audit.rules.words import fact_words
from lms.texts import gettext as _

PAGES = {
    "certificate": ("certificates.certificate", "certificate_id"), "document": ("documents.document", "document_id"), "class": ("enrollment.training_class", "class_id"),
    "proposal": ("quota.proposal", "proposal_id"), "sheet": ("survey.sheet", "sheet_id"), "round": ("survey.round", "round_id"), "person": ("people.person", "person_id"),
    "unit": ("units.unit", "unit_id"), "academy": ("units.unit", "unit_id"), "account": ("accounts.account", "account_id"), "course": ("courses.course", "course_id"),
    "classification": ("classification.explanation", "classification_id"),
}


@dataclass(frozen=True)
class Line:
    """One fact as the page shows it; `number` is its row, for the pages that follow."""
    number: int
    at: datetime
    sentence: Markup
    reason: str
    unit: str
    details: list[tuple[str, str]]
    technical: str


def lines_of(rows) -> list[Line]:
    """All rows of a page; the names of all of them are asked for together."""
    wanted = {("account", row[0].actor_id) for row in rows if row[0].actor_id}
    for row in rows:
        wanted |= {(row[0].subject, row[0].subject_id), ("unit", row[0].unit_id)} | references(row[0].data)
    names = named(current_user, {one for one in wanted if one[1] is not None})
    texts = {key: name.text for key, name in names.items()}
    return [_line(row[0], row.unit_name or "", names, texts) for row in rows]


def _line(entry, unit: str, names: dict, texts: dict) -> Line:
    technical = _("%(fact)s, %(subject)s số %(id)s, dòng nhật ký %(row)s", fact=entry.fact, subject=entry.subject, id=entry.subject_id, row=entry.id)
    return Line(entry.id, entry.at, _sentence(entry, names, texts), str(entry.data.get("reason") or ""), unit, details(entry.data, texts),
                f"{technical}, request_id {entry.request_id}" if entry.request_id else technical)


def _sentence(entry, names: dict, texts: dict) -> Markup:
    words = _Words({"who": _who(entry, names), "thing": _thing(entry, names), "unit": _link("unit", entry.unit_id, names)})
    for key, value in entry.data.items():
        if key in REFERENCES:
            words[key.removesuffix("_id")] = _link(REFERENCES[key], value, names)
        elif key != "changes":
            words[key] = ROLES.get(value, value) if key == "role" else said(key, value, texts)
    template = SENTENCES.get(entry.fact)
    return Markup(str(template) if template else f"%(who)s: {fact_words(entry.fact)}, %(thing)s") % words


class _Words(dict):
    def __missing__(self, key):
        return "–"


def _who(entry, names: dict):
    who = Markup("<b>%s</b>") % (_link("account", entry.actor_id, names) if entry.actor_id else _("Hệ thống"))
    holder = entry.data.get("acting_for_id")
    return Markup(_("%(who)s thay mặt %(holder)s")) % {"who": who, "holder": _link("account", holder, names)} if holder else who


def _thing(entry, names: dict):
    if entry.subject == "import":
        return _("lần nhập số %(n)s", n=entry.subject_id)
    if entry.subject == "calendar":
        return f"{date.fromordinal(entry.subject_id):%d/%m/%Y}"
    return _link(entry.subject, entry.subject_id, names)


def _link(kind: str, number: int | None, names: dict):
    """The thing's name, as a link where the reader may open it; a dash when it is no more."""
    found: Named | None = names.get((kind, number))
    if found is None:
        return _("(không còn)") if number else "–"
    if not found.open or kind not in PAGES:
        return found.text
    endpoint, argument = PAGES[kind]
    return Markup('<a href="%s">%s</a>') % (url_for(endpoint, **{argument: number}), found.text)


__all__ = ["Line", "lines_of"]
