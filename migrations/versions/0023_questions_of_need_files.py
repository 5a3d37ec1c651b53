"""Questions that need files leave, with their answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    """Up."""
    values = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "need_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_code", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("units", values, nullable=False),
        sa.Column("places", values, nullable=False),
        sa.Column("subject", values, nullable=False),
        sa.Column("choices", values, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_need_question_answer_has_time")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.id"], name=op.f("fk_need_question_file_id_import_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_question")),
        sa.UniqueConstraint("round_code", "key", name=op.f("uq_need_question_round_code_key")),
    )
    op.create_index(op.f("ix_need_question_file_id"), "need_question", ["file_id"])


def downgrade():
    """Down."""
    op.drop_table("need_question")
