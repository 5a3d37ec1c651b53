"""The plan before, told in the indexes of a new instance: what no longer exists falls away."""
from lms.quota.rules.form import PLAN_FORMAT, VERSION

SECTIONS, SEATS = ("academy", "course", "start", "count"), ("unit", "course", "priority", "bucket", "academy", "end", "heads")
KINDS = {"academy": "academies", "course": "courses", "unit": "units"}


def carried(plan: dict, old: dict, new: dict) -> dict:
    """`old` and `new` say for units, courses and academies which id stands behind each index; the answer has the two tables a re-run reads."""
    return {"format": PLAN_FORMAT, "version": VERSION, "sections": _table(plan["sections"], SECTIONS, old, new), "seats": _table(plan["seats"], SEATS, old, new)}


def _table(table: dict, names: tuple[str, ...], old: dict, new: dict) -> dict:
    """The same rows under the new indexes, in their order."""
    moved = {name: _moved(old[kind], new[kind]) for name, kind in KINDS.items()}
    rows = []
    for row in zip(*(table[name] for name in names), strict=True):
        told = [moved[name].get(value) if name in moved else value for name, value in zip(names, row, strict=True)]
        if None not in told:
            rows.append(told)
    return {name: [row[place] for row in sorted(rows)] for place, name in enumerate(names)}


def _moved(old: list[int], new: list[int]) -> dict[int, int]:
    """Old index -> new index of what is in both."""
    place = {value: index for index, value in enumerate(new)}
    return {index: place[value] for index, value in enumerate(old) if value in place}
