"""Needs to full depth: scope and questions of a round, corrections, comments, answers to warnings, wishes, signed tables, reminders; deputies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# In plain SQL: SQLite takes a CHECK with a new column only this way
CORRECTED = """
    ALTER TABLE need ADD COLUMN heads_now INTEGER
    CONSTRAINT ck_need_corrected_number CHECK (heads_now IS NULL OR (heads_now >= 0 AND (person_id IS NULL OR heads_now <= 1)))
"""


def upgrade():
    """Up."""
    op.create_table(
        "check_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("effect", sa.String(length=5), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.CheckConstraint("effect IN ('warn', 'stop')", name=op.f("ck_check_rule_known_effect")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_rule")),
        sa.UniqueConstraint("kind", name=op.f("uq_check_rule_kind")),
    )
    op.create_table(
        "closed_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("gaps", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_closed_table_numbered")),
        sa.ForeignKeyConstraint(["level_id"], ["unit.id"], name=op.f("fk_closed_table_level_id")),
        sa.ForeignKeyConstraint(["pdf_sha256"], ["blob.sha256"], name=op.f("fk_closed_table_pdf_sha256")),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("fk_closed_table_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_table")),
        sa.UniqueConstraint("round_id", "level_id", "number", name=op.f("uq_closed_table_round_id_level_id_number")),
    )
    op.create_index(op.f("ix_closed_table_level_id"), "closed_table", ["level_id"], unique=False)
    op.create_index(op.f("ix_closed_table_round_id"), "closed_table", ["round_id"], unique=False)
    op.create_table(
        "round_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit_ids", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["level_id"], ["unit.id"], name=op.f("fk_round_reminder_level_id")),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("fk_round_reminder_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_reminder")),
    )
    op.create_index(op.f("ix_round_reminder_round_id"), "round_reminder", ["round_id"], unique=False)
    op.create_table(
        "course_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title != '' AND outcome != ''", name=op.f("ck_course_wish_says_what")),
        sa.CheckConstraint("heads >= 1", name=op.f("ck_course_wish_for_somebody")),
        sa.ForeignKeyConstraint(["sheet_id"], ["need_sheet.id"], name=op.f("fk_course_wish_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_wish")),
    )
    op.create_index(op.f("ix_course_wish_sheet_id"), "course_wish", ["sheet_id"], unique=False)
    op.create_table(
        "need_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_comment_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sheet_id"], ["need_sheet.id"], name=op.f("fk_need_comment_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_comment")),
    )
    op.create_index(op.f("ix_need_comment_need_id"), "need_comment", ["need_id"], unique=False)
    op.create_index(op.f("ix_need_comment_sheet_id"), "need_comment", ["sheet_id"], unique=False)
    op.create_table(
        "need_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_need_correction_has_reason")),
        sa.CheckConstraint("before >= 0 AND after >= 0 AND before != after", name=op.f("ck_need_correction_changes_the_number")),
        sa.ForeignKeyConstraint(["level_id"], ["unit.id"], name=op.f("fk_need_correction_level_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_correction_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sheet_id"], ["need_sheet.id"], name=op.f("fk_need_correction_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_correction")),
    )
    op.create_index(op.f("ix_need_correction_need_id"), "need_correction", ["need_id"], unique=False)
    op.create_index(op.f("ix_need_correction_sheet_id"), "need_correction", ["sheet_id"], unique=False)
    op.create_table(
        "warning_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_warning_answer_has_reason")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_warning_answer_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sheet_id"], ["need_sheet.id"], name=op.f("fk_warning_answer_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_answer")),
        sa.UniqueConstraint("sheet_id", "need_id", "kind", name=op.f("uq_warning_answer_sheet_id_need_id_kind")),
    )
    op.create_index(op.f("ix_warning_answer_need_id"), "warning_answer", ["need_id"], unique=False)
    op.create_index(op.f("ix_warning_answer_sheet_id"), "warning_answer", ["sheet_id"], unique=False)
    op.create_index(
        "uq_warning_answer_of_sheet",
        "warning_answer",
        ["sheet_id", "kind"],
        unique=True,
        sqlite_where=sa.text("need_id IS NULL"),
        postgresql_where=sa.text("need_id IS NULL"),
    )
    op.add_column("assignment", sa.Column("delegated_from_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_assignment_delegated_from_id"), "assignment", ["delegated_from_id"], unique=False)
    op.execute(CORRECTED)
    op.add_column(
        "need_sheet", sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False, server_default="{}")
    )
    op.add_column("need_sheet", sa.Column("opinion", sa.Text(), nullable=False, server_default=""))
    op.add_column("need_sheet", sa.Column("head_id", sa.Integer(), nullable=True))
    op.add_column("need_sheet", sa.Column("corrected_heads", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("need_sheet", sa.Column("corrected_persons", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("need_sheet", sa.Column("warned", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("need_sheet", sa.Column("reopened_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "survey_round",
        sa.Column("scope_rule", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False, server_default="{}"),
    )
    op.add_column("survey_round", sa.Column("copied_from_id", sa.Integer(), nullable=True))
    op.add_column(
        "survey_round",
        sa.Column("questions", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False, server_default="[]"),
    )


def downgrade():
    """Down."""
    op.drop_column("survey_round", "questions")
    op.drop_column("survey_round", "copied_from_id")
    op.drop_column("survey_round", "scope_rule")
    op.drop_column("need_sheet", "reopened_until")
    op.drop_column("need_sheet", "warned")
    op.drop_column("need_sheet", "corrected_persons")
    op.drop_column("need_sheet", "corrected_heads")
    op.drop_column("need_sheet", "head_id")
    op.drop_column("need_sheet", "opinion")
    op.drop_column("need_sheet", "answers")
    op.drop_column("need", "heads_now")
    op.drop_index(op.f("ix_assignment_delegated_from_id"), table_name="assignment")
    op.drop_column("assignment", "delegated_from_id")
    op.drop_index(
        "uq_warning_answer_of_sheet", table_name="warning_answer", sqlite_where=sa.text("need_id IS NULL"), postgresql_where=sa.text("need_id IS NULL")
    )
    op.drop_index(op.f("ix_warning_answer_sheet_id"), table_name="warning_answer")
    op.drop_index(op.f("ix_warning_answer_need_id"), table_name="warning_answer")
    op.drop_table("warning_answer")
    op.drop_index(op.f("ix_need_correction_sheet_id"), table_name="need_correction")
    op.drop_index(op.f("ix_need_correction_need_id"), table_name="need_correction")
    op.drop_table("need_correction")
    op.drop_index(op.f("ix_need_comment_sheet_id"), table_name="need_comment")
    op.drop_index(op.f("ix_need_comment_need_id"), table_name="need_comment")
    op.drop_table("need_comment")
    op.drop_index(op.f("ix_course_wish_sheet_id"), table_name="course_wish")
    op.drop_table("course_wish")
    op.drop_index(op.f("ix_round_reminder_round_id"), table_name="round_reminder")
    op.drop_table("round_reminder")
    op.drop_index(op.f("ix_closed_table_round_id"), table_name="closed_table")
    op.drop_index(op.f("ix_closed_table_level_id"), table_name="closed_table")
    op.drop_table("closed_table")
    op.drop_table("check_rule")
