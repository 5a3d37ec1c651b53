"""Questions of need files: what the files in use say, what has been answered, and what waits for whom."""
from collections import defaultdict
from datetime import date

from sqlalchemy import false, func, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Account
from lms.courses.models import LEVELS, Topic
from lms.db import db
from lms.imports.models import ImportFile, ImportRow, ImportRun, NeedQuestion
from lms.imports.queries.runs import kinds_for
from lms.imports.rules.questions import Answers, gather
from lms.imports.rules.staging import StagedRow
from lms.people.models import Person
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.rules.need_round import Taken
from lms.units.models import Unit


def files_of_round(code: str) -> list[ImportFile]:
    """Files that were taken in for a round, the oldest first; of a name only the last."""
    rows = (select(ImportFile).join(ImportRun, ImportFile.run_id == ImportRun.id)
            .where(ImportRun.kind == "needs", ImportRun.state == "applied", ImportFile.verdict == "read", ImportRun.options[("round", "code")].as_string() == code)
            .order_by(ImportFile.id))
    return list({file.name: file for file in db.session.execute(rows).scalars()}.values())


def in_use(files: list[ImportFile]) -> dict[str, ImportFile]:
    """unit -> the file that counts: not replaced by a later sending, and with no question about itself."""
    counted = [file for file in files if file.found.get("unit") and not file.found.get("superseded_by") and not file.found.get("questions")]
    return {file.found["unit"]: file for file in sorted(counted, key=lambda file: file.id)}


def rows_of(files: list[ImportFile], verdicts: tuple[str, ...] = ("accepted", "question", "refused")) -> dict[int, list[StagedRow]]:
    """file id -> its staged rows, in one statement."""
    rows = (select(ImportRow.file_id, ImportRow.row, ImportRow.sheet, ImportRow.verdict, ImportRow.values, ImportRow.notes, ImportRow.issues, ImportRow.change)
            .where(ImportRow.file_id.in_([file.id for file in files]), ImportRow.verdict.in_(verdicts)).order_by(ImportRow.id))
    found = defaultdict(list)
    for file_id, *row in db.session.execute(rows):
        found[file_id].append(StagedRow(*row))
    return found


def answers_of(code: str) -> Answers:
    """Everything answered in a round."""
    rows = select(NeedQuestion.key, NeedQuestion.kind, NeedQuestion.units, NeedQuestion.subject, NeedQuestion.answer)
    return gather(db.session.execute(rows.where(NeedQuestion.round_code == code, NeedQuestion.answer.is_not(None)).order_by(NeedQuestion.answered_at)))


def on_sheets(code: str, numbers: set[str] | None = None) -> list[tuple]:
    """(service number, first-level unit, topic, level) of the persons on the sheets that were sent in a round."""
    first, own = aliased(Unit), aliased(Unit)
    rows = (select(Person.service_no, func.coalesce(first.code, own.code), Topic.name, Need.level).select_from(Need)
            .join(NeedSheet, Need.sheet_id == NeedSheet.id).join(SurveyRound, NeedSheet.round_id == SurveyRound.id).join(Person, Need.person_id == Person.id)
            .join(Topic, Need.topic_id == Topic.id).join(own, NeedSheet.unit_id == own.id).outerjoin(first, own.first_level_id == first.id)
            .where(SurveyRound.code == code, NeedSheet.state.in_(("submitted", "resubmitted", "accepted"))))
    rows = rows if numbers is None else rows.where(Person.service_no.in_(numbers))
    return [(number, unit, topic, LEVELS[level]) for number, unit, topic, level in db.session.execute(rows)]


def taken_before(code: str) -> Taken:
    """What earlier acts took in for a round, as the judging of new files needs it."""
    files = in_use(files_of_round(code))
    asked = defaultdict(set)
    sheets = frozenset((unit, number) for number, unit, _topic, _level in on_sheets(code) if number)
    for unit, number in sheets:
        asked[number].add(unit)
    waiting = rows_of(list(files.values()), ("question",))
    for unit, file in files.items():
        for row in waiting[file.id]:
            if row.values.get("sn"):
                asked[row.values["sn"]].add(unit)
    return Taken({unit: (_day(file.found.get("made_on")), file.found.get("submission") or 1, file.name) for unit, file in files.items()},
                 {number: frozenset(units) for number, units in asked.items()}, sheets)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def visible_questions(user):
    """Questions of need files that this account may answer: whoever may take need files in."""
    rows = select(NeedQuestion)
    return rows if "needs" in kinds_for(user) else rows.where(false())


def open_count(user) -> int:
    """How many wait."""
    waits = visible_questions(user).where(NeedQuestion.standing, NeedQuestion.answer.is_(None)).subquery()
    return db.session.execute(select(func.count()).select_from(waits)).scalar_one()


def listed(user=None, answered: bool | None = None) -> list[NeedQuestion]:
    """Standing questions (all, answered or not) by file and place; without an account all of them."""
    rows = (select(NeedQuestion) if user is None else visible_questions(user)).where(NeedQuestion.standing)
    if answered is not None:
        rows = rows.where(NeedQuestion.answer.is_not(None) if answered else NeedQuestion.answer.is_(None))
    found = db.session.execute(rows.order_by(NeedQuestion.id)).scalars()
    return sorted(found, key=lambda question: (question.round_code, question.places[0]["file"], question.places[0]["row"], question.id))


def names_of(questions: list[NeedQuestion]) -> dict[str, str]:
    """service number -> name of the persons that questions are about."""
    numbers = {question.subject.get("sn") for question in questions} - {None}
    return dict(db.session.execute(select(Person.service_no, Person.name).where(Person.service_no.in_(numbers))).all()) if numbers else {}


def count_by_file(questions: list[NeedQuestion]) -> dict[str, int]:
    """file -> how many questions stand in it, in the order of names."""
    found = defaultdict(int)
    for question in questions:
        for name in {place["file"] for place in question.places}:
            found[name] += 1
    return dict(sorted(found.items()))


def answerers(questions: list[NeedQuestion]) -> dict[int, str]:
    """account id -> name of who answered."""
    ids = {question.answered_by_id for question in questions} - {None}
    rows = select(Account.id, Person.name).join(Person, Account.person_id == Person.id).where(Account.id.in_(ids))
    return dict(db.session.execute(rows).all()) if ids else {}
