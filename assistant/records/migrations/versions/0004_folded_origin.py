"""Keep who asks and the number that a batch gave in the form that is looked for."""

import sqlalchemy as sa
from alembic import op

from corpus.text import fold

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("rows", sa.Column("folded_origin", sa.Text(), nullable=False, server_default=""))
    names = ("id", "source", "organisation", "external_id", "folded_origin")
    rows = sa.table("rows", *map(sa.column, names))
    connection = op.get_bind()
    for one in connection.execute(sa.select(rows)).all():
        number = one.external_id if one.source == "batch" else ""
        origin = fold(f"{one.organisation} {number}")
        connection.execute(sa.update(rows).where(rows.c.id == one.id).values(folded_origin=origin))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("rows", "folded_origin")
