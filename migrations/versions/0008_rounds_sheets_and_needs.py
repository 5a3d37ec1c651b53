"""Rounds, sheets and needs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def guard(table):
    """The database refuses UPDATE and DELETE."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END")
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_append_only()")


def upgrade():
    """Up."""
    op.create_table(
        "survey_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("snapshot", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=True),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'locked', 'closed')", name=op.f("ck_survey_round_known_state")),
        sa.CheckConstraint("lock_at >= due_at", name=op.f("ck_survey_round_lock_after_due")),
        sa.ForeignKeyConstraint(["scope_id"], ["unit.id"], name=op.f("fk_survey_round_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_round")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_round_code")),
    )
    op.create_table(
        "need_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("review_unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("no_need", sa.Boolean(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("last_line_no", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state != 'accepted' OR reviewed_by_id != submitted_by_id", name=op.f("ck_need_sheet_nobody_accepts_his_own")),
        sa.CheckConstraint("state != 'accepted' OR reviewed_by_id IS NOT NULL", name=op.f("ck_need_sheet_accepted_has_reviewer")),
        sa.CheckConstraint(
            "state IN ('not_opened', 'draft', 'submitted', 'returned', 'resubmitted', 'accepted')", name=op.f("ck_need_sheet_known_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'resubmitted', 'accepted') OR submitted_at IS NOT NULL", name=op.f("ck_need_sheet_sent_has_time")
        ),
        sa.ForeignKeyConstraint(["review_unit_id"], ["unit.id"], name=op.f("fk_need_sheet_review_unit_id")),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("fk_need_sheet_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_need_sheet_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_sheet")),
        sa.UniqueConstraint("round_id", "unit_id", name=op.f("uq_need_sheet_round_id_unit_id")),
    )
    op.create_index(op.f("ix_need_sheet_review_unit_id"), "need_sheet", ["review_unit_id"], unique=False)
    op.create_index(op.f("ix_need_sheet_round_id"), "need_sheet", ["round_id"], unique=False)
    op.create_index(op.f("ix_need_sheet_state"), "need_sheet", ["state"], unique=False)
    op.create_index(op.f("ix_need_sheet_unit_id"), "need_sheet", ["unit_id"], unique=False)
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_code", sa.String(length=8), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("heads >= 1 AND (person_id IS NULL OR heads = 1)", name=op.f("ck_need_person_is_one_head")),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_need_level_1_to_3")),
        sa.CheckConstraint("person_id IS NOT NULL OR group_code IS NOT NULL", name=op.f("ck_need_person_or_group")),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name=op.f("ck_need_priority_1_to_3")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_need_course_id")),
        sa.ForeignKeyConstraint(["group_code"], ["trainee_group.code"], name=op.f("fk_need_group_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_need_person_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["need_sheet.id"], name=op.f("fk_need_sheet_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_need_topic_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_need_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("sheet_id", "line_no", name=op.f("uq_need_sheet_id_line_no")),
    )
    op.create_index(op.f("ix_need_course_id"), "need", ["course_id"], unique=False)
    op.create_index(op.f("ix_need_person_id"), "need", ["person_id"], unique=False)
    op.create_index(op.f("ix_need_sheet_id"), "need", ["sheet_id"], unique=False)
    op.create_index(op.f("ix_need_topic_id"), "need", ["topic_id"], unique=False)
    op.create_index(op.f("ix_need_unit_id"), "need", ["unit_id"], unique=False)
    op.create_index(
        "uq_need_person_topic_level",
        "need",
        ["sheet_id", "person_id", "topic_id", "level"],
        unique=True,
        sqlite_where=sa.text("person_id IS NOT NULL"),
        postgresql_where=sa.text("person_id IS NOT NULL"),
    )
    op.create_table(
        "sheet_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["sheet_id"], ["need_sheet.id"], name=op.f("fk_sheet_event_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_event")),
        info={"guarded": True},
    )
    op.create_index(op.f("ix_sheet_event_sheet_id"), "sheet_event", ["sheet_id"], unique=False)

    for table in ["sheet_event"]:
        guard(table)


def downgrade():
    """Down."""
    op.drop_index(op.f("ix_sheet_event_sheet_id"), table_name="sheet_event")
    op.drop_table("sheet_event")
    op.drop_index(
        "uq_need_person_topic_level",
        table_name="need",
        sqlite_where=sa.text("person_id IS NOT NULL"),
        postgresql_where=sa.text("person_id IS NOT NULL"),
    )
    op.drop_index(op.f("ix_need_unit_id"), table_name="need")
    op.drop_index(op.f("ix_need_topic_id"), table_name="need")
    op.drop_index(op.f("ix_need_sheet_id"), table_name="need")
    op.drop_index(op.f("ix_need_person_id"), table_name="need")
    op.drop_index(op.f("ix_need_course_id"), table_name="need")
    op.drop_table("need")
    op.drop_index(op.f("ix_need_sheet_unit_id"), table_name="need_sheet")
    op.drop_index(op.f("ix_need_sheet_state"), table_name="need_sheet")
    op.drop_index(op.f("ix_need_sheet_round_id"), table_name="need_sheet")
    op.drop_index(op.f("ix_need_sheet_review_unit_id"), table_name="need_sheet")
    op.drop_table("need_sheet")
    op.drop_table("survey_round")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS sheet_event_append_only()")
