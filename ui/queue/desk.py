"""What the jurists' pages work with, opened once for a server."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Assistant
from assistant.records.records import Records, open_records
from corpus.settings import Settings
from corpus.types import Document
from ui.queue.incoming import Incoming


@dataclass(frozen=True, slots=True)
class Desk:
    """The assistant, the records of its index, who the jurists are and the batches under way."""

    assistant: Assistant
    records: Records
    jurists: tuple[str, ...]
    index: Path
    settings: Settings
    incoming: Incoming

    @contextmanager
    def documents(self) -> Iterator[Mapping[str, Document]]:
        """The documents of the present generation, for the citations that are shown."""
        with self.assistant.reading() as index:
            yield index.documents


def open_desk(assistant: Assistant, settings: Settings, index: Path) -> Desk | None:
    """The desk of the jurists that the settings name; None where they name none."""
    if not settings.jurists:
        return None
    records = open_records(settings, index)
    incoming = Incoming(assistant, records)
    return Desk(assistant, records, settings.jurists, index, settings, incoming)
