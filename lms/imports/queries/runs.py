"""Runs, their files and rows, and what they ask."""
from collections.abc import Iterator

from sqlalchemy import select

from lms.access import reach
from lms.db import db
from lms.imports.models import KINDS, ImportFile, ImportRow, ImportRun
from lms.imports.rules.staging import Staged, StagedFile, StagedRow
from lms.people.models import IdentityQuestion, Person
from lms.units.models import Unit

_KINDS_OF_ROLE = {"committee_staff": KINDS, "personnel_officer": ("people",)}


def _is_whole(path: str) -> bool:
    """Whether a grant stands at the top of the tree (`/1/`)."""
    return path.count("/") == 2


def kinds_for(account) -> tuple[str, ...]:
    """The kinds of lists this account may take in: people for its own units, everything else only for the whole tree."""
    found = {kind for grant in account.grants for kind in _KINDS_OF_ROLE.get(grant.role, ()) if kind == "people" or _is_whole(grant.path)}
    return tuple(kind for kind in KINDS if kind in found)


def visible(user, verb: str):
    """Runs of the kinds this account may take in; who does not reach the whole tree sees its own runs only."""
    runs = select(ImportRun).where(ImportRun.kind.in_(kinds_for(user)))
    return runs if any(_is_whole(path) for path in reach(user, verb).paths) else runs.where(ImportRun.made_by_id == user.id)


def foreign_units(user, codes: set[str]) -> list[str]:
    """Codes of units that the account does not reach with an import."""
    paths = dict(db.session.execute(select(Unit.code, Unit.path)).all())
    mine = reach(user, "imports.run")
    return sorted(code for code in codes if not mine.holds(paths.get(code)))


def recent(user, limit: int = 50) -> list[ImportRun]:
    """The last runs."""
    return list(db.session.execute(visible(user, "imports.read").order_by(ImportRun.id.desc()).limit(limit)).scalars())


def load_staged(run: ImportRun) -> Staged:
    """The staged rows of a run as they were read."""
    files = []
    for file in run.files:
        rows = select(ImportRow.row, ImportRow.sheet, ImportRow.verdict, ImportRow.values, ImportRow.notes, ImportRow.issues, ImportRow.change)
        found = db.session.execute(rows.where(ImportRow.file_id == file.id).order_by(ImportRow.id))
        files.append(StagedFile(file.name, file.verdict, file.reason, file.detail, file.found, [StagedRow(*row) for row in found]))
    return Staged(run.kind, run.list_date, files, run.duplicates, run.options)


def faulty_rows(run_id: int, limit: int, offset: int = 0) -> list[tuple]:
    """(file name, row) that are refused or asked about, in reading order."""
    rows = (select(ImportFile.name, ImportRow).join(ImportFile, ImportRow.file_id == ImportFile.id)
            .where(ImportFile.run_id == run_id, ImportRow.verdict != "accepted").order_by(ImportFile.position, ImportRow.id).limit(limit).offset(offset))
    return [tuple(row) for row in db.session.execute(rows)]


def issues_of(run_id: int) -> Iterator[tuple]:
    """(file, sheet, row, cell, kind, value) of every issue of a run, for the error file."""
    rows = (select(ImportFile.name, ImportRow.sheet, ImportRow.row, ImportRow.issues).join(ImportFile, ImportRow.file_id == ImportFile.id)
            .where(ImportFile.run_id == run_id, ImportRow.verdict != "accepted").order_by(ImportFile.position, ImportRow.id))
    for name, sheet, number, issues in db.session.execute(rows):
        for issue in issues:
            yield name, sheet, number, issue["cell"], issue["kind"], issue["value"]


def open_questions(user, limit: int = 200) -> list[IdentityQuestion]:
    """Identity questions nobody has answered, about persons in reach."""
    rows = (select(IdentityQuestion).join(Person, IdentityQuestion.person_id == Person.id).join(Unit, Person.unit_id == Unit.id)
            .where(IdentityQuestion.answer.is_(None), reach(user, "imports.read").covers(Unit.path)).order_by(IdentityQuestion.id).limit(limit))
    return list(db.session.execute(rows).scalars())
