"""Signed tables are not rewritten: only the digest of the annex is filled in later."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FROZEN = "id, round_id, level_id, number, gaps, content, sha256, reason, signed_at, signed_by_id"
REFUSE = "closed_table is append-only"


def upgrade():
    """Up."""
    if op.get_bind().dialect.name == "sqlite":
        for name, deed in (("update", f"UPDATE OF {FROZEN}"), ("delete", "DELETE")):
            op.execute(f"CREATE TRIGGER closed_table_no_{name} BEFORE {deed} ON closed_table BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END")
        return
    op.execute(f"CREATE OR REPLACE FUNCTION closed_table_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSE}'; END $$")
    op.execute(
        f"CREATE TRIGGER closed_table_append_only BEFORE UPDATE OF {FROZEN} OR DELETE ON closed_table FOR EACH ROW EXECUTE FUNCTION closed_table_append_only()"
    )


def downgrade():
    """Down."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER closed_table_no_update")
        op.execute("DROP TRIGGER closed_table_no_delete")
        return
    op.execute("DROP TRIGGER closed_table_append_only ON closed_table")
    op.execute("DROP FUNCTION closed_table_append_only()")
