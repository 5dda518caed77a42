"""What a jurist does to a row of the queue: each action on the version seen, all or nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.records import convert
from assistant.records.answers import Withhold, in_force, stands, today, withdraw
from assistant.records.changes import change, held, named, now, seen
from assistant.records.engine import Database
from assistant.records.models import AnswerRecord, DraftRecord, RowRecord
from assistant.records.types import AS_IT_IS, Action, QueueRow, Reuse
from assistant.triage.types import Theme
from assistant.types import Citation
from corpus.errors import AssistantError
from corpus.types import Level

_MARK = re.compile(r"[ \u00a0]?\[\d{1,3}\]")


class Review:
    """The actions on a row; each is given who acts and the version of the row that they saw.

    Each returns the row as it then stands, and raises Conflict where another person changed it
    meanwhile, AssistantError where the action does not fit the row; nothing is then changed.
    """

    def __init__(self, database: Database, withhold: Withhold) -> None:
        self._database = database
        self._withhold = withhold

    def validate(
        self, row_id: int, by: str, version: int, reuse: Reuse | None = AS_IT_IS
    ) -> QueueRow:
        """Send the draft as it is, and keep it as a validated answer unless `reuse` is None."""
        with self._database.writing() as session:
            row = _open(session, row_id, version)
            draft = _draft(row)
            return _reply(session, row, named(by), "validate", draft[0], draft[1], reuse)

    def edit(
        self,
        row_id: int,
        by: str,
        version: int,
        text: str,
        citations: Sequence[Citation],
        reuse: Reuse | None = AS_IT_IS,
    ) -> QueueRow:
        """Send the draft in other words, with those of the row's citations that are kept."""
        with self._database.writing() as session:
            row = _open(session, row_id, version)
            _draft(row)
            kept = _kept(row, citations)
            return _reply(session, row, named(by), "edit", text, kept, reuse)

    def answer(
        self,
        row_id: int,
        by: str,
        version: int,
        text: str,
        citations: Sequence[Citation] = (),
        reuse: Reuse | None = AS_IT_IS,
    ) -> QueueRow:
        """Send a reply written by hand, with those of the row's citations that bear it out."""
        with self._database.writing() as session:
            row = _open(session, row_id, version)
            kept = _kept(row, citations)
            return _reply(session, row, named(by), "answer", text, kept, reuse)

    def reject(self, row_id: int, by: str, version: int, reason: str, reply: str = "") -> QueueRow:
        """Leave a question without an answer; the reason stays inside, the reply goes out."""
        if not reason.strip():
            raise AssistantError("Un rejet doit être motivé : dites pourquoi en une phrase.")
        with self._database.writing() as session:
            row = _open(session, row_id, version)
            who = named(by)
            values: dict[str, Any] = {"state": "rejetee", "replied_by": who, "replied_at": now()}
            change(session, row, who, "reject", reason, reply=reply.strip(), **values)
            _pass_on(session, row, who)
            _drop_draft(session, row, who)
            return convert.queue_row(row)

    def merge(
        self,
        row_id: int,
        by: str,
        version: int,
        *,
        answer_id: int | None = None,
        other_id: int | None = None,
    ) -> QueueRow:
        """Give who asks the reply to the same question: a validated answer, or another row's.

        A row that waits for its reply passes it on when it has one.
        """
        with self._database.writing() as session:
            # In the order of their numbers: two who merge each with the other wait, none is killed.
            for one in sorted({row_id, row_id if other_id is None else other_id}):
                held(session, one)
            row = _open(session, row_id, version)
            who = named(by)
            if answer_id is not None:
                values = _of_answer(session, answer_id)
            else:
                values = _of_row(session, row, -1 if other_id is None else other_id)
            change(session, row, who, "merge", **_given(values, who))
            _pass_on(session, row, who)
            return convert.queue_row(row)

    def assign(self, row_id: int, by: str, version: int, to: str = "") -> QueueRow:
        """Give the row to a jurist, or to nobody."""
        with self._database.writing() as session:
            row = seen(session, row_id, version)
            change(session, row, named(by), "assign", assigned_to=to.strip())
            return convert.queue_row(row)

    def classify(
        self, row_id: int, by: str, version: int, *, theme: Theme, level: Level | None
    ) -> QueueRow:
        """Change the row's theme and level."""
        with self._database.writing() as session:
            row = seen(session, row_id, version)
            change(session, row, named(by), "classify", theme=theme, level=level)
            return convert.queue_row(row)

    def reopen(self, row_id: int, by: str, version: int, reason: str = "") -> QueueRow:
        """Take a row up anew: its reply is no more shown, the answer it made is withdrawn."""
        with self._database.writing() as session:
            row = seen(session, row_id, version)
            who = named(by)
            if row.state == "a_traiter":
                raise AssistantError("Cette question est déjà à traiter : rien n'est à rouvrir.")
            if row.state == "validee" and row.answer_id and stands(session, row.answer_id):
                withdraw(session, row.answer_id, who, reason or _REOPENED, self._withhold)
            change(session, row, who, "reopen", reason, state="a_traiter", **_NOTHING)
            return convert.queue_row(row)


