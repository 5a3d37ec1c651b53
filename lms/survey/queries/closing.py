"""What a level signs: which sheets count under it, its lines and their sums, the tables signed below and before."""
from dataclasses import dataclass

from sqlalchemy import exists, func, literal_column, or_, select

from lms import clock
from lms.access import VERBS, acts_for, reach, under, verb_in_hand
from lms.courses.models import Course, Topic
from lms.db import db
from lms.documents.rules.facts import place_of
from lms.documents.rules.numbers import head_post
from lms.people.models import Person, TraineeGroup
from lms.survey.models import ClosedTable, Need, NeedCorrection, NeedSheet, RoundReminder, SurveyRound
from lms.survey.queries.accepted import counted_under
from lms.survey.queries.sheets import names_of
from lms.survey.rules.closing import LINE, Sheet, Signed, gaps_under, units_of
from lms.survey.rules.rollup import NO_VALUE
from lms.survey.rules.snapshot import Head, table_content
from lms.units.models import Unit, UnitKind

GROUP = func.coalesce(Need.group_code, Person.roster_group, literal_column(f"'{NO_VALUE}'"))


def sheets_under(round_id: int, level: Unit, hold: bool = False) -> list[Sheet]:
    """Every sheet of the level's subtree, in the order of the tree; `hold` keeps them as they are until the end of the transaction."""
    rows = (select(NeedSheet.id, Unit.id, NeedSheet.review_unit_id, Unit.path, Unit.code, NeedSheet.unit_name, NeedSheet.state, NeedSheet.version, NeedSheet.no_need,
                   NeedSheet.late, NeedSheet.heads + NeedSheet.persons)
            .join(Unit, NeedSheet.unit_id == Unit.id).join(UnitKind, Unit.kind_id == UnitKind.id)
            .where(NeedSheet.round_id == round_id, NeedSheet.live(), or_(under(Unit.path, level.path), NeedSheet.review_unit_id == level.id,
                                                       NeedSheet.id.in_(counted_under(round_id, level.id))))
            .order_by(UnitKind.position, Unit.position, Unit.id))
    return [Sheet(*row) for row in db.session.execute(rows.with_for_update(of=NeedSheet) if hold else rows)]


def sums_under(round_id: int, level_id: int) -> list[tuple[int, str, int, int]]:
    """(sheet, group, heads that count, heads asked) of the sheets that count under the level, in one grouped statement."""
    rows = (select(Need.sheet_id, GROUP, func.sum(Need.heads_counted), func.sum(Need.heads)).outerjoin(Person, Need.person_id == Person.id)
            .where(Need.sheet_id.in_(counted_under(round_id, level_id))).group_by(Need.sheet_id, GROUP))
    return [(sheet_id, group, int(now), int(heads)) for sheet_id, group, now, heads in db.session.execute(rows)]


def lines_under(round_id: int, level_id: int) -> list[list]:
    """The lines themselves as plain values, in the order of rules.closing.LINE."""
    rows = (select(Need.id, Unit.code, Need.line_no, Person.service_no, Person.name, GROUP, Topic.name, Need.level, Course.code, Need.priority, Need.quarter, Need.heads, Need.heads_counted)
            .join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedSheet.unit_id == Unit.id).join(Topic, Need.topic_id == Topic.id)
            .outerjoin(Person, Need.person_id == Person.id).outerjoin(Course, Need.course_id == Course.id)
            .where(Need.sheet_id.in_(counted_under(round_id, level_id))).order_by(Unit.path, Need.line_no))
    return [list(row) for row in db.session.execute(rows)]


def corrections_under(round_id: int, level_id: int) -> list[dict]:
    """Corrections that hold, of lines that count, oldest first: who (a deputy with both names), when, from what to what, why."""
    rows = (select(NeedSheet.unit_name, Unit.name, NeedCorrection.at, NeedCorrection.by_id, NeedCorrection.before, NeedCorrection.after, NeedCorrection.reason, Need.line_no)
            .join(Need, NeedCorrection.need_id == Need.id).join(NeedSheet, Need.sheet_id == NeedSheet.id).join(Unit, NeedCorrection.level_id == Unit.id)
            .where(Need.sheet_id.in_(counted_under(round_id, level_id)), Need.heads_now.is_not(None)).order_by(NeedCorrection.id))
    found = db.session.execute(rows).all()
    names = names_of([row.by_id for row in found])
    return [{"unit": row[0], "level": row[1], "at": row.at.isoformat(timespec="seconds"), "by": names.get(row.by_id, ""), "before": row.before, "after": row.after,
             "reason": row.reason, "line": row.line_no} for row in found]


def signer_of(actor, level: Unit) -> str:
    """Who signs; a deputy signs with both names."""
    holder = acts_for(actor, verb_in_hand(), level.path)
    return f"{actor.person.addressed} thay mặt {names_of([holder])[holder]}" if holder else actor.person.addressed


def post_of(actor, level: Unit) -> str:
    """What stands over the signature: the head's post where the signer holds the command (or stands in for its holder), else by his order (`TL.`,
    Decree 30/2020, Annex I)."""
    commands = any(grant.role == "commander" and grant.path == level.path for grant in actor.grants)
    return head_post(level.name) if commands else f"TL. {head_post(level.name)}"


