"""Previews from rounds that are not closed; why seats are lacking."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0015"
branch_labels = None
depends_on = None

PREVIEWS = """
    UPDATE proposal SET open_sheets = (SELECT count(*) FROM need_sheet WHERE need_sheet.round_id = proposal.round_id AND need_sheet.state != 'accepted')
    WHERE state IN ('computing', 'scenario', 'failed') AND round_id IN (SELECT id FROM survey_round WHERE state != 'closed')
"""


def upgrade():
    """Up."""
    op.add_column("proposal", sa.Column("open_sheets", sa.Integer(), nullable=True))
    op.execute(PREVIEWS)
    op.create_table(
        "shortfall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.CheckConstraint("heads >= 1", name=op.f("ck_shortfall_has_heads")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_shortfall_course_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_shortfall_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortfall")),
        sa.UniqueConstraint("proposal_id", "course_id", "bucket", name=op.f("uq_shortfall_proposal_id_course_id_bucket")),
    )


def downgrade():
    """Down."""
    op.drop_table("shortfall")
    op.drop_column("proposal", "open_sheets")
