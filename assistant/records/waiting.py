"""Which questions of the queue wait for the same reply as another, or got it before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from assistant.records import convert
from assistant.records.models import AnswerRecord, RowRecord, storable
from corpus.clock import today
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
    wanted = or_(merged, and_(RowRecord.state == "a_traiter", _holds(asked)))
    found = session.scalars(
        select(RowRecord).where(RowRecord.id != row.id, wanted).order_by(RowRecord.id)
    )
    return tuple(
        Waiting(one.id, one.organisation, one.question, one.duplicate_of == row.id)
        for one in found
        if one.duplicate_of == row.id or _asked(one.question) == asked
    )


def answered_alike(session: Session, row: RowRecord) -> RowRecord | None:
    """The last answered of those that ask the same in the same words.

    None where no reply, or only one that was withdrawn or has ended, was given to any. A duplicate
    of another row is passed over: what it has is that row's, which may be this one or reopened.
    """
    asked = _asked(row.question)
    found = session.execute(
        select(RowRecord, AnswerRecord)
        .outerjoin(AnswerRecord, AnswerRecord.id == RowRecord.answer_id)
        .where(RowRecord.id != row.id, RowRecord.replied_at.is_not(None))
        .where(RowRecord.state != "rejetee", RowRecord.duplicate_of.is_(None), _holds(asked))
        .order_by(RowRecord.replied_at.desc(), RowRecord.id.desc())
    )
    for one, answer in found:
        holds = answer is None or convert.validated_answer(answer).in_force(today())
        if holds and _asked(one.question) == asked:
            return one
    return None


def _holds(asked: Sequence[str]) -> ColumnElement[bool]:
    """That a row holds these questions; none does where they are too short to tell."""
    if len(" ".join(asked)) < _SHORTEST:
        return false()
    return and_(*(RowRecord.folded.contains(storable(one), autoescape=True) for one in asked))


def _asked(question: str) -> tuple[str, ...]:
    """What a row asks, folded, whatever mail stands around it."""
    from assistant.triage.mail import questions_of

    return tuple(fold(one).strip() for one in questions_of(question))
