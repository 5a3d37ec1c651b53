"""What happens to units: founded, renamed, given another kind or region, from a day on."""
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select, update

from lms import clock
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.base import UnitChanged, UnitCreated
from lms.spelling import clean, fold
from lms.texts import lazy as _
from lms.units.models import Unit, UnitVersion


@dataclass(frozen=True)
class UnitValues:
    """What people enter about a unit, and the day from which it holds."""
    name: str
    short: str
    kind_id: int
    region: str
    since: date
    decision: str = ""


def create(actor, parent: Unit | None, code: str, values: UnitValues) -> Unit:
    """A new unit below `parent`."""
    if db.session.execute(select(Unit.id).where(Unit.code == code)).scalar_one_or_none():
        raise Problem(_("Mã %(code)s đã có đơn vị dùng.", code=code), field="code")
    place = db.session.execute(select(func.count(Unit.id)).where(Unit.parent_id == (parent.id if parent else None))).scalar_one()
    unit = Unit(code=code, name=clean(values.name), short=clean(values.short), kind_id=values.kind_id, parent_id=parent.id if parent else None, path="/",
                depth=parent.depth + 1 if parent else 0, region=values.region, since=values.since, name_fold=fold(values.name), position=place)
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    unit.first_level_id = None if parent is None else (unit.id if parent.depth == 0 else parent.first_level_id)
    db.session.add(_version(unit, values))
    record(actor, UnitCreated(subject_id=unit.id, unit_id=unit.id, code=code))
    return unit


def _version(unit: Unit, values: UnitValues) -> UnitVersion:
    return UnitVersion(unit_id=unit.id, name=clean(values.name), short=clean(values.short), kind_id=values.kind_id, parent_id=unit.parent_id,
                       region=values.region, since=values.since, decision=values.decision)


def change(actor, unit: Unit, values: UnitValues) -> None:
    """A new name, short name, kind or region from a day on; what was before stays in the history."""
    last = db.session.execute(select(UnitVersion).where(UnitVersion.unit_id == unit.id).order_by(UnitVersion.since.desc()).limit(1)).scalar_one()
    if values.since <= last.since:
        raise Problem(_("Ngày hiệu lực phải sau %(day)s, ngày của lần đổi trước.", day=f"{last.since:%d/%m/%Y}"), field="since")
    if values.since > clock.today():
        raise Problem(_("Ngày hiệu lực không thể ở sau hôm nay."), field="since")
    before = {"name": unit.name, "short": unit.short, "kind_id": unit.kind_id, "region": unit.region}
    after = {"name": clean(values.name), "short": clean(values.short), "kind_id": values.kind_id, "region": values.region}
    changes = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if not changes:
        raise Problem(_("Chưa có gì thay đổi."), field="name")
    db.session.execute(update(UnitVersion).where(UnitVersion.id == last.id).values(until=values.since - timedelta(days=1)))
    db.session.add(_version(unit, values))
    unit.name, unit.short, unit.kind_id, unit.region, unit.name_fold = after["name"], after["short"], after["kind_id"], after["region"], fold(after["name"])
    record(actor, UnitChanged(subject_id=unit.id, unit_id=unit.id, changes=changes))
