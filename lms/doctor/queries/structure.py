"""Rows that point nowhere, and the tree of units."""
from sqlalchemy import select, text
from sqlalchemy.orm import aliased

from lms.certificates.models import Certificate
from lms.courses.models import ClassSession, TrainingClass
from lms.db import db
from lms.deadlines.models import Task
from lms.enrollment.models import Enrollment, Nomination
from lms.quota.models import Proposal
from lms.survey.models import NeedSheet, SurveyRound
from lms.units.models import Unit

MOST = 50
SUBJECTS = {"sheet": NeedSheet, "round": SurveyRound, "proposal": Proposal, "class": TrainingClass, "session": ClassSession, "nomination": Nomination,
            "enrollment": Enrollment, "certificate": Certificate}


def foreign_keys() -> list[str]:
    """SQLite checks itself; PostgreSQL cannot hold such a row unless its triggers were off, so each key is joined."""
    if db.engine.dialect.name == "sqlite":
        rows = db.session.execute(text("PRAGMA foreign_key_check")).all()
        return [f"{row[0]} row {row[1]} points to a {row[2]} that is not there" for row in rows[:MOST]]
    found = []
    for table in db.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias()
            column = target.c[key.column.name]
            lost = select(key.parent).outerjoin(target, key.parent == column).where(key.parent.is_not(None), column.is_(None)).limit(3)
            found += [f"{table.name}.{key.parent.name} {value} points to a {key.column.table.name} that is not there" for value in db.session.execute(lost).scalars()]
    return found[:MOST]


def unit_paths() -> list[str]:
    """A path is the parent's path and the own id; depth and first-level unit follow from it."""
    parent = aliased(Unit)
    rows = db.session.execute(select(Unit.id, Unit.code, Unit.path, Unit.depth, Unit.first_level_id, parent.id, parent.path, parent.depth)
                              .outerjoin(parent, Unit.parent_id == parent.id).order_by(Unit.id)).all()
    found = []
    for own, code, path, depth, first, above, above_path, above_depth in rows:
        if path != f"{above_path or '/'}{own}/":
            found.append(f"unit {code} has path {path}, below {above_path or '/'} it should be {above_path or '/'}{own}/")
        if depth != (0 if above is None else above_depth + 1):
            found.append(f"unit {code} has depth {depth}, its parent {above_depth}")
        steps = path.strip("/").split("/")
        if str(first or "") != (steps[1] if len(steps) > 1 else ""):
            found.append(f"unit {code} has first-level unit {first}, its path says {steps[1] if len(steps) > 1 else 'none'}")
    return found[:MOST]


def tasks() -> list[str]:
    """What waits for somebody must be about something that is there."""
    found = []
    for subject, model in SUBJECTS.items():
        lost = select(Task.id, Task.kind, Task.subject_id).outerjoin(model, Task.subject_id == model.id).where(
            Task.subject == subject, Task.done_at.is_(None), model.id.is_(None)).limit(MOST)
        found += [f"task {row.id} ({row.kind}) waits about {subject} {row.subject_id} that is not there" for row in db.session.execute(lost)]
    strange = select(Task.id, Task.kind, Task.subject).where(Task.subject.not_in(SUBJECTS), Task.done_at.is_(None)).limit(MOST)
    return found + [f"task {row.id} ({row.kind}) is about an unknown kind of thing, {row.subject}" for row in db.session.execute(strange)]
