"""The way into what is kept of the triage: one object, open for as long as a program uses it."""

from datetime import date
from pathlib import Path

from pydantic import SecretStr

from assistant.records.answers import Answers
from assistant.records.askers import Askers
from assistant.records.batches import Batches
from assistant.records.engine import Database, exists
from assistant.records.measures import Measured, measures
from assistant.records.queue import Queue
from assistant.records.review import Review
from assistant.triage.types import Answered
from corpus.settings import Settings
from corpus.withheld import withhold


class Records:
    """The queue, what jurists do to it, the validated answers and the askers' own questions.

    Any number of threads and processes may use the same database at once.
    """

    def __init__(self, address: SecretStr, index: Path) -> None:
        """Open the database, brought to the present tables; AssistantError where it fails.

        `index` is the folder of the index in which withdrawn answers must be cited no more.
        """
        self._database = Database(address)
        self.queue = Queue(self._database)
        self.batches = Batches(self._database)
        self.review = Review(self._database, lambda ends: withhold(index, ends))
        self.answers = Answers(self._database, lambda ends: withhold(index, ends))
        self.askers = Askers(self._database)

    def measures(self, since: date | None = None, until: date | None = None) -> Measured:
        """The figures of the questions that came on these days, both included."""
        return measures(self._database, since, until)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open_records(settings: Settings, index: Path | None = None) -> Records:
    """The records that the settings name, for the index given or that of the settings."""
    return Records(settings.records, index or settings.index)


def answered_before(settings: Settings, index: Path | None = None) -> list[Answered]:
    """The questions that the records hold an answer to; a file of records is not made for it."""
    if not exists(settings.records):
        return []
    records = open_records(settings, index)
    try:
        return records.answers.answered()
    finally:
        records.close()
