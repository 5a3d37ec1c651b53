"""Writing a unit list: units for life, their dated versions, successions, paths. What stands already and is equal is not touched."""
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, insert, select, update

from lms.db import db
from lms.errors import Problem
from lms.imports.rules.staging import Staged, StagedRow, day_of
from lms.spelling import fold, squeeze
from lms.texts import lazy as _
from lms.units.models import Unit, UnitKind, UnitSuccession, UnitVersion

_BEGINNING = date(1900, 1, 1)


@dataclass
class UnitPlan:
    """What writing the list means. `versions` by code in the order of their beginning."""
    versions: dict[str, list[dict]]
    stored: dict[str, dict] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)


def plan(staged: Staged) -> UnitPlan:
    """Compare the accepted rows with the register and mark each as created, changed or unchanged."""
    stored = _stored_versions()
    found = UnitPlan({code: list(rows.values()) for code, rows in stored.items()}, stored)
    for file in staged.files:
        for row in file.accepted():
            said = _said(row)
            code = row.values["code"]
            known = stored.get(code, {})
            same_start = known.get(said["since"])
            row.change = "created" if not known else ("unchanged" if same_start == said else "changed")
            kept = [version for version in found.versions.get(code, []) if version["since"] != said["since"]]
            found.versions[code] = sorted([*kept, said], key=lambda version: version["since"])
            found.positions.setdefault(code, len(found.positions) + 1)
    _close_earlier(found)
    return found


def _close_earlier(found: UnitPlan) -> None:
    """A version that a later one follows ends the day before it begins."""
    for versions in found.versions.values():
        for earlier, later in zip(versions, versions[1:], strict=False):
            if earlier["until"] is None or earlier["until"] >= later["since"]:
                earlier["until"] = date.fromordinal(later["since"].toordinal() - 1)


def _said(row: StagedRow) -> dict:
    values = row.values
    return {"name": values["name"], "short": values["short"] or "", "kind": values["kind"] or "", "parent": values["parent"], "region": values["region"] or "",
            "since": day_of(values, "since") or _BEGINNING, "until": day_of(values, "until")}


def _stored_versions() -> dict[str, dict[date, dict]]:
    codes = dict(db.session.execute(select(Unit.id, Unit.code)).all())
    kinds = dict(db.session.execute(select(UnitKind.id, UnitKind.name)).all())
    found: dict[str, dict] = {}
    for row in db.session.execute(select(UnitVersion).order_by(UnitVersion.since)).scalars():
        found.setdefault(codes[row.unit_id], {})[row.since] = {
            "name": row.name, "short": row.short, "kind": kinds[row.kind_id], "parent": codes.get(row.parent_id), "region": row.region, "since": row.since,
            "until": row.until}
    return found


def write(found: UnitPlan, staged: Staged) -> None:
    """Kinds, units from the top down, versions, successions; a few statements for the whole list."""
    kinds = _kinds(found)
    ids = dict(db.session.execute(select(Unit.code, Unit.id)).all())
    today = {code: _version_on(versions, staged.list_date) for code, versions in found.versions.items()}
    changed = {code for code, versions in found.versions.items() if {version["since"]: version for version in versions} != found.stored.get(code)}
    fresh = [code for code in found.versions if code not in ids]
    order = _top_down(today, ids)
    _insert_units([code for code in order if code in set(fresh)], today, kinds, found)
    ids = dict(db.session.execute(select(Unit.code, Unit.id)).all())
    _update_units(today, ids, kinds, found, changed | set(fresh))
    _write_versions(found, ids, kinds, changed)
    _write_successions(staged, ids)
    db.session.flush()
    db.session.expire_all()


def _version_on(versions: list[dict], day: date) -> dict:
    """The version in force on a day, else the last one that began before it, else the first."""
    begun = [version for version in versions if version["since"] <= day]
    return begun[-1] if begun else versions[0]


def _kinds(found: UnitPlan) -> dict[str, int]:
    """name -> id of every kind; new ones are made."""
    known = {kind.name_squeezed: kind.id for kind in db.session.execute(select(UnitKind)).scalars()}
    names = {squeeze(version["kind"]): version["kind"] for versions in found.versions.values() for version in versions}
    fresh = [{"name": name or "Đơn vị", "name_squeezed": key, "family": "", "position": 90, "academy": key.startswith(("hocvien", "truongsiquan"))}
             for key, name in names.items() if key not in known]
    if fresh:
        db.session.execute(insert(UnitKind), fresh)
    return {key: kind_id for key, kind_id in db.session.execute(select(UnitKind.name_squeezed, UnitKind.id))}


def _top_down(today: dict[str, dict], ids: dict[str, int]) -> list[str]:
    """Codes so that each upper unit comes before its lower ones; a ring or a missing upper unit is refused."""
    order, placed, waiting = [], set(), list(today)
    while waiting:
        ready = [code for code in waiting if not today[code]["parent"] or today[code]["parent"] in placed]
        if not ready:
            raise Problem(_("Không xác định được cấp trên của các đơn vị: %(codes)s.", codes=", ".join(waiting[:5])))
        order += ready
        placed.update(ready)
        waiting = [code for code in waiting if code not in placed]
    return order


