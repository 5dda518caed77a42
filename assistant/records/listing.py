"""What the queue can be asked for, and what a list of its rows is."""

from dataclasses import dataclass
from datetime import date

from assistant.records.types import QueueRow, Source, State
from assistant.triage.types import Decision, Theme
from corpus.types import Level


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted; a field that is None or empty asks for nothing.

    `since` and `until` are days of arrival in Paris, both included, as the bounds of confidence
    are; every word of `text` is looked for in the question, the local government's name and the
    number that the batch gave, in any order, capitals and accents aside, or it is the row's own
    number.
    """

    decision: Decision | None = None
    theme: Theme | None = None
    state: State | None = None
    level: Level | None = None
    since: date | None = None
    until: date | None = None
    least_confidence: float | None = None
    most_confidence: float | None = None
    text: str = ""
    assigned_to: str = ""
    batch: str = ""
    source: Source | None = None


EVERY = Filter()


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, the newest first; `total` counts those of all pages."""

    rows: tuple[QueueRow, ...]
    total: int
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Newest:
    """What tells a page that the queue has changed: how many rows and events it holds."""

    rows: int
    events: int
