"""Facts of a paper as plain JSON and back: what is hashed and stored, and what the same paper is made from again."""
from dataclasses import fields, is_dataclass
from datetime import date
from types import UnionType
from typing import get_args, get_origin, get_type_hints


def record_of(facts):
    """Frozen facts as dicts, lists, texts and numbers; days as `2027-01-05`."""
    if is_dataclass(facts):
        return {field.name: record_of(getattr(facts, field.name)) for field in fields(facts)}
    if isinstance(facts, tuple):
        return [record_of(part) for part in facts]
    return facts.isoformat() if isinstance(facts, date) else facts


def facts_of(kind, record):
    """The facts of a kind that a record was made from; unknown or missing names raise TypeError."""
    if record is None or kind in (str, int, bool):
        return record
    if kind is date:
        return date.fromisoformat(record)
    if get_origin(kind) is UnionType:
        return facts_of(next(part for part in get_args(kind) if part is not type(None)), record)
    if get_origin(kind) is tuple:
        return tuple(facts_of(get_args(kind)[0], part) for part in record)
    kinds = get_type_hints(kind)
    return kind(**{name: facts_of(kinds[name], value) for name, value in record.items()})
