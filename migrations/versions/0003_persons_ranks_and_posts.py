"""Persons, ranks and posts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    """Up."""
    op.create_table(
        "rank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rank")),
        sa.UniqueConstraint("code", name=op.f("uq_rank_code")),
    )
    op.create_table(
        "trainee_group",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_trainee_group")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_no", sa.String(length=8), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_fold", sa.String(length=512).with_variant(sa.String(length=512, collation="C"), "postgresql"), nullable=False),
        sa.Column("sort_key", sa.String(length=512).with_variant(sa.String(length=512, collation="C"), "postgresql"), nullable=False),
        sa.Column("birth", sa.Date(), nullable=False),
        sa.Column("gender", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("rank_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post_since", sa.Date(), nullable=True),
        sa.Column("specialty", sa.Text(), nullable=False),
        sa.Column("roster_group", sa.String(length=8), nullable=True),
        sa.Column("it_level", sa.Integer(), nullable=True),
        sa.Column("certificates_text", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("it_level IS NULL OR it_level BETWEEN 1 AND 8", name=op.f("ck_person_it_level_1_to_8")),
        sa.ForeignKeyConstraint(["rank_id"], ["rank.id"], name=op.f("fk_person_rank_id")),
        sa.ForeignKeyConstraint(["roster_group"], ["trainee_group.code"], name=op.f("fk_person_roster_group")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("service_no", name=op.f("uq_person_service_no")),
    )
    op.create_index("ix_person_name_birth", "person", ["name_fold", "birth"], unique=False)
    op.create_index(op.f("ix_person_name_fold"), "person", ["name_fold"], unique=False)
    op.create_index(op.f("ix_person_unit_id"), "person", ["unit_id"], unique=False)
    op.create_index("ix_person_unit_order", "person", ["unit_id", "sort_key"], unique=False)
    op.create_table(
        "identity_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("service_no", sa.String(length=8), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("differs", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("other_person_id", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["other_person_id"], ["person.id"], name=op.f("fk_identity_question_other_person_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_question_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_question")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_identity_question_fingerprint")),
    )
    op.create_index(op.f("ix_identity_question_person_id"), "identity_question", ["person_id"], unique=False)
    op.create_table(
        "person_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_post_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_post_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_post")),
    )
    op.create_index(op.f("ix_person_post_person_id"), "person_post", ["person_id"], unique=False)
    op.create_index(op.f("ix_person_post_unit_id"), "person_post", ["unit_id"], unique=False)
    op.create_index(
        "uq_person_post_open_main",
        "person_post",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL AND main"),
        postgresql_where=sa.text("until IS NULL AND main"),
    )
    op.create_table(
        "person_rank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rank_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_rank_person_id")),
        sa.ForeignKeyConstraint(["rank_id"], ["rank.id"], name=op.f("fk_person_rank_rank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_rank")),
    )
    op.create_index(op.f("ix_person_rank_person_id"), "person_rank", ["person_id"], unique=False)
    op.create_index(
        "uq_person_rank_open",
        "person_rank",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade():
    """Down."""
    op.drop_index("uq_person_rank_open", table_name="person_rank", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL"))
    op.drop_index(op.f("ix_person_rank_person_id"), table_name="person_rank")
    op.drop_table("person_rank")
    op.drop_index(
        "uq_person_post_open_main",
        table_name="person_post",
        sqlite_where=sa.text("until IS NULL AND main"),
        postgresql_where=sa.text("until IS NULL AND main"),
    )
    op.drop_index(op.f("ix_person_post_unit_id"), table_name="person_post")
    op.drop_index(op.f("ix_person_post_person_id"), table_name="person_post")
    op.drop_table("person_post")
    op.drop_index(op.f("ix_identity_question_person_id"), table_name="identity_question")
    op.drop_table("identity_question")
    op.drop_index("ix_person_unit_order", table_name="person")
    op.drop_index(op.f("ix_person_unit_id"), table_name="person")
    op.drop_index(op.f("ix_person_name_fold"), table_name="person")
    op.drop_index("ix_person_name_birth", table_name="person")
    op.drop_table("person")
    op.drop_table("trainee_group")
    op.drop_table("rank")
