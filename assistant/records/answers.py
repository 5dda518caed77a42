"""Which answers jurists validated for reuse, which are in force, and in what form they go out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.records import convert
from assistant.records.changes import change, named
from assistant.records.engine import Database
from assistant.records.models import AnswerRecord, RowRecord
from assistant.records.types import ValidatedAnswer
from assistant.triage.types import Answered
from corpus.clock import now, today
from corpus.errors import AssistantError

# Says at once, in the index, until which day documents may be cited: None for no more at all.
Withhold = Callable[[Mapping[str, date | None]], None]


class Answers:
    """The validated answers; `withhold` is told at once which may no more be cited."""

    def __init__(self, database: Database, withhold: Withhold) -> None:
        self._database = database
        self._withhold = withhold

    def all(self) -> tuple[ValidatedAnswer, ...]:
        """Every validated answer, the newest first, withdrawn ones too."""
        with self._database.reading() as session:
            found = session.scalars(select(AnswerRecord).order_by(AnswerRecord.id.desc()))
            return tuple(convert.validated_answer(record) for record in found)

    def in_force(self) -> tuple[ValidatedAnswer, ...]:
        """The answers that may be cited today, oldest first."""
        day = today()
        return tuple(answer for answer in reversed(self.all()) if answer.in_force(day))

    def answered(self) -> list[Answered]:
        """The answers in force as questions answered before."""
        return [
            Answered(
                id=answer.document_id,
                question=answer.question,
                answer=answer.text,
                theme=answer.theme,
                updated=answer.validated_on.isoformat(),
            )
            for answer in self.in_force()
        ]

    def export_faq(self) -> Iterator[dict[str, Any]]:
        """The answers in force in the form of a FAQ; no person's name is in it."""
        for answer in self.in_force():
            yield {
                "id": answer.document_id,
                "question": answer.question,
                "answer": answer.text,
                "theme": answer.theme,
                "updated": answer.validated_on.isoformat(),
                "valid_until": _iso(answer.valid_until),
                "levels": [answer.level] if answer.level else [],
                "source_kind": "jurist",
            }

    def set_end(self, answer_id: int, by: str, valid_until: date | None) -> ValidatedAnswer:
        """Say until which day to come an answer holds, or that it has no end."""
        if valid_until and valid_until < today():
            raise AssistantError(
                "Cette date de fin est passée, rien n'a été enregistré : pour que la réponse ne "
                "soit plus citée dès maintenant, retirez-la en disant pourquoi."
            )
        with self._database.writing() as session:
            rows = _rows(session, answer_id)
            answer = _standing(session, answer_id)
            answer.valid_until = valid_until
            for row in rows:
                change(session, row, named(by), "end", _iso(valid_until))
            self._withhold({f"jurist-{answer.id}": valid_until or date.max})
            return convert.validated_answer(answer)

    def allow(self, answer_id: int, by: str, pieces: Sequence[str]) -> ValidatedAnswer:
        """Say that these pieces of personal data may be published with an answer."""
        with self._database.writing() as session:
            rows = _rows(session, answer_id)
            answer = _standing(session, answer_id)
            answer.allowed = list(dict.fromkeys([*answer.allowed, *pieces]))
            for row in rows:
                change(session, row, named(by), "allow", ", ".join(pieces))
            return convert.validated_answer(answer)

    def published(self, by: str, answer_ids: Iterable[int]) -> None:
        """Say in the history of these answers that they were published."""
        with self._database.writing() as session:
            for answer_id in sorted(answer_ids):
                for row in _rows(session, answer_id):
                    change(session, row, named(by), "publish")

    def withdraw(self, answer_id: int, by: str, why: str) -> ValidatedAnswer:
        """Take an answer back: it is cited no more, from now on, in every process."""
        with self._database.writing() as session:
            withdraw(session, answer_id, named(by), why, self._withhold)
            return convert.validated_answer(session.get_one(AnswerRecord, answer_id))


def withdraw(session: Session, answer_id: int, by: str, why: str, withhold: Withhold) -> None:
    """Mark an answer as withdrawn, once the index cites it no more."""
    if not why.strip():
        raise AssistantError("Un retrait doit être motivé : dites pourquoi en une phrase.")
    rows = _rows(session, answer_id)
    answer = _standing(session, answer_id)
    answer.withdrawn_at = now()
    answer.withdrawn_by = by
    answer.withdrawn_why = why.strip()
    for row in rows:
        change(session, row, by, "withdraw", why.strip())
    withhold({f"jurist-{answer.id}": None})


def _rows(session: Session, answer_id: int) -> Sequence[RowRecord]:
    """The row that made an answer, in whose history stands what becomes of it.

    It is locked before the answer, as it is where a row is reopened: in another order two who act
    at once would wait for each other.
    """
    made = (RowRecord.answer_id == answer_id, RowRecord.state == "validee")
    return session.scalars(select(RowRecord).where(*made).with_for_update()).all()


def stands(session: Session, answer_id: int) -> bool:
    """Whether an answer is not withdrawn."""
    return session.get_one(AnswerRecord, answer_id).withdrawn_at is None


def _standing(session: Session, answer_id: int) -> AnswerRecord:
    """An answer that is not withdrawn, and that nobody else changes until the transaction ends."""
    found = session.get(AnswerRecord, answer_id, with_for_update=True)
    if found is None or found.withdrawn_at is not None:
        raise AssistantError("Cette réponse est déjà retirée ou n'existe pas : rechargez la page.")
    return found


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
