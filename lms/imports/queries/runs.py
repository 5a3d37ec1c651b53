"""Runs, their files and rows, and what they ask."""
from collections.abc import Iterator

from sqlalchemy import func, select

from lms.db import db
from lms.imports.models import ImportFile, ImportRow, ImportRun
from lms.imports.rules.staging import Staged, StagedFile, StagedRow
from lms.people.models import IdentityQuestion

_KINDS_OF_ROLE = {"committee_staff": {"units", "people", "needs", "courses", "academies", "holidays"}, "personnel_officer": {"people", "units"}}


def kinds_for(account) -> tuple[str, ...]:
    """The kinds of lists this account may take in."""
    kinds = set().union(*[_KINDS_OF_ROLE.get(grant.role, set()) for grant in account.grants])
    return tuple(kind for kind in ("units", "people", "needs", "courses", "academies", "holidays") if kind in kinds)


def visible(user, verb: str = "imports.read"):
    """Runs of the kinds this account may take in (the verb decides on the page; the kind decides here)."""
    return select(ImportRun).where(ImportRun.kind.in_(kinds_for(user)))


def recent(user, limit: int = 50) -> list[ImportRun]:
    """The last runs."""
    return list(db.session.execute(visible(user).order_by(ImportRun.id.desc()).limit(limit)).scalars())


def load_staged(run: ImportRun) -> Staged:
    """The staged rows of a run as they were read."""
    files = []
    for file in run.files:
        rows = select(ImportRow.row, ImportRow.sheet, ImportRow.verdict, ImportRow.values, ImportRow.notes, ImportRow.issues, ImportRow.change)
        found = db.session.execute(rows.where(ImportRow.file_id == file.id).order_by(ImportRow.id))
        files.append(StagedFile(file.name, file.verdict, file.reason, file.detail, file.found, [StagedRow(*row) for row in found]))
    return Staged(run.kind, run.list_date, files, run.duplicates, run.options)


def rows_of(run_id: int, verdict: str, limit: int, offset: int = 0) -> list[tuple]:
    """(file name, row) with this verdict, in reading order."""
    rows = (select(ImportFile.name, ImportRow).join(ImportFile, ImportRow.file_id == ImportFile.id).where(ImportFile.run_id == run_id, ImportRow.verdict == verdict)
            .order_by(ImportFile.position, ImportRow.id).limit(limit).offset(offset))
    return [tuple(row) for row in db.session.execute(rows)]


def issues_of(run_id: int) -> Iterator[tuple]:
    """(file, sheet, row, cell, kind, value) of every issue of a run, for the error file."""
    rows = (select(ImportFile.name, ImportRow.sheet, ImportRow.row, ImportRow.issues).join(ImportFile, ImportRow.file_id == ImportFile.id)
            .where(ImportFile.run_id == run_id, ImportRow.verdict != "accepted").order_by(ImportFile.position, ImportRow.id))
    for name, sheet, number, issues in db.session.execute(rows):
        for issue in issues:
            yield name, sheet, number, issue["cell"], issue["kind"], issue["value"]


def open_questions(limit: int = 200) -> list[IdentityQuestion]:
    """Identity questions nobody has answered."""
    return list(db.session.execute(select(IdentityQuestion).where(IdentityQuestion.answer.is_(None)).order_by(IdentityQuestion.id).limit(limit)).scalars())


def open_need_questions(limit: int = 200) -> list[tuple]:
    """Lines of applied need imports that wait for an answer; only the last import of each file counts."""
    latest = (select(func.max(ImportFile.id)).join(ImportRun, ImportFile.run_id == ImportRun.id)
              .where(ImportRun.kind == "needs", ImportRun.state == "applied").group_by(ImportFile.name))
    rows = (select(ImportFile.name, ImportRow).join(ImportFile, ImportRow.file_id == ImportFile.id)
            .where(ImportFile.id.in_(latest), ImportRow.verdict == "question").order_by(ImportFile.name, ImportRow.id).limit(limit))
    return [tuple(row) for row in db.session.execute(rows)]
