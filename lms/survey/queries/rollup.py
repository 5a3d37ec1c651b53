"""The roll-up in three statements whatever its size: the sheets within reach, their sums in one grouped statement, and the lines behind a number."""
from dataclasses import dataclass, field, replace

from sqlalchemy import String, func, literal, select
from sqlalchemy.orm import aliased

from lms.access import reach, under
from lms.courses.models import Topic
from lms.db import db
from lms.people.models import Person
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.queries.accepted import counted_under
from lms.survey.queries.closing import GROUP
from lms.survey.rules.rollup import NO_VALUE, Place, Sum, folded
from lms.survey.rules.sending import SENT
from lms.units.models import Unit, UnitKind

PAGE = 50
KEYS = {"group": GROUP, "topic": Need.topic_id, "level": Need.level, "priority": Need.priority, "quarter": Need.quarter}


@dataclass(frozen=True)
class Asked:
    """Which lines are meant: those below `level` (all within reach when there is none), sent or accepted, and of these the ones with these values."""
    level: Unit | None = None
    accepted: bool = False
    only: dict = field(default_factory=dict)
    region: str | None = None
    unit: Unit | None = None
    alone: bool = False
    changed: bool = False


def level_of(user, found: SurveyRound, under: int | None) -> Unit | None:
    """The level whose table is shown: the one asked for, else the highest in reach; LookupError when it is none of this round or out of reach."""
    grasp, scope = reach(user, "round.read"), found.scope
    if under is not None and under != scope.id:
        wanted = select(Unit).join(NeedSheet, NeedSheet.unit_id == Unit.id).where(NeedSheet.round_id == found.id, NeedSheet.live(), Unit.id == under, grasp.covers(Unit.path))
        if (level := db.session.execute(wanted).unique().scalar_one_or_none()) is None:
            raise LookupError(under)
        return level
    if grasp.holds(scope.path):
        return scope
    if under is not None:
        raise LookupError(under)
    tops = db.session.execute(select(Unit).join(NeedSheet, NeedSheet.unit_id == Unit.id).where(
        NeedSheet.round_id == found.id, NeedSheet.live(), grasp.covers(Unit.path)).order_by(Unit.depth, Unit.id).limit(2)).unique().scalars().all()
    return tops[0] if len(grasp.paths) == 1 and tops and all(top.path.startswith(tops[0].path) for top in tops) else None


def _within(user, found: SurveyRound, asked: Asked) -> list:
    """Conditions on sheets joined with their units."""
    held = [NeedSheet.round_id == found.id, NeedSheet.live(), reach(user, "round.read").covers(Unit.path)]
    for unit in (asked.level, asked.unit):
        if unit is not None:
            held.append(under(Unit.path, unit.path))
    if asked.alone and asked.unit is not None:
        held.append(Unit.id == asked.unit.id)
    if asked.region is not None:
        held.append(Unit.region == ("" if asked.region == NO_VALUE else asked.region))
    return held


def _counted(found: SurveyRound, asked: Asked):
    """Sheets that count: sent, or accepted at every level up to the level of the table."""
    if asked.accepted:
        return NeedSheet.id.in_(counted_under(found.id, asked.level.id if asked.level is not None else found.scope_id))
    return NeedSheet.state.in_(SENT)


def places(user, found: SurveyRound, asked: Asked) -> list[Place]:
    """Every unit that owes a sheet under the level, in the order of the tree, of whatever region."""
    rows = (select(NeedSheet.id, Unit.id, Unit.path, NeedSheet.unit_name, Unit.region, NeedSheet.state, NeedSheet.review_unit_id, Unit.code)
            .join(Unit, NeedSheet.unit_id == Unit.id).join(UnitKind, Unit.kind_id == UnitKind.id).where(*_within(user, found, replace(asked, region=None)))
            .order_by(UnitKind.position, Unit.position, Unit.id))
    return [Place(*row) for row in db.session.execute(rows)]


def _lines(columns, user, found: SurveyRound, asked: Asked, people: bool = False):
    """Lines with their sheets; a sheet is looked up once, its lines by their index."""
    sheets = select(NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id).where(*_within(user, found, asked), _counted(found, asked))
    rows = select(*columns).select_from(Need).where(Need.sheet_id.in_(sheets))
    rows = rows.outerjoin(Person, Need.person_id == Person.id) if people or "group" in asked.only else rows
    for axis, value in asked.only.items():
        rows = rows.where(KEYS[axis] == value)
    return rows.where(Need.heads_now.is_not(None), Need.heads_now != Need.heads) if asked.changed else rows


def sums(user, found: SurveyRound, asked: Asked, axes: tuple[str, str], keys: dict[str, dict[int, str]]) -> list[Sum]:
    """Heads by the two axes (rows, columns) in one grouped statement. Units and regions are axes on which a sheet says its key (`keys`)."""
    columns = [(KEYS[axis] if axis in KEYS else literal("", String)).label(f"key_{number}") for number, axis in enumerate(axes)]
    by_sheet = any(axis in keys for axis in axes)
    groups = ([Need.sheet_id] if by_sheet else []) + [column for column, axis in zip(columns, axes, strict=True) if axis in KEYS]
    sheet = Need.sheet_id if by_sheet else literal(0)
    rows = _lines([sheet.label("sheet"), *columns, func.sum(Need.heads_counted), func.sum(Need.heads), func.count(Need.heads_now)], user, found, asked,
                  "group" in axes).group_by(*groups)
    return folded(db.session.execute(rows), axes, keys)


def topic_names() -> dict[str, str]:
    """Topics in their order, by their number as text."""
    return {str(row.id): row.name for row in db.session.execute(select(Topic.id, Topic.name).order_by(Topic.position, Topic.name))}


def line_page(user, found: SurveyRound, asked: Asked, page: int) -> tuple[list, int, int, int]:
    """(lines of one page, how many lines, heads that count, heads asked)."""
    owner, home = aliased(Unit), aliased(Unit)
    count, now, heads = db.session.execute(_lines([func.count(Need.id), func.coalesce(func.sum(Need.heads_counted), 0), func.coalesce(func.sum(Need.heads), 0)],
                                                  user, found, asked)).one()
    rows = _lines([Need.id, Need.sheet_id, Need.line_no, NeedSheet.unit_name, Person.id.label("person_id"), Person.name, Person.service_no, home.path.label("home"),
                   GROUP.label("group"), Topic.name.label("topic"), Need.level, Need.priority, Need.quarter, Need.heads, Need.heads_counted.label("now"), Need.reason],
                  user, found, asked, people=True)
    rows = (rows.join(NeedSheet, Need.sheet_id == NeedSheet.id).join(owner, NeedSheet.unit_id == owner.id).join(Topic, Need.topic_id == Topic.id)
            .outerjoin(home, Person.unit_id == home.id).order_by(owner.path, Need.sheet_id, Need.line_no).limit(PAGE).offset((page - 1) * PAGE))
    return list(db.session.execute(rows)), int(count), int(now), int(heads)


