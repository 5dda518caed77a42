"""Which questions of the queue wait for the same reply as another."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from assistant.records.models import RowRecord, storable
from corpus.text import fold

# A shorter question leans on what stands around it: the same words may ask two things.
_SHORTEST = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits for another's reply.

    `merged`: a jurist treated it as a duplicate, so that the reply will reach it; else it asks the
    same in the same words, and gets nothing before a jurist says so.
    """

    id: int
    organisation: str
    question: str
    merged: bool


def waiting_with(session: Session, row: RowRecord) -> tuple[Waiting, ...]:
    """Those that wait for the same reply as a row, in the order of their numbers."""
    merged = and_(RowRecord.duplicate_of == row.id, RowRecord.replied_at.is_(None))
    asked = _asked(row.question)
    repeats = and_(
        RowRecord.state == "a_traiter",
        *(RowRecord.folded.contains(storable(one), autoescape=True) for one in asked),
    )
    wanted = or_(merged, repeats) if len(" ".join(asked)) >= _SHORTEST else merged
    found = session.scalars(
        select(RowRecord).where(RowRecord.id != row.id, wanted).order_by(RowRecord.id)
    )
    return tuple(
        Waiting(one.id, one.organisation, one.question, one.duplicate_of == row.id)
        for one in found
        if one.duplicate_of == row.id or _asked(one.question) == asked
    )


def _asked(question: str) -> tuple[str, ...]:
    """What a row asks, folded, whatever mail stands around it."""
    from assistant.triage.asked import questions_of

    return tuple(fold(one).strip() for one in questions_of(question))
