"""Survey rounds, one sheet per unit in scope (rows made at the opening), and the lines: a person, or a head count of a group."""
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from lms.courses.models import Course, Topic
from lms.db import Values, Versioned, db
from lms.people.models import Person
from lms.survey.states import ROUND, SHEET
from lms.units.models import Unit


class SurveyRound(Versioned, db.Model):
    """One collecting of needs under `scope`. `scope_rule` says which units answer (rules/scope.py: {} means down to `depth` levels), `questions` what
    each unit is asked besides its lines (rules/questions.py); both are frozen when the round opens."""
    FLOW = ROUND
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str]
    year: Mapped[int]
    scope_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    depth: Mapped[int] = mapped_column(default=1)
    opens_on: Mapped[date]
    due_at: Mapped[datetime]
    lock_at: Mapped[datetime]
    form_version: Mapped[int] = mapped_column(default=1)
    scope_rule: Mapped[dict] = mapped_column(Values, default=dict)
    copied_from_id: Mapped[int | None]
    questions: Mapped[list] = mapped_column(Values, default=list)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    snapshot: Mapped[dict | None] = mapped_column(Values, deferred=True)
    snapshot_sha256: Mapped[str | None] = mapped_column(String(64))
    made_by_id: Mapped[int | None]
    changed_at: Mapped[datetime]
    scope: Mapped[Unit] = relationship()
    __table_args__ = (ROUND.check(), CheckConstraint("lock_at >= due_at", name="lock_after_due"))


class NeedSheet(Versioned, db.Model):
    """What one unit sends in one round. Counts are stored with each change, so that the page of 48 reads no lines: `persons` and `heads` as the unit
    sent them, `corrected_*` what corrections on the way up add to them (may be negative), `warned` the warnings of the last sending.
    `opinion` is the party committee's, `head` the accountable head. `reopened_until` lets one unit send after the lock.
    `moved_to_id`: the unit was merged and its lines went to that sheet; the row stays for its history and is counted nowhere (`NeedSheet.live()`).
    `sent_by_reader` is no column: 1 where the sender counts as the reader, 0 where not, None where nobody asked."""
    FLOW = SHEET
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    review_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    unit_name: Mapped[str]
    state: Mapped[str] = mapped_column(String(12), default="not_opened", index=True)
    no_need: Mapped[bool] = mapped_column(default=False)
    persons: Mapped[int] = mapped_column(default=0)
    heads: Mapped[int] = mapped_column(default=0)
    submission: Mapped[int] = mapped_column(default=0)
    last_line_no: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None]
    return_reason: Mapped[str] = mapped_column(default="")
    late: Mapped[bool] = mapped_column(default=False)
    answers: Mapped[dict] = mapped_column(Values, default=dict)
    opinion: Mapped[str] = mapped_column(default="")
    head_id: Mapped[int | None]
    corrected_heads: Mapped[int] = mapped_column(default=0)
    corrected_persons: Mapped[int] = mapped_column(default=0)
    warned: Mapped[int] = mapped_column(default=0)
    reopened_until: Mapped[datetime | None]
    moved_to_id: Mapped[int | None]
    changed_at: Mapped[datetime]
    round: Mapped[SurveyRound] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], lazy="joined")
    review_unit: Mapped[Unit] = relationship(foreign_keys=[review_unit_id])
    sent_by_reader: Mapped[int | None] = query_expression()
    head: Mapped[Person | None] = relationship(primaryjoin="foreign(NeedSheet.head_id) == Person.id", viewonly=True)

    @classmethod
    def live(cls):
        """SQL: sheets whose lines did not go to a successor's sheet."""
        return cls.moved_to_id.is_(None)

    __table_args__ = (
        SHEET.check(),
        UniqueConstraint("round_id", "unit_id"),
        CheckConstraint("state NOT IN ('submitted', 'resubmitted', 'accepted') OR submitted_at IS NOT NULL", name="sent_has_time"),
        CheckConstraint("state != 'accepted' OR reviewed_by_id IS NOT NULL", name="accepted_has_reviewer"),
        CheckConstraint("state != 'accepted' OR reviewed_by_id != submitted_by_id", name="nobody_accepts_his_own"),
    )