def _insert_units(codes: list[str], today: dict[str, dict], kinds: dict[str, int], found: UnitPlan) -> None:
    """New rows without their place in the tree, which is set when all have an id."""
    rows = [{"code": code, "name": today[code]["name"], "short": today[code]["short"], "kind_id": kinds[squeeze(today[code]["kind"])], "parent_id": None,
             "path": "/", "depth": 0, "first_level_id": None, "region": today[code]["region"], "since": found.versions[code][0]["since"],
             "until": found.versions[code][-1]["until"], "name_fold": fold(today[code]["name"]), "position": found.positions.get(code, 0), "version": 1}
            for code in codes]
    if rows:
        db.session.execute(insert(Unit), rows)


def _places(today: dict[str, dict], ids: dict[str, int]) -> dict[str, dict]:
    """Parent, path, depth and first-level unit of every code, from the top down."""
    places: dict[str, dict] = {}
    for code in _top_down(today, ids):
        above = places.get(today[code]["parent"])
        path = f"{above['path'] if above else '/'}{ids[code]}/"
        depth = above["depth"] + 1 if above else 0
        first = None if above is None else (ids[code] if depth == 1 else above["first_level_id"])
        places[code] = {"parent_id": ids[today[code]["parent"]] if above else None, "path": path, "depth": depth, "first_level_id": first}
    return places


def _update_units(today: dict[str, dict], ids: dict[str, int], kinds: dict[str, int], found: UnitPlan, touched: set[str]) -> None:
    """Bring the living row of every touched or moved unit up to date in one statement."""
    stored = {code: (path, parent) for code, path, parent in db.session.execute(select(Unit.code, Unit.path, Unit.parent_id))}
    rows = []
    for code, place in _places(today, ids).items():
        if code not in touched and stored[code] == (place["path"], place["parent_id"]):
            continue
        says = today[code]
        rows.append({"b_id": ids[code], **place, "name": says["name"], "short": says["short"], "kind_id": kinds[squeeze(says["kind"])], "region": says["region"],
                     "since": found.versions[code][0]["since"], "until": found.versions[code][-1]["until"], "name_fold": fold(says["name"])})
    if rows:
        names = [name for name in rows[0] if name != "b_id"]
        statement = update(Unit.__table__).where(Unit.__table__.c.id == bindparam("b_id")).values(
            {name: bindparam(name) for name in names} | {"version": Unit.__table__.c.version + 1})
        db.session.execute(statement, rows)


def _write_versions(found: UnitPlan, ids: dict[str, int], kinds: dict[str, int], changed: set[str]) -> None:
    """Versions that are new are added, those that say something else now are brought up to date."""
    fresh, renewed = [], []
    for code in changed:
        for version in found.versions[code]:
            before = found.stored.get(code, {}).get(version["since"])
            row = {"unit_id": ids[code], "name": version["name"], "short": version["short"], "kind_id": kinds[squeeze(version["kind"])],
                   "parent_id": ids.get(version["parent"]), "region": version["region"], "since": version["since"], "until": version["until"], "decision": ""}
            if before is None:
                fresh.append(row)
            elif before != version:
                renewed.append({"b_unit": row.pop("unit_id"), "b_since": row.pop("since"), **{key: value for key, value in row.items() if key != "decision"}})
    if fresh:
        db.session.execute(insert(UnitVersion), fresh)
    if renewed:
        table = UnitVersion.__table__
        names = [name for name in renewed[0] if not name.startswith("b_")]
        db.session.execute(update(table).where(table.c.unit_id == bindparam("b_unit"), table.c.since == bindparam("b_since"))
                           .values({name: bindparam(name) for name in names}), renewed)


def _write_successions(staged: Staged, ids: dict[str, int]) -> None:
    """Mergers, splits and renamings that are not known yet; the decision stands on the version that began that day."""
    known = set(map(tuple, db.session.execute(select(UnitSuccession.old_unit_id, UnitSuccession.new_unit_id, UnitSuccession.on)).all()))
    fresh = []
    for file in staged.files:
        for item in file.found.get("successions", []) if file.verdict == "read" else []:
            for old in item["old"]:
                key = (ids.get(old), ids.get(item["new"]) if item["new"] else None, date.fromisoformat(item["on"]))
                if key[0] is None or (item["new"] and key[1] is None) or key in known:
                    continue
                known.add(key)
                fresh.append({"old_unit_id": key[0], "new_unit_id": key[1], "kind": item["kind"], "on": key[2], "decision": item["basis"]})
    if fresh:
        db.session.execute(insert(UnitSuccession), fresh)
        for row in fresh:
            for unit_id in {row["old_unit_id"], row["new_unit_id"]} - {None}:
                db.session.execute(update(UnitVersion).where(UnitVersion.unit_id == unit_id, UnitVersion.since == row["on"])
                                   .values(decision=row["decision"]).execution_options(synchronize_session=False))
