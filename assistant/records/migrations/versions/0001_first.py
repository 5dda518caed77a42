"""Make the queue, its history, its drafts and the validated answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("jurist", sa.Text(), nullable=False),
        sa.Column("validated_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        sa.Column("citations", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_table(
        "rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("for_jurist", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("duplicates", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("assigned_to", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("reply_citations", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("replied_by", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("source in ('batch', 'chat')", name="ck_rows_source"),
        sa.CheckConstraint(
            "state in ('a_traiter', 'validee', 'rejetee', 'doublon')", name="ck_rows_state"
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name="fk_rows_answer_id"),
        sa.ForeignKeyConstraint(["duplicate_of"], ["rows.id"], name="fk_rows_duplicate_of"),
        sa.PrimaryKeyConstraint("id", name="pk_rows"),
        sa.UniqueConstraint("batch", "external_id", name="uq_rows_batch_external_id"),
        sa.UniqueConstraint("token_hash", name="uq_rows_token_hash"),
    )
    op.create_index("ix_rows_answer_id", "rows", ["answer_id"])
    op.create_index("ix_rows_changed_at", "rows", ["changed_at"])
    op.create_index("ix_rows_created_at", "rows", ["created_at", "id"])
    op.create_index("ix_rows_duplicate_of", "rows", ["duplicate_of"])
    op.create_index("ix_rows_state", "rows", ["state"])

    op.create_table(
        "drafts",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["rows.id"], name="fk_drafts_row_id"),
        sa.PrimaryKeyConstraint("row_id", "by", name="pk_drafts"),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["rows.id"], name="fk_events_row_id"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_row_id", "events", ["row_id"])


def downgrade() -> None:
    """Undo it."""
    op.drop_table("events")
    op.drop_table("drafts")
    op.drop_table("rows")
    op.drop_table("answers")