def reminded(round_id: int) -> dict[int, list]:
    """Unit -> when it was reminded."""
    found: dict[int, list] = {}
    for at, unit_ids in db.session.execute(select(RoundReminder.at, RoundReminder.unit_ids).where(RoundReminder.round_id == round_id).order_by(RoundReminder.id)):
        for unit_id in unit_ids:
            found.setdefault(unit_id, []).append(at)
    return found


def signed_in(round_id: int, level: Unit) -> tuple[list[Signed], dict[int, Signed]]:
    """The level's signed tables, newest first, and for every level below it the newest one."""
    rows = (select(ClosedTable.level_id, ClosedTable.id, ClosedTable.number, ClosedTable.sha256, ClosedTable.gaps, ClosedTable.signed_at, Unit.code, Unit.name)
            .join(Unit, ClosedTable.level_id == Unit.id).where(ClosedTable.round_id == round_id, under(Unit.path, level.path))
            .order_by(ClosedTable.number))
    found = [Signed(*row) for row in db.session.execute(rows)]
    return [one for one in reversed(found) if one.level_id == level.id], {one.level_id: one for one in found if one.level_id != level.id}


def signed_below(round_id: int, level: Unit) -> dict[int, Signed]:
    """Level -> its newest signed table, for every level in the subtree but the level itself."""
    return signed_in(round_id, level)[1]


def tables_of(round_id: int, level_id: int) -> list[ClosedTable]:
    """The signed tables of a level, newest first, without their content."""
    return list(db.session.execute(select(ClosedTable).where(ClosedTable.round_id == round_id, ClosedTable.level_id == level_id)
                                   .order_by(ClosedTable.number.desc())).unique().scalars())


def content_of(table_id: int) -> dict:
    """The frozen snapshot."""
    return db.session.execute(select(ClosedTable.content).where(ClosedTable.id == table_id)).scalar_one()


def visible_tables(user, verb: str = "round.read"):
    """Signed tables of levels in reach."""
    return select(ClosedTable).join(Unit, ClosedTable.level_id == Unit.id).where(reach(user, verb).covers(Unit.path))


def signable(user, found: SurveyRound):
    """Levels below the scope whose table this person signs: those where he himself holds the review, and that have sheets to review. Who stands
    above does not sign for them. The scope itself is signed by closing the round."""
    held = [grant.path for grant in user.grants if grant.role in VERBS["sheet.review"] and grant.role != "person"]
    reviews = exists().where(NeedSheet.round_id == found.id, NeedSheet.live(), NeedSheet.review_unit_id == Unit.id)
    return select(Unit).where(Unit.path.in_(held), Unit.id != found.scope_id, reviews)


def group_titles() -> list[tuple[str, str]]:
    """Code and title of the trainee groups, in their order."""
    return [tuple(row) for row in db.session.execute(select(TraineeGroup.code, TraineeGroup.title).order_by(TraineeGroup.position))]


@dataclass(frozen=True)
class LevelTable:
    """The table of a level as it stands now: what would be signed."""
    found: SurveyRound
    level: Unit
    units: list[dict]
    gaps: list[dict]
    below: list[Signed]

    @property
    def counts(self) -> tuple[int, int]:
        """What counts, and what was asked."""
        return sum(unit["now"] for unit in self.units), sum(unit["asked"] for unit in self.units)

    def content(self, number: int, gaps: list[dict], actor, reason: str, last: ClosedTable | None) -> dict:
        """The snapshot, with the lines read now. Everything that the annex prints is in it."""
        level, found = self.level, self.found
        above = level.parent.name if level.parent is not None else ""
        head = Head(found.code, found.title, found.year, level.code, level.name, above, place_of(level.region), number, clock.now().isoformat(timespec="seconds"),
                    post_of(actor, level), signer_of(actor, level), reason.strip(), last.sha256 if last is not None else None)
        when = reminded(found.id)
        ids = {row.code: row.id for row in db.session.execute(select(Unit.code, Unit.id).where(Unit.code.in_([gap["code"] for gap in gaps])))}
        told = [{**gap, "reminded": [at.isoformat(timespec="seconds") for at in when.get(ids[gap["code"]], [])]} for gap in gaps]
        return table_content(head, groups=[list(pair) for pair in group_titles()], units=self.units, gaps=told, corrections=corrections_under(found.id, level.id),
                             below=[{"code": one.code, "unit": one.name, "number": one.number, "sha256": one.sha256} for one in self.below],
                             columns=list(LINE), lines=lines_under(found.id, level.id))


def table_under(found: SurveyRound, level: Unit, reasons: dict[str, str] | None = None, hold: bool = False) -> LevelTable:
    """The level's table now; `hold` keeps its sheets unchanged until the end of the transaction."""
    sheets, below = sheets_under(found.id, level, hold), signed_below(found.id, level)
    units = units_of(sheets, (level.id, level.path), sums_under(found.id, level.id))
    return LevelTable(found, level, units, gaps_under(sheets, level.id, below, reasons), sorted(below.values(), key=lambda one: one.code))


def may_sign(user, found: SurveyRound, level_id: int) -> bool:
    """Whether this person signs the table of that level."""
    return db.session.execute(signable(user, found).with_only_columns(Unit.id).where(Unit.id == level_id)).scalar_one_or_none() is not None
