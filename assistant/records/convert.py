"""How what is stored becomes what leaves the records, and back."""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.records.models import AnswerRecord, DraftRecord, EventRecord, RowRecord
from assistant.records.types import Asker, AskerReply, Draft, Event, QueueRow, ValidatedAnswer
from assistant.triage.types import Duplicate
from assistant.types import Citation
from corpus.errors import AssistantError

T = TypeVar("T")


def queue_row(record: RowRecord) -> QueueRow:
    """A row as the jurist sees it."""
    asker = Asker(record.organisation, record.function, record.email)
    return _read(QueueRow, _columns(record) | {"asker": asker})


def asker_reply(record: RowRecord) -> AskerReply:
    """What who asked may see of a row."""
    seen = {
        "id": record.id,
        "question": record.question,
        "asked_at": record.created_at,
        "state": record.state,
        "reply": record.reply,
        "citations": record.reply_citations,
        "replied_at": record.replied_at,
    }
    return _read(AskerReply, seen)


def event(record: EventRecord) -> Event:
    """An action in a row's history."""
    return _read(Event, _columns(record))


def draft(record: DraftRecord) -> Draft:
    """A reply that is being written."""
    return _read(Draft, _columns(record))


def validated_answer(record: AnswerRecord) -> ValidatedAnswer:
    """A validated answer."""
    return _read(ValidatedAnswer, _columns(record))


def citations(stored: list[Any]) -> tuple[Citation, ...]:
    """Citations from their stored form."""
    return tuple(_read(Citation, one) for one in stored)


def plain(values: Iterable[Citation | Duplicate]) -> list[dict[str, Any]]:
    """Citations or duplicates in their stored form."""
    return [_adapter(type(value)).dump_python(value, mode="json") for value in values]


def _columns(record: Any) -> dict[str, Any]:
    return {column.key: getattr(record, column.key) for column in record.__table__.columns}


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    # Made once: making it takes longer than a page of rows.
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _read(kind: type[T], stored: Any) -> T:
    try:
        value: T = _adapter(kind).validate_python(stored)
    except ValidationError as error:
        raise AssistantError(
            "Une ligne de la base des questions a une forme que cette version du programme ne "
            "connaît pas : rétablissez la version qui l'a écrite."
        ) from error
    return value
