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

VALUES = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def name_tasks():
    """Open tasks about a proposal say which one."""
    bind = op.get_bind()
    task = sa.table("task", sa.column("id", sa.Integer), sa.column("kind", sa.Text), sa.column("subject_id", sa.Integer), sa.column("words", VALUES))
    proposal = sa.table("proposal", sa.column("id", sa.Integer), sa.column("name", sa.Text), sa.column("round_id", sa.Integer))
    found = sa.table("survey_round", sa.column("id", sa.Integer), sa.column("code", sa.Text))
    rows = (sa.select(task.c.id, task.c.words, proposal.c.name, found.c.code).join(proposal, task.c.subject_id == proposal.c.id)
            .join(found, proposal.c.round_id == found.c.id).where(task.c.kind.in_(["decide_proposal", "fix_proposal"])))
    for row in bind.execute(rows).all():
        bind.execute(task.update().where(task.c.id == row.id).values(words={**row.words, "name": row.name, "round": row.code}))


def upgrade():
    """Up."""
    op.add_column("proposal", sa.Column("open_sheets", sa.Integer(), nullable=True))
    op.execute(PREVIEWS)
    name_tasks()
    op.create_table(
        "shortfall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("facts", VALUES, nullable=False),
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
