"""Proposals, ledger and allocations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
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
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("instance_sha256", sa.String(length=64), nullable=True),
        sa.Column("plan_sha256", sa.String(length=64), nullable=True),
        sa.Column("keys", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=True),
        sa.Column("figures", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'approved') = (decision_id IS NOT NULL)", name=op.f("ck_proposal_approved_has_decision")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR state != 'approved' OR decided_by_id != submitted_by_id", name=op.f("ck_proposal_nobody_approves_his_own")
        ),
        sa.CheckConstraint("state IN ('computing', 'scenario', 'failed', 'submitted', 'returned', 'approved')", name=op.f("ck_proposal_known_state")),
        sa.ForeignKeyConstraint(["decision_id"], ["document.id"], name=op.f("fk_proposal_decision_id")),
        sa.ForeignKeyConstraint(["instance_sha256"], ["blob.sha256"], name=op.f("fk_proposal_instance_sha256")),
        sa.ForeignKeyConstraint(["plan_sha256"], ["blob.sha256"], name=op.f("fk_proposal_plan_sha256")),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("fk_proposal_round_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["document.id"], name=op.f("fk_proposal_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_round_id"), "proposal", ["round_id"], unique=False)
    op.create_index(op.f("ix_proposal_state"), "proposal", ["state"], unique=False)
    op.create_index(op.f("ix_proposal_year"), "proposal", ["year"], unique=False)
    op.create_index(
        "uq_proposal_approved_round",
        "proposal",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("state = 'approved'"),
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("proposed >= 0 AND approved >= 0 AND used >= 0 AND used <= allocated", name=op.f("ck_allocation_used_within_allocated")),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.id"], name=op.f("fk_allocation_class_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_allocation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("class_id", "unit_id", name=op.f("uq_allocation_class_id_unit_id")),
    )
    op.create_index(op.f("ix_allocation_class_id"), "allocation", ["class_id"], unique=False)
    op.create_index(op.f("ix_allocation_unit_id"), "allocation", ["unit_id"], unique=False)
    op.create_table(
        "demand_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(length=8), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.CheckConstraint("heads >= 1", name=op.f("ck_demand_cell_has_heads")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_demand_cell_course_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_demand_cell_proposal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_demand_cell_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_cell")),
        sa.UniqueConstraint(
            "proposal_id",
            "unit_id",
            "group_code",
            "course_id",
            "priority",
            "bucket",
            name=op.f("uq_demand_cell_proposal_id_unit_id_group_code_course_id_priority_bucket"),
        ),
    )
    op.create_index(op.f("ix_demand_cell_proposal_id"), "demand_cell", ["proposal_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("movement", sa.String(length=16), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "movement IN ('propose', 'grant', 'allocate', 'supplement', 'withdraw', 'transfer_in', 'transfer_out', 'release')",
            name=op.f("ck_ledger_entry_known_movement"),
        ),
        sa.ForeignKeyConstraint(["academy_id"], ["unit.id"], name=op.f("fk_ledger_entry_academy_id")),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.id"], name=op.f("fk_ledger_entry_class_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_ledger_entry_course_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_ledger_entry_document_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_ledger_entry_proposal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ledger_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        info={"guarded": True},
    )
    op.create_index(op.f("ix_ledger_entry_class_id"), "ledger_entry", ["class_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_proposal_id"), "ledger_entry", ["proposal_id"], unique=False)
    op.create_index("ix_ledger_entry_unit", "ledger_entry", ["year", "unit_id", "course_id"], unique=False)
    op.create_table(
        "planned_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("end_bucket", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["unit.id"], name=op.f("fk_planned_seat_academy_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_planned_seat_course_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_planned_seat_proposal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_planned_seat_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_seat")),
        sa.UniqueConstraint(
            "proposal_id",
            "unit_id",
            "course_id",
            "academy_id",
            "priority",
            "bucket",
            "end_bucket",
            name=op.f("uq_planned_seat_proposal_id_unit_id_course_id_academy_id_priority_bucket_end_bucket"),
        ),
    )
    op.create_index(op.f("ix_planned_seat_proposal_id"), "planned_seat", ["proposal_id"], unique=False)
    op.create_table(
        "planned_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("end_bucket", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("newly_opened", sa.Boolean(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_planned_section_has_classes")),
        sa.ForeignKeyConstraint(["academy_id"], ["unit.id"], name=op.f("fk_planned_section_academy_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_planned_section_course_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_planned_section_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_section")),
        sa.UniqueConstraint(
            "proposal_id", "academy_id", "course_id", "month", name=op.f("uq_planned_section_proposal_id_academy_id_course_id_month")
        ),
    )
    op.create_index(op.f("ix_planned_section_proposal_id"), "planned_section", ["proposal_id"], unique=False)

    for table in ["ledger_entry"]:
        guard(table)


def downgrade():
    """Down."""
    op.drop_index(op.f("ix_planned_section_proposal_id"), table_name="planned_section")
    op.drop_table("planned_section")
    op.drop_index(op.f("ix_planned_seat_proposal_id"), table_name="planned_seat")
    op.drop_table("planned_seat")
    op.drop_index("ix_ledger_entry_unit", table_name="ledger_entry")
    op.drop_index(op.f("ix_ledger_entry_proposal_id"), table_name="ledger_entry")
    op.drop_index(op.f("ix_ledger_entry_class_id"), table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_index(op.f("ix_demand_cell_proposal_id"), table_name="demand_cell")
    op.drop_table("demand_cell")
    op.drop_index(op.f("ix_allocation_unit_id"), table_name="allocation")
    op.drop_index(op.f("ix_allocation_class_id"), table_name="allocation")
    op.drop_table("allocation")
    op.drop_index(
        "uq_proposal_approved_round",
        table_name="proposal",
        sqlite_where=sa.text("state = 'approved'"),
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.drop_index(op.f("ix_proposal_year"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_state"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_round_id"), table_name="proposal")
    op.drop_table("proposal")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS ledger_entry_append_only()")
