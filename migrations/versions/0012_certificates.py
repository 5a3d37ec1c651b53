"""Certificates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    """Up."""
    op.create_table(
        "register_extract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first_no", sa.Integer(), nullable=False),
        sa.Column("last_no", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint("first_no >= 1 AND last_no >= first_no", name=op.f("ck_register_extract_lines_in_order")),
        sa.ForeignKeyConstraint(["issuer_id"], ["unit.id"], name=op.f("fk_register_extract_issuer_id")),
        sa.ForeignKeyConstraint(["pdf_sha256"], ["blob.sha256"], name=op.f("fk_register_extract_pdf_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_extract")),
    )
    op.create_index(op.f("ix_register_extract_issuer_id"), "register_extract", ["issuer_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("register_year", sa.Integer(), nullable=False),
        sa.Column("register_no", sa.Integer(), nullable=False),
        sa.Column("register_text", sa.String(length=80), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("verify_code", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("end_decision", sa.Text(), nullable=False),
        sa.Column("end_decision_on", sa.Date(), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'prepared') = (pdf_sha256 IS NULL)", name=op.f("ck_certificate_issued_has_paper")),
        sa.CheckConstraint(
            "state != 'revoked' OR (end_reason != '' AND end_decision != '' AND ended_by_id IS NOT NULL)",
            name=op.f("ck_certificate_revoked_has_decision"),
        ),
        sa.CheckConstraint("state IN ('prepared', 'issued', 'replaced', 'revoked')", name=op.f("ck_certificate_known_state")),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.id"], name=op.f("fk_certificate_class_id")),
        sa.ForeignKeyConstraint(["completion_id"], ["completion.id"], name=op.f("fk_certificate_completion_id")),
        sa.ForeignKeyConstraint(["issuer_id"], ["unit.id"], name=op.f("fk_certificate_issuer_id")),
        sa.ForeignKeyConstraint(["pdf_sha256"], ["blob.sha256"], name=op.f("fk_certificate_pdf_sha256")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["certificate.id"], name=op.f("fk_certificate_replaced_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_certificate_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("issuer_id", "register_year", "register_no", name=op.f("uq_certificate_issuer_id_register_year_register_no")),
        sa.UniqueConstraint("register_text", name=op.f("uq_certificate_register_text")),
        sa.UniqueConstraint("serial", name=op.f("uq_certificate_serial")),
        sa.UniqueConstraint("verify_code", name=op.f("uq_certificate_verify_code")),
    )
    op.create_index(op.f("ix_certificate_class_id"), "certificate", ["class_id"], unique=False)
    op.create_index(op.f("ix_certificate_completion_id"), "certificate", ["completion_id"], unique=False)
    op.create_index(op.f("ix_certificate_issuer_id"), "certificate", ["issuer_id"], unique=False)
    op.create_index(op.f("ix_certificate_person_id"), "certificate", ["person_id"], unique=False)
    op.create_index(op.f("ix_certificate_state"), "certificate", ["state"], unique=False)
    op.create_index(op.f("ix_certificate_unit_id"), "certificate", ["unit_id"], unique=False)
    op.create_index(
        "uq_certificate_live",
        "certificate",
        ["completion_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('prepared', 'issued')"),
        postgresql_where=sa.text("state IN ('prepared', 'issued')"),
    )


def downgrade():
    """Down."""
    op.drop_index(
        "uq_certificate_live",
        table_name="certificate",
        sqlite_where=sa.text("state IN ('prepared', 'issued')"),
        postgresql_where=sa.text("state IN ('prepared', 'issued')"),
    )
    op.drop_index(op.f("ix_certificate_unit_id"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_state"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_person_id"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_issuer_id"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_completion_id"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_class_id"), table_name="certificate")
    op.drop_table("certificate")
    op.drop_index(op.f("ix_register_extract_issuer_id"), table_name="register_extract")
    op.drop_table("register_extract")
