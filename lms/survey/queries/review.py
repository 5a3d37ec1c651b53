"""What a reviewer reads: the list of sheets that wait, and the same unit's lines in the last closed round."""
from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased, with_expression

from lms.access import VERBS
from lms.db import db
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.queries.lines import in_order
from lms.survey.queries.sheets import as_sent, visible
from lms.survey.rules.changes import BETWEEN_ROUNDS, Change, as_counted, differences
from lms.survey.rules.sending import WAITING
from lms.units.models import Unit

SHOWN = 200


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
            .add_columns(total).order_by(owner.path, NeedSheet.id).limit(SHOWN).options(sent_by(user)))
    return [tuple(row) for row in db.session.execute(rows)]


def sent_by(user):
    """Option: `NeedSheet.sent_by_reader`, 1 where the sender counts as this reader."""
    return with_expression(NeedSheet.sent_by_reader, case((user.same_as(NeedSheet.submitted_by_id, NeedSheet.submitted_at), 1), else_=0))


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


def sheet_before(sheet: NeedSheet) -> tuple[NeedSheet | None, list[Need]]:
    """The accepted sheet of the same unit in the newest closed round that has one, and its lines."""
    newest = (select(NeedSheet.id).join(SurveyRound, NeedSheet.round_id == SurveyRound.id)
              .where(NeedSheet.unit_id == sheet.unit_id, NeedSheet.id != sheet.id, NeedSheet.state == "accepted", SurveyRound.state == "closed",
                     SurveyRound.opens_on <= sheet.round.opens_on)
              .order_by(SurveyRound.opens_on.desc(), SurveyRound.id.desc()).limit(1).scalar_subquery())
    rows = in_order(select(NeedSheet, Need).outerjoin(Need, Need.sheet_id == NeedSheet.id).where(NeedSheet.id == newest))
    found = db.session.execute(rows).unique().all()
    return (found[0][0] if found else None), [need for _sheet, need in found if need is not None]


def against_last_round(sheet: NeedSheet, lines: list[Need]) -> tuple[NeedSheet, list[Change]] | None:
    """The sheet of the last closed round and how this one differs from what counted then; None when there is none."""
    before, counted = sheet_before(sheet)
    if before is None:
        return None
    return before, differences(as_counted([as_sent(need) for need in counted]), [as_sent(need) for need in lines], BETWEEN_ROUNDS)
