"""Which tables the records have, on SQLite and PostgreSQL alike."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Words(TypeDecorator[str]):
    """Text that both databases can store: PostgreSQL refuses NUL, and neither has half a sign."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text without what cannot be stored."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """A text without NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Moment(TypeDecorator[datetime]):
    """A time in UTC, which SQLite stores without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time in UTC; one without a zone is a mistake of the program."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without its zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored time, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share: constraints have names, so that a migration can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        str: Words(),
        datetime: Moment(),
        float: Float(53),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


class AnswerRecord(Base):
    """An answer that a jurist validated for reuse."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    text: Mapped[str]
    theme: Mapped[str] = mapped_column(String(40))
    level: Mapped[str | None] = mapped_column(String(20))
    jurist: Mapped[str]
    validated_on: Mapped[date]
    valid_until: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(default="")
    withdrawn_why: Mapped[str] = mapped_column(default="")
    citations: Mapped[list[Any]]
    # The personal data that a jurist lets be published.
    allowed: Mapped[list[Any]] = mapped_column(default=list)


class RowRecord(Base):
    """One question of the queue."""

    __tablename__ = "rows"
    __table_args__ = (
        UniqueConstraint("batch", "external_id"),
        CheckConstraint("source in ('batch', 'chat')", name="source"),
        CheckConstraint("state in ('a_traiter', 'validee', 'rejetee', 'doublon')", name="state"),
        Index(None, "created_at", "id"),
        Index(None, "state"),
        Index(None, "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str]
    batch: Mapped[str]
    source: Mapped[str] = mapped_column(String(10))
    organisation: Mapped[str] = mapped_column(default="")
    function: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    question: Mapped[str]
    masked: Mapped[str]
    # The question folded: what is looked for, the same on both databases.
    folded: Mapped[str]
    # Who asks, and the number that the batch gave, folded: looked for too.
    folded_origin: Mapped[str]
    decision: Mapped[str] = mapped_column(String(20))
    theme: Mapped[str] = mapped_column(String(40))
    level: Mapped[str | None] = mapped_column(String(20))
    confidence: Mapped[float]
    reasons: Mapped[list[Any]]
    answer: Mapped[dict[str, Any] | None]
    for_jurist: Mapped[list[Any]]
    duplicates: Mapped[list[Any]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="a_traiter")
    assigned_to: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")
    reply_citations: Mapped[list[Any]] = mapped_column(default=list)
    replied_by: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    edited: Mapped[bool | None]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"), index=True)
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("rows.id"), index=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class BatchRecord(Base):
    """A batch of questions; `ended_at` is None until all of it was looked at."""

    __tablename__ = "batches"

    batch: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    total: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class EventRecord(Base):
    """One action on a row; none is ever changed or deleted."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("rows.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    action: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(default="")
    changes: Mapped[dict[str, Any]]


class DraftRecord(Base):
    """What a jurist has begun to write on a row."""

    __tablename__ = "drafts"

    row_id: Mapped[int] = mapped_column(ForeignKey("rows.id"), primary_key=True)
    by: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    # How it is to be published, as it is typed; None where it is not.
    publication: Mapped[dict[str, Any] | None]
    saved_at: Mapped[datetime]
