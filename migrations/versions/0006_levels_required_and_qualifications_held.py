"""Levels required and qualifications held."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    """Up."""
    op.create_table(
        "required_level",
        sa.Column("group_code", sa.String(length=8), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 8", name=op.f("ck_required_level_level_1_to_8")),
        sa.ForeignKeyConstraint(["group_code"], ["trainee_group.code"], name=op.f("fk_required_level_group_code")),
        sa.PrimaryKeyConstraint("group_code", name=op.f("pk_required_level")),
    )
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.String(length=512).with_variant(sa.String(length=512, collation="C"), "postgresql"), nullable=False),
        sa.Column("course_code", sa.String(length=40), nullable=True),
        sa.Column("topic_key", sa.String(length=512).with_variant(sa.String(length=512, collation="C"), "postgresql"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("gained_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("source IN ('roster', 'certificate', 'assessment', 'declared')", name=op.f("ck_qualification_known_source")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_qualification_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
        sa.UniqueConstraint("person_id", "title_key", "year", "source", name=op.f("uq_qualification_person_id_title_key_year_source")),
    )
    op.create_index(op.f("ix_qualification_person_id"), "qualification", ["person_id"], unique=False)
    op.create_index("ix_qualification_topic", "qualification", ["person_id", "topic_key", "level"], unique=False)


def downgrade():
    """Down."""
    op.drop_index("ix_qualification_topic", table_name="qualification")
    op.drop_index(op.f("ix_qualification_person_id"), table_name="qualification")
    op.drop_table("qualification")
    op.drop_table("required_level")
