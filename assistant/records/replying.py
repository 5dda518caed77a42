"""How a reply is sent, with its citations, and kept as a validated answer for reuse."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from assistant.records import convert
from assistant.records.changes import change
from assistant.records.merging import pass_on
from assistant.records.models import AnswerRecord, DraftRecord, RowRecord
from assistant.records.types import Action, QueueRow, Reuse
from assistant.types import Citation
from corpus.clock import now, today
from corpus.errors import AssistantError

_MARK = re.compile(r"[ \u00a0]?\[(\d{1,3})\]")


def reply(
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
        edited=None if action == "answer" else (text, tuple(citations)) != draft_of(row),
        answer_id=answer.id if answer else None,
    )
    pass_on(session, row, by)
    drop_draft(session, row, by)
    return convert.queue_row(row)


def draft_of(row: RowRecord) -> tuple[str, tuple[Citation, ...]]:
    """The draft's text and its citations; AssistantError where there is none."""
    draft = convert.queue_row(row).answer
    if draft is None or draft.status == "refused":
        raise AssistantError("Cette question n'a pas de brouillon : écrivez la réponse.")
    return draft.text, draft.citations


def marks_of(text: str) -> list[int]:
    """The numbers of the marks « [1] » in a text, each once."""
    return list(dict.fromkeys(int(found[1]) for found in _MARK.finditer(text)))


def own_citations(row: QueueRow) -> tuple[Citation, ...]:
    """What a reply to a row may cite: its draft's citations, then the jurist's passages.

    Each has a number that no other has.
    """
    drafted = row.answer.citations if row.answer else ()
    last = max((one.number for one in drafted), default=0)
    return (*drafted, *(replace(one, number=last + one.number) for one in row.for_jurist))


def kept_of(row: RowRecord, wanted: Sequence[Citation]) -> tuple[Citation, ...]:
    """The wanted citations; AssistantError where one is not the row's own."""
    own = own_citations(convert.queue_row(row))
    if any(citation not in own for citation in wanted):
        raise AssistantError(
            "Une source à citer n'est pas de celles de la question : rechargez la page."
        )
    return tuple(wanted)


def drop_draft(session: Session, row: RowRecord, by: str) -> None:
    """Forget what this person had begun to write on the row; what others wrote stays."""
    draft = session.get(DraftRecord, (row.id, by))
    if draft is not None:
        session.delete(draft)


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
    if reuse.valid_until and reuse.valid_until < today():
        raise AssistantError(
            "La date de fin de la réponse à publier est passée : corrigez-la, ou ne publiez pas "
            "cette réponse."
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
        allowed=list(reuse.allowed),
    )
    session.add(answer)
    session.flush()
    return answer