_REOPENED = "question rouverte"
# What a row without a reply holds.
_NOTHING: dict[str, Any] = {
    "reply": "",
    "reply_citations": [],
    "replied_by": "",
    "replied_at": None,
    "edited": None,
    "answer_id": None,
    "duplicate_of": None,
}


def _open(session: Session, row_id: int, version: int) -> RowRecord:
    """The row seen, which is still to be treated."""
    row = seen(session, row_id, version)
    if row.state != "a_traiter":
        raise AssistantError("Cette question est déjà traitée : rouvrez-la d'abord.")
    return row


def _draft(row: RowRecord) -> tuple[str, tuple[Citation, ...]]:
    """The draft's text and its citations; AssistantError where there is none."""
    draft = convert.queue_row(row).answer
    if draft is None or draft.status == "refused":
        raise AssistantError("Cette question n'a pas de brouillon : écrivez la réponse.")
    return draft.text, draft.citations


def _kept(row: RowRecord, wanted: Sequence[Citation]) -> tuple[Citation, ...]:
    """The wanted citations, which are the row's own; each has a number that no other has."""
    stored = convert.queue_row(row)
    own = [*(stored.answer.citations if stored.answer else ()), *stored.for_jurist]
    kept: list[Citation] = []
    for citation in wanted:
        if citation not in own:
            raise AssistantError(
                "Une source à citer n'est pas de celles de la question : rechargez la page."
            )
        taken = {other.number for other in kept}
        free = citation.number not in taken
        kept.append(citation if free else replace(citation, number=max(taken) + 1))
    return tuple(kept)


def _reply(
    session: Session,
    row: RowRecord,
    by: str,
    action: Action,
    text: str,
    citations: Sequence[Citation],
    reuse: Reuse | None,
) -> QueueRow:
    """Send a reply, keep it for reuse, and give it to those who wait for the same."""
    if not text.strip():
        raise AssistantError("La réponse est vide : écrivez-la avant de l'envoyer.")
    answer = _kept_answer(session, row, by, text, citations, reuse) if reuse else None
    change(
        session,
        row,
        by,
        action,
        state="validee",
        reply=text,
        reply_citations=convert.plain(citations),
        replied_by=by,
        replied_at=now(),
        edited=None if action == "answer" else (text, tuple(citations)) != _draft(row),
        answer_id=answer.id if answer else None,
    )
    _pass_on(session, row, by)
    _drop_draft(session, row, by)
    return convert.queue_row(row)


def _kept_answer(
    session: Session,
    row: RowRecord,
    by: str,
    text: str,
    citations: Sequence[Citation],
    reuse: Reuse,
) -> AnswerRecord:
    question = " ".join((reuse.question or row.masked).split())
    # Marks lead to the reply's citations, which are not beside the text where it is cited.
    published = _MARK.sub("", reuse.text or text).strip()
    if not question or not published:
        raise AssistantError(
            "La question ou la réponse à publier est vide : écrivez-la, ou ne la gardez pas."
        )
    answer = AnswerRecord(
        question=question,
        text=published,
        theme=row.theme,
        level=row.level,
        jurist=by,
        validated_on=today(),
        valid_until=reuse.valid_until,
        citations=convert.plain(citations),
    )
    session.add(answer)
    session.flush()
    return answer


def _of_answer(session: Session, answer_id: int) -> dict[str, Any]:
    """What a row that is the duplicate of a validated answer gets."""
    answer = session.get(AnswerRecord, answer_id)
    if answer is None or not in_force(answer):
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


def _of_row(session: Session, row: RowRecord, other_id: int) -> dict[str, Any]:
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


def _reply_of(row: RowRecord) -> dict[str, Any]:
    return {
        "state": "rejetee" if row.state == "rejetee" else "doublon",
        "reply": row.reply,
        "reply_citations": row.reply_citations,
        "replied_at": now() if row.replied_at else None,
        "answer_id": row.answer_id,
        "duplicate_of": row.id,
    }


def _given(values: dict[str, Any], by: str) -> dict[str, Any]:
    return values | {"replied_by": by if values["replied_at"] else "", "edited": None}


def _pass_on(session: Session, row: RowRecord, by: str) -> None:
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
        change(session, other, by, "merge", **_given(values, by))


def _drop_draft(session: Session, row: RowRecord, by: str) -> None:
    """Forget what this person had begun to write on the row; what others wrote stays."""
    draft = session.get(DraftRecord, (row.id, by))
    if draft is not None:
        session.delete(draft)
