"""The command tree as a person may see it."""
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.access import reach
from lms.db import db
from lms.spelling import fold
from lms.units.models import Unit, UnitKind, UnitSuccession, UnitVersion


def visible(user, verb: str):
    """Units in reach, in force."""
    return select(Unit).where(reach(user, verb).covers(Unit.path))


def branch(user, parent: Unit | None, text: str = "", limit: int = 400):
    """Children of a unit; or, with a search text, everything in reach that matches without marks. Adds how many children each has."""
    child = aliased(Unit)
    children = select(func.count(child.id)).where(child.parent_id == Unit.id, child.until.is_(None)).correlate(Unit).scalar_subquery()
    rows = visible(user, "units.read").add_columns(children.label("children")).where(Unit.until.is_(None))
    if text:
        rows = rows.where(*[Unit.name_fold.contains(word, autoescape=True) for word in fold(text).split()[:6]])
    elif parent is not None:
        rows = rows.where(Unit.parent_id == parent.id)
    else:
        top = select(func.min(Unit.depth)).where(reach(user, "units.read").covers(Unit.path)).scalar_subquery()
        rows = rows.where(Unit.depth == top)
    return db.session.execute(rows.order_by(Unit.position, Unit.path).limit(limit)).all()


def versions_of(unit_id: int) -> list[UnitVersion]:
    """Names and places over time, newest first."""
    return list(db.session.execute(select(UnitVersion).where(UnitVersion.unit_id == unit_id).order_by(UnitVersion.since.desc())).scalars())


def successions_of(unit_id: int) -> list[UnitSuccession]:
    """Merges and dissolutions the unit took part in."""
    took_part = (UnitSuccession.old_unit_id == unit_id) | (UnitSuccession.new_unit_id == unit_id)
    return list(db.session.execute(select(UnitSuccession).where(took_part).order_by(UnitSuccession.on.desc())).scalars())


def line_above(unit: Unit) -> list[Unit]:
    """The units above, from the ministry down."""
    ids = [int(part) for part in unit.path.strip("/").split("/")[:-1]]
    return list(db.session.execute(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.depth)).scalars())


def kinds() -> list[UnitKind]:
    """Kinds of units."""
    return list(db.session.execute(select(UnitKind).order_by(UnitKind.position, UnitKind.name)).scalars())


def by_code(code: str) -> Unit | None:
    """The unit of that code (case does not matter), or the only one in force of that short name."""
    wanted = code.strip()
    found = db.session.execute(select(Unit).where(func.upper(Unit.code) == wanted.upper())).scalar_one_or_none()
    if found is not None or not wanted:
        return found
    named = db.session.execute(select(Unit).where(Unit.short == wanted, Unit.until.is_(None)).limit(2)).scalars().all()
    return named[0] if len(named) == 1 else None
