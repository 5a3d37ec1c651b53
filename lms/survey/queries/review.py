"""What a reviewer reads: the list of sheets that wait, what was said to each line, and the same unit's lines in the last closed round."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, cast, func, literal, null, select
from sqlalchemy.orm import aliased

from lms.access import VERBS
from lms.db import Words, db
from lms.survey.models import Need, NeedComment, NeedCorrection, NeedSheet, SurveyRound, WarningAnswer
from lms.survey.queries.lines import lines_of
from lms.survey.queries.sheets import as_sent, visible
from lms.survey.rules.changes import BETWEEN_ROUNDS, Change, as_counted, differences
from lms.survey.rules.sending import WAITING
from lms.units.models import Unit

SHOWN = 200


@dataclass(frozen=True)
class Said:
    """One thing said to a line, oldest first: `correction` (before, after, level), `comment` (submission) or `answer` (to a warning: `about`)."""
    kind: str
    at: datetime
    by_id: int
    text: str
    before: int | None = None
    after: int | None = None
    about: str | None = None
    submission: int | None = None


def said_to_lines(sheet_id: int) -> dict[int, list[Said]]:
    """need id -> everything that was said to it, in one statement."""
    no_number, no_text = cast(null(), Integer), cast(null(), Words)
    parts = (
        select(NeedCorrection.need_id, literal("correction").label("kind"), NeedCorrection.at, NeedCorrection.by_id, NeedCorrection.reason.label("text"), NeedCorrection.before,
               NeedCorrection.after, Unit.name.label("about"), no_number.label("submission"), NeedCorrection.id.label("number"))
        .join(Unit, NeedCorrection.level_id == Unit.id).where(NeedCorrection.sheet_id == sheet_id),
        select(NeedComment.need_id, literal("comment"), NeedComment.at, NeedComment.by_id, NeedComment.text, no_number, no_number, no_text, NeedComment.submission, NeedComment.id)
        .where(NeedComment.sheet_id == sheet_id),
        select(WarningAnswer.need_id, literal("answer"), WarningAnswer.at, WarningAnswer.by_id, WarningAnswer.reason, no_number, no_number, WarningAnswer.kind, no_number,
               WarningAnswer.id).where(WarningAnswer.sheet_id == sheet_id, WarningAnswer.need_id.is_not(None)))
    rows = parts[0].union_all(*parts[1:]).subquery()
    found: dict[int, list[Said]] = {}
    for need_id, *values in db.session.execute(select(*[column for column in rows.c if column.name != "number"]).order_by(rows.c.at, rows.c.number)):
        found.setdefault(need_id, []).append(Said(*values))
    return found


def levels_of(user) -> list[int]:
    """The units in whose name the user reviews."""
    return [grant.unit_id for grant in user.grants if grant.role in VERBS["sheet.review"] and grant.unit_id is not None]


def review_rows(user, found: SurveyRound, below: bool = False) -> list[tuple]:
    """(sheet, heads of the same unit in the last closed round or None) of sheets that wait for the user's own level, or for any level below it as well."""
    last = _last_closed(found)
    before = aliased(NeedSheet)
    total = before.persons + before.heads + before.corrected_persons + before.corrected_heads
    rows = visible(user, "sheet.review").where(NeedSheet.round_id == found.id, NeedSheet.state.in_(WAITING), NeedSheet.live())
    if not below:
        rows = rows.where(NeedSheet.review_unit_id.in_(levels_of(user)))
    owner = aliased(Unit)
    rows = (rows.join(owner, NeedSheet.unit_id == owner.id)
            .outerjoin(before, (before.unit_id == NeedSheet.unit_id) & (before.round_id == last) & (before.state == "accepted"))
            .add_columns(total).order_by(owner.path, NeedSheet.id).limit(SHOWN))
    return [tuple(row) for row in db.session.execute(rows)]


def waiting_count(user, found: SurveyRound) -> int:
    """How many sheets wait for the user's own level."""
    rows = visible(user, "sheet.review").where(NeedSheet.round_id == found.id, NeedSheet.state.in_(WAITING), NeedSheet.live(), NeedSheet.review_unit_id.in_(levels_of(user)))
    return db.session.execute(rows.with_only_columns(func.count(NeedSheet.id))).scalar_one()


def sheets_to_accept(user, found: SurveyRound, ids: list[int]) -> list[NeedSheet]:
    """The ticked sheets within reach of the reviewer, in the order of the list."""
    owner = aliased(Unit)
    rows = visible(user, "sheet.review").join(owner, NeedSheet.unit_id == owner.id).where(NeedSheet.round_id == found.id, NeedSheet.id.in_(ids))
    return list(db.session.execute(rows.order_by(owner.path, NeedSheet.id).limit(SHOWN)).scalars())


def _last_closed(found: SurveyRound):
    """SQL: the newest closed round that opened before this one."""
    return (select(SurveyRound.id).where(SurveyRound.state == "closed", SurveyRound.id != found.id, SurveyRound.opens_on <= found.opens_on)
            .order_by(SurveyRound.opens_on.desc(), SurveyRound.id.desc()).limit(1).scalar_subquery())


def sheet_before(sheet: NeedSheet) -> NeedSheet | None:
    """The accepted sheet of the same unit in the newest closed round that has one."""
    rows = (select(NeedSheet).join(SurveyRound, NeedSheet.round_id == SurveyRound.id)
            .where(NeedSheet.unit_id == sheet.unit_id, NeedSheet.id != sheet.id, NeedSheet.state == "accepted", SurveyRound.state == "closed",
                   SurveyRound.opens_on <= sheet.round.opens_on)
            .order_by(SurveyRound.opens_on.desc(), SurveyRound.id.desc()).limit(1))
    return db.session.execute(rows).scalar_one_or_none()


def against_last_round(sheet: NeedSheet, lines: list[Need]) -> tuple[NeedSheet, list[Change]] | None:
    """The sheet of the last closed round and how this one differs from what counted then; None when there is none."""
    before = sheet_before(sheet)
    if before is None:
        return None
    return before, differences(as_counted([as_sent(need) for need in lines_of(before.id)]), [as_sent(need) for need in lines], BETWEEN_ROUNDS)
