"""Keep with a draft how it is to be published."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("drafts", sa.Column("publication", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("drafts", "publication")
