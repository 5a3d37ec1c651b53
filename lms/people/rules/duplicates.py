"""Rows that may be one person, over all files of an act (rule 13). They are valid rows; what needs a person's answer is asked.

Before anybody has answered: identical rows count once, two numbers of one name and birth date both stay, of a conflict the first stays.
"""
from collections import defaultdict
from dataclasses import dataclass

from lms.sheets.book import shown
from lms.sheets.cells import even_tones
from lms.spelling import squeeze

COMPARED = ("name", "birth", "gender", "rank", "category", "post", "unit", "since", "spec", "group", "it", "certs")
ASKED = frozenset({"duplicate_conflict", "service_number_conflict", "suspected_same_person"})


@dataclass(frozen=True)
class Listed:
    """An accepted row with the place where it stands."""
    file: str
    row: int
    values: dict


def find_duplicates(rows: list[Listed]) -> list[dict]:
    """All duplicates in the order of the files: same number first, then one person under two numbers."""
    by_number, by_person = defaultdict(list), defaultdict(list)
    for listed in rows:
        by_number[listed.values["sn"]].append(listed)
        by_person[even_tones(listed.values["name"]).casefold(), listed.values["birth"]].append(listed)
    found = [entry for group in by_number.values() if len(group) > 1 for entry in _same_number(group)]
    for group in by_person.values():
        first_of = {}
        for listed in group:
            first_of.setdefault(listed.values["sn"], listed)
        if len(first_of) > 1:
            found += _same_person(list(first_of.values()))
    return found


def _same_number(group: list[Listed]) -> list[dict]:
    """One number several times: equal rows, a differing value, or two persons."""
    first, found = group[0], []
    for other in group[1:]:
        if squeeze(first.values["name"]) != squeeze(other.values["name"]):
            differs = _differing(first, other, ("name", "birth"))
            found.append(_entry("service_number_conflict", [first, other], differs))
            continue
        differs = _differing(first, other, COMPARED)
        if differs:
            found.append(_entry("duplicate_conflict", [first, other], differs))
        else:
            found.append(_entry("duplicate_in_file" if first.file == other.file else "duplicate_identical", [first, other], {}))
    return found


def _same_person(group: list[Listed]) -> list[dict]:
    """One name and birth date under several numbers."""
    first = group[0]
    return [_entry("suspected_same_person", [first, other], {"service_no": [first.values["sn"], other.values["sn"]]}) for other in group[1:]]


def _differing(one: Listed, other: Listed, keys: tuple[str, ...]) -> dict:
    return {key: [shown(one.values.get(key)), shown(other.values.get(key))] for key in keys if one.values.get(key) != other.values.get(key)}


def _entry(kind: str, places: list[Listed], differs: dict) -> dict:
    first = places[0].values
    return {"kind": kind, "ask": kind in ASKED, "service_no": first["sn"], "name": first["name"],
            "places": [{"file": place.file, "row": place.row} for place in places], "differs": differs}
