"""A sheet whose unit was merged points to the sheet that took its lines."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    """Up."""
    op.add_column("need_sheet", sa.Column("moved_to_id", sa.Integer(), nullable=True))


def downgrade():
    """Down."""
    op.drop_column("need_sheet", "moved_to_id")
