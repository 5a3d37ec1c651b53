"""Who would answer a round, before it is opened; units by code; and what a draft changes against the round it was copied from."""
import re
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, or_, select

from lms import clock
from lms.access import Reach, reach
from lms.db import db
from lms.survey.models import NeedSheet, SurveyRound
from lms.survey.rules.scope import Candidate, Scope, chosen, final_successors
from lms.units.models import Unit, UnitKind, UnitSuccession


def candidates(top: Unit, day: date) -> list[Candidate]:
    """Units in force on that day below the top of a scope, in the order of the tree."""
    rows = select(Unit.id, Unit.path, Unit.depth - top.depth, Unit.kind_id, Unit.name, Unit.code).where(
        Reach((top.path,)).covers(Unit.path), Unit.depth > top.depth, Unit.since <= day, or_(Unit.until.is_(None), Unit.until >= day))
    return [Candidate(*row) for row in db.session.execute(rows.order_by(Unit.path))]


def successors(until=None) -> dict[int, int]:
    """old unit -> the one unit that it became, by the successions in effect."""
    rows = select(UnitSuccession.old_unit_id, UnitSuccession.new_unit_id).where(UnitSuccession.on <= (until or clock.today()))
    return final_successors([tuple(row) for row in db.session.execute(rows)])


def successor_of(unit: Unit) -> Unit | None:
    """What a merged unit is now."""
    new = successors().get(unit.id)
    return db.session.get(Unit, new) if new else None


def answering(top: Unit, depth: int, rule: dict, day: date | None = None) -> list[Candidate]:
    """The units that would get a sheet if the round opened on that day (today when none is given)."""
    return chosen(Scope(top.id, depth, rule), candidates(top, day or clock.today()), successors() if rule.get("way") == "last" else None)


def kinds_of(units: list[Candidate]) -> list[tuple[str, int]]:
    """(kind, how many units), in the order of the kinds."""
    counts: dict[int, int] = {}
    for each in units:
        counts[each.kind_id] = counts.get(each.kind_id, 0) + 1
    rows = select(UnitKind.id, UnitKind.name).where(UnitKind.id.in_(counts)).order_by(UnitKind.position, UnitKind.name)
    return [(name, counts[kind_id]) for kind_id, name in db.session.execute(rows)]


def kind_choices(user) -> list[tuple[int, str]]:
    """Kinds of units that occur within reach."""
    held = select(Unit.kind_id).where(reach(user, "round.manage").covers(Unit.path), Unit.until.is_(None))
    rows = select(UnitKind.id, UnitKind.name).where(UnitKind.id.in_(held)).order_by(UnitKind.position, UnitKind.name)
    return [tuple(row) for row in db.session.execute(rows)]


def former_rounds(user, but: int | None = None) -> list[tuple[int, str]]:
    """Rounds that have been opened, newest first, to be asked again."""
    rows = (select(SurveyRound.id, SurveyRound.code, SurveyRound.title).join(Unit, SurveyRound.scope_id == Unit.id)
            .where(reach(user, "round.manage").covers(Unit.path), SurveyRound.state != "draft", SurveyRound.id != (but or 0))
            .order_by(SurveyRound.year.desc(), SurveyRound.id.desc()).limit(30))
    return [(round_id, f"{code}, {title}") for round_id, code, title in db.session.execute(rows)]


def units_asked(round_id: int) -> list[tuple[int, str]]:
    """(unit, its name then) of every sheet of a round."""
    rows = select(NeedSheet.unit_id, NeedSheet.unit_name).where(NeedSheet.round_id == round_id, NeedSheet.live()).order_by(NeedSheet.id)
    return [tuple(row) for row in db.session.execute(rows)]


def typed_units(text: str, top: Unit | None) -> tuple[list[int], list[str]]:
    """Unit ids of the codes in a text (one a line, or with commas), and what is no code of a unit in force below the top."""
    codes = list(dict.fromkeys(part for part in re.split(r"[\s,;]+", text) if part))
    if not codes or top is None:
        return [], codes
    today = clock.today()
    rows = select(func.upper(Unit.code), Unit.id).where(
        func.upper(Unit.code).in_([code.upper() for code in codes]), Reach((top.path,)).covers(Unit.path), Unit.depth > top.depth,
        or_(Unit.until.is_(None), Unit.until >= today))
    known = {code: unit_id for code, unit_id in db.session.execute(rows)}
    return [known[code.upper()] for code in codes if code.upper() in known], [code for code in codes if code.upper() not in known]


def codes_of(unit_ids: list[int]) -> list[str]:
    """The codes of units, in the order of the tree."""
    return list(db.session.execute(select(Unit.code).where(Unit.id.in_(unit_ids)).order_by(Unit.path)).scalars())


@dataclass(frozen=True)
class Moved:
    """Units of a draft against those of the round before: names added, gone, and (old name, new name)."""
    added: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)


def units_moved(source_id: int, units: list[Candidate]) -> Moved:
    """Who answers now and did not, who did and does not, who is called otherwise."""
    before, now = dict(units_asked(source_id)), {each.id: each.name for each in units}
    return Moved([name for unit_id, name in now.items() if unit_id not in before], [name for unit_id, name in before.items() if unit_id not in now],
                 [(before[unit_id], name) for unit_id, name in now.items() if before.get(unit_id, name) != name])
