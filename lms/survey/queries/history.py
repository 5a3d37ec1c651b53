"""What happened to a sheet and what was said to its lines, in one statement; who did it, and for whom, in a second one."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, cast, literal, null, select
from sqlalchemy.orm import aliased

from lms import clock
from lms.access import VERBS
from lms.accounts.models import Account, Assignment
from lms.db import Words, db
from lms.people.models import Person
from lms.survey.models import NeedComment, NeedCorrection, NeedSheet, SheetEvent, WarningAnswer
from lms.units.models import Unit

VERB_OF = {"submit": "sheet.submit", "resubmit": "sheet.submit", "accept": "sheet.review", "send_back": "sheet.review", "correct": "sheet.review",
           "correction": "sheet.review", "comment": "sheet.comment", "answer": "sheet.edit"}
EVENTS_SHOWN = 50


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


def history_of(sheet_id: int) -> tuple[dict[int, list[Said]], list[tuple]]:
    """need id -> everything that was said to it, oldest first; and (at, by, move, reason) of the steps of the sheet, newest first."""
    no_number, no_text = cast(null(), Integer), cast(null(), Words)
    steps = (select(SheetEvent.id, SheetEvent.at, SheetEvent.by_id, SheetEvent.move, SheetEvent.reason).where(SheetEvent.sheet_id == sheet_id)
             .order_by(SheetEvent.id.desc()).limit(EVENTS_SHOWN).subquery())
    parts = (
        select(NeedCorrection.need_id, literal("correction").label("kind"), NeedCorrection.at, NeedCorrection.by_id, NeedCorrection.reason.label("text"), NeedCorrection.before,
               NeedCorrection.after, Unit.name.label("about"), no_number.label("submission"), NeedCorrection.id.label("number"))
        .join(Unit, NeedCorrection.level_id == Unit.id).where(NeedCorrection.sheet_id == sheet_id),
        select(NeedComment.need_id, literal("comment"), NeedComment.at, NeedComment.by_id, NeedComment.text, no_number, no_number, no_text, NeedComment.submission, NeedComment.id)
        .where(NeedComment.sheet_id == sheet_id),
        select(WarningAnswer.need_id, literal("answer"), WarningAnswer.at, WarningAnswer.by_id, WarningAnswer.reason, no_number, no_number, WarningAnswer.kind, no_number,
               WarningAnswer.id).where(WarningAnswer.sheet_id == sheet_id, WarningAnswer.need_id.is_not(None)),
        select(no_number, literal("step"), steps.c.at, steps.c.by_id, steps.c.reason, no_number, no_number, steps.c.move, no_number, steps.c.id))
    rows = parts[0].union_all(*parts[1:]).subquery()
    said, events = {}, []
    for need_id, *values in db.session.execute(select(*[column for column in rows.c if column.name != "number"]).order_by(rows.c.at, rows.c.number)):
        one = Said(*values)
        if one.kind == "step":
            events.append((one.at, one.by_id, one.about, one.text))
        else:
            said.setdefault(need_id, []).append(one)
    return said, events[::-1]


def said_to_lines(sheet_id: int) -> dict[int, list[Said]]:
    """need id -> everything that was said to it."""
    return history_of(sheet_id)[0]


def events_of(sheet_id: int) -> list[tuple]:
    """(at, by, move, reason), newest first."""
    return history_of(sheet_id)[1]


def authors_of(sheet: NeedSheet, said: dict[int, list[Said]], events: list[tuple]) -> tuple[dict[int, str], dict[tuple, str]]:
    """account -> rank and name of who wrote there; (at, account) of a step or a word that came from a deputy -> the holder for whom he took it. Who held a role of
    his own acted for himself."""
    accounts = {event[1] for event in events if event[1]} | {one.by_id for each in said.values() for one in each}
    if not accounts:
        return {}, {}
    giver, owner = aliased(Assignment), aliased(Account)
    rows = (select(Account, Assignment.role, Assignment.since, Assignment.until, Unit.path, Person).outerjoin(Assignment, Assignment.account_id == Account.id)
            .outerjoin(Unit, Assignment.unit_id == Unit.id).outerjoin(giver, Assignment.delegated_from_id == giver.id)
            .outerjoin(owner, giver.account_id == owner.id).outerjoin(Person, owner.person_id == Person.id).where(Account.id.in_(accounts)))
    held = [tuple(row) for row in db.session.execute(rows).unique()]
    done = [tuple(event[:3]) for event in events] + [(one.at, one.by_id, one.kind) for each in said.values() for one in each]
    steps = [(at, by, VERB_OF[what]) for at, by, what in done if by and what in VERB_OF]
    acting = {(at, by): holder for at, by, verb in steps if (holder := _holder(held, by, clock.local(at).date(), (verb, sheet)))}
    return {row[0].id: row[0].person.addressed for row in held}, acting


def _holder(held: list[tuple], by: int, day, step: tuple) -> str:
    verb, sheet = step
    near = [holder for account, role, since, until, path, holder in held if account.id == by and role in VERBS[verb] and sheet.unit.path.startswith(path)
            and since <= day and (until is None or day <= until)]
    return "" if not near or any(holder is None for holder in near) else near[0].addressed
