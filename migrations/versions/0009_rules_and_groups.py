"""Rules and groups."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    """Up."""
    op.create_table(
        "rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("number", name=op.f("uq_rule_set_number")),
    )
    op.create_table(
        "rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(length=8), nullable=False),
        sa.Column("conditions", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_code"], ["trainee_group.code"], name=op.f("fk_rule_group_code")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_rule_rule_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sa.UniqueConstraint("rule_set_id", "position", name=op.f("uq_rule_rule_set_id_position")),
    )
    op.create_index(op.f("ix_rule_rule_set_id"), "rule", ["rule_set_id"], unique=False)
    op.create_table(
        "classification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("found_group", sa.String(length=8), nullable=False),
        sa.Column("group_code", sa.String(length=8), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("gaps", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("overridden_by_id", sa.Integer(), nullable=True),
        sa.Column("overridden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "group_code = found_group OR (override_reason != '' AND overridden_by_id IS NOT NULL)", name=op.f("ck_classification_override_has_reason")
        ),
        sa.ForeignKeyConstraint(["found_group"], ["trainee_group.code"], name=op.f("fk_classification_found_group")),
        sa.ForeignKeyConstraint(["group_code"], ["trainee_group.code"], name=op.f("fk_classification_group_code")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_classification_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_classification_person_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_classification_rule_id")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_classification_rule_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
        sa.UniqueConstraint("need_id", name=op.f("uq_classification_need_id")),
    )
    op.create_index(op.f("ix_classification_group_code"), "classification", ["group_code"], unique=False)
    op.create_index(op.f("ix_classification_person_id"), "classification", ["person_id"], unique=False)


def downgrade():
    """Down."""
    op.drop_index(op.f("ix_classification_person_id"), table_name="classification")
    op.drop_index(op.f("ix_classification_group_code"), table_name="classification")
    op.drop_table("classification")
    op.drop_index(op.f("ix_rule_rule_set_id"), table_name="rule")
    op.drop_table("rule")
    op.drop_table("rule_set")
