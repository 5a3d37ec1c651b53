"""What writing staged rows means, kind by kind; the comparison may be made before the write lock is taken."""
from sqlalchemy import update

import lms.imports.actions.catalogue as catalogue
import lms.imports.actions.needs as needs
import lms.imports.actions.people as people
import lms.imports.actions.units as units
from lms.db import db
from lms.imports.models import ImportRow, ImportRun
from lms.imports.rules.staging import Staged

_PLANS = {"units": units.plan, "people": people.plan, "needs": needs.plan, "courses": catalogue.plan_courses, "academies": catalogue.plan_academies,
          "holidays": catalogue.plan_holidays}
_WRITERS = {"units": units.write, "courses": catalogue.write_courses, "academies": catalogue.write_academies, "holidays": catalogue.write_holidays}


def plan(staged: Staged) -> None:
    """Compare with the register of this moment: marks what writing each row changes, and keeps what is to be written."""
    staged.plan = _PLANS[staged.kind](staged)


def _holds(staged: Staged) -> bool:
    """Whether the plan in hand was made from the register as it stands. Only large kinds tell; the others are planned anew."""
    return staged.plan is not None and staged.kind == "people" and staged.plan.mark == people.register_mark()


def write(actor, staged: Staged) -> bool:
    """Write; whether there was anything to write. A plan made before the lock was taken counts only when nothing has moved since."""
    if not _holds(staged):
        plan(staged)
    found = staged.plan
    if staged.kind == "needs":
        needs.write(found, staged, actor)
    elif staged.kind == "people":
        people.write(found, staged)
    else:
        _WRITERS[staged.kind](found, staged)
    changes = staged.changes()
    return bool(changes["created"] or changes["changed"] or (staged.kind == "needs" and found.sendings) or staged.options.get("dropped_days"))


def remember_changes(run: ImportRun, staged: Staged) -> None:
    """What each row changed in the end (the register may have moved since the preview)."""
    ids = {file.name: file.id for file in run.files}
    for file in staged.files:
        for word in ("created", "changed", "unchanged"):
            numbers = [row.row for row in file.rows if row.change == word]
            for at in range(0, len(numbers), 500):
                db.session.execute(update(ImportRow).where(ImportRow.file_id == ids[file.name], ImportRow.verdict == "accepted",
                                                           ImportRow.row.in_(numbers[at:at + 500]), ImportRow.change.is_distinct_from(word))
                                   .values(change=word).execution_options(synchronize_session=False))
