"""What a duplicate gets: the reply to the same question, now or when there is one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.records import convert
from assistant.records.changes import change, held
from assistant.records.models import AnswerRecord, RowRecord
from assistant.types import Citation
from corpus.clock import now, today
from corpus.errors import AssistantError


@dataclass(frozen=True, slots=True)
class Given:
    """What who asks would get of a merge: a reply, or to wait for that to the row `waits_for`."""

    reply: str
    citations: tuple[Citation, ...]
    waits_for: int | None


def given(
    session: Session, row: RowRecord, answer_id: int | None, other_id: int | None
) -> dict[str, Any]:
    """What a row becomes as the duplicate of a validated answer, or of another row."""
    if answer_id is not None:
        return _given_by_answer(session, answer_id)
    return _given_by_row(session, row, -1 if other_id is None else other_id)


def told(values: dict[str, Any]) -> Given:
    """What who asks would get, of the values that `given` found."""
    waits_for = None if values["replied_at"] else values["duplicate_of"]
    return Given(values["reply"], convert.citations(values["reply_citations"]), waits_for)


def _given_by_answer(session: Session, answer_id: int) -> dict[str, Any]:
    """What a row that is the duplicate of a validated answer gets."""
    answer = session.get(AnswerRecord, answer_id)
    if answer is None or not convert.validated_answer(answer).in_force(today()):
        raise AssistantError(
            "La réponse à reprendre est retirée ou n'est plus valable : choisissez-en une autre."
        )
    return {
        "state": "doublon",
        "reply": answer.text,
        "reply_citations": answer.citations,
        "replied_at": now(),
        "answer_id": answer.id,
    }


def _given_by_row(session: Session, row: RowRecord, other_id: int) -> dict[str, Any]:
    """What a row that is the duplicate of another gets: its reply, or to wait for it."""
    other = held(session, other_id)
    while other.duplicate_of is not None and other.id != row.id:
        other = held(session, other.duplicate_of)
    if other.id == row.id:
        raise AssistantError(
            "Une question ne peut pas être le doublon d'elle-même : choisissez-en une autre."
        )
    if other.state == "rejetee":
        raise AssistantError(
            "La question à reprendre a été rejetée : choisissez-en une autre, ou rejetez aussi "
            "celle-ci."
        )
    return _reply_of(other)


def pass_on(session: Session, row: RowRecord, by: str) -> None:
    """Give a row's reply, or what it waits for itself, to the rows merged with it."""
    merged = session.scalars(
        select(RowRecord)
        .where(RowRecord.duplicate_of == row.id)
        .order_by(RowRecord.id)
        .with_for_update()
    )
    for other in merged:
        values = _reply_of(row)
        if row.duplicate_of is not None:
            values["duplicate_of"] = row.duplicate_of
        change(session, other, by, "merge", **credited(values, by))


def _reply_of(row: RowRecord) -> dict[str, Any]:
    return {
        "state": "rejetee" if row.state == "rejetee" else "doublon",
        "reply": row.reply,
        "reply_citations": row.reply_citations,
        "replied_at": now() if row.replied_at else None,
        "answer_id": row.answer_id,
        "duplicate_of": row.id,
    }


def credited(values: dict[str, Any], by: str) -> dict[str, Any]:
    """The values with who gave the reply, where there is one."""
    return values | {"replied_by": by if values["replied_at"] else "", "edited": None}