class Need(Versioned, db.Model):
    """One line of a sheet: a named person, or `heads` persons of a group. `quarter` is 2027Q2. `course_id` is empty when the catalogue lacks it.
    `heads_now` is the number after corrections on the way up (0 strikes the line out); `heads` stays what the unit asked."""
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("need_sheet.id"), index=True)
    line_no: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    group_code: Mapped[str | None] = mapped_column(ForeignKey("trainee_group.code"))
    heads: Mapped[int] = mapped_column(default=1)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    level: Mapped[int]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    priority: Mapped[int]
    quarter: Mapped[str] = mapped_column(String(6))
    reason: Mapped[str] = mapped_column(default="")
    heads_now: Mapped[int | None]
    person: Mapped[Person | None] = relationship(lazy="joined")
    topic: Mapped[Topic] = relationship(lazy="joined")
    course: Mapped[Course | None] = relationship(lazy="joined")
    sheet: Mapped[NeedSheet] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])

    @hybrid_property
    def heads_counted(self) -> int:
        """The number that counts: the corrected one where a level above wrote one."""
        return self.heads if self.heads_now is None else self.heads_now

    @heads_counted.inplace.expression
    @classmethod
    def _heads_counted(cls):
        return func.coalesce(cls.heads_now, cls.heads)

    __table_args__ = (
        UniqueConstraint("sheet_id", "line_no"),
        CheckConstraint("heads >= 1 AND (person_id IS NULL OR heads = 1)", name="person_is_one_head"),
        CheckConstraint("heads_now IS NULL OR (heads_now >= 0 AND (person_id IS NULL OR heads_now <= 1))", name="corrected_number"),
        CheckConstraint("person_id IS NOT NULL OR group_code IS NOT NULL", name="person_or_group"),
        CheckConstraint("priority BETWEEN 1 AND 3", name="priority_1_to_3"),
        CheckConstraint("level BETWEEN 1 AND 3", name="level_1_to_3"),
        Index("uq_need_person_topic_level", "sheet_id", "person_id", "topic_id", "level", unique=True,
              sqlite_where=text("person_id IS NOT NULL"), postgresql_where=text("person_id IS NOT NULL")),
    )


class SheetEvent(db.Model):
    """What happened to a sheet, appended: who, when, which move, why, and the lines as they were sent."""
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("need_sheet.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    move: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(default="")
    lines: Mapped[list | None] = mapped_column(Values)


class NeedCorrection(db.Model):
    """A number corrected by a level above: both numbers, who and why, appended. `level_id` is the unit that corrected."""
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("need_sheet.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    level_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    at: Mapped[datetime]
    by_id: Mapped[int]
    before: Mapped[int]
    after: Mapped[int]
    reason: Mapped[str]
    level: Mapped[Unit] = relationship()
    __table_args__ = (CheckConstraint("before >= 0 AND after >= 0 AND before != after", name="changes_the_number"), CheckConstraint("reason != ''", name="has_reason"))


class NeedComment(db.Model):
    """What a reviewer says to one line, or the unit answers; appended."""
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("need_sheet.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int]
    submission: Mapped[int]
    text: Mapped[str]


class WarningAnswer(db.Model):
    """Why a warning does not hold, in the words of the unit; it travels upward with the sheet."""
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("need_sheet.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by_id: Mapped[int]
    reason: Mapped[str]
    __table_args__ = (
        UniqueConstraint("sheet_id", "need_id", "kind"),
        CheckConstraint("reason != ''", name="has_reason"),
        Index("uq_warning_answer_of_sheet", "sheet_id", "kind", unique=True, sqlite_where=text("need_id IS NULL"), postgresql_where=text("need_id IS NULL")),
    )


class CourseWish(Versioned, db.Model):
    """A course that the catalogue lacks: what it should be called, what one can do after it, for how many."""
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("need_sheet.id"), index=True)
    title: Mapped[str]
    outcome: Mapped[str]
    heads: Mapped[int]
    __table_args__ = (CheckConstraint("heads >= 1", name="for_somebody"), CheckConstraint("title != '' AND outcome != ''", name="says_what"))


class CheckRule(db.Model):
    """A plausibility rule as data (rules/warnings.py knows how to test each `kind`): `effect` warns or stops; off rules are kept."""
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), unique=True)
    effect: Mapped[str] = mapped_column(String(5))
    active: Mapped[bool] = mapped_column(default=True)
    text_vi: Mapped[str]
    text_en: Mapped[str]
    __table_args__ = (CheckConstraint("effect IN ('warn', 'stop')", name="known_effect"),)


class ClosedTable(db.Model):
    """The signed table of one level: a frozen snapshot with the missing units named. A later change is a supplement, the next `number` of the same level."""
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), index=True)
    level_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    number: Mapped[int]
    gaps: Mapped[list] = mapped_column(Values)
    content: Mapped[dict] = mapped_column(Values, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    reason: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int]
    round: Mapped[SurveyRound] = relationship()
    level: Mapped[Unit] = relationship()
    __table_args__ = (UniqueConstraint("round_id", "level_id", "number"), CheckConstraint("number >= 1", name="numbered"))


class RoundReminder(db.Model):
    """One act of reminding: who was reached, appended."""
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), index=True)
    level_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    at: Mapped[datetime]
    by_id: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    unit_ids: Mapped[list] = mapped_column(Values)
