"""Keep which personal data of a validated answer a jurist lets be published."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    # None is allowed of the answers that were validated before.
    allowed = sa.Column("allowed", sa.JSON(none_as_null=True), nullable=False, server_default="[]")
    op.add_column("answers", allowed)


def downgrade() -> None:
    """Undo it."""
    op.drop_column("answers", "allowed")
