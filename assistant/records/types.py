"""What a row of the queue, its history, a reply and a validated answer are, outside."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from assistant.triage.types import Decision, Duplicate, Theme
from assistant.types import Answer, Citation
from corpus.errors import AssistantError
from corpus.types import Level

Source = Literal["batch", "chat"]
State = Literal["a_traiter", "validee", "rejetee", "doublon"]
Action = Literal[
    "add",
    "validate",
    "edit",
    "answer",
    "reject",
    "merge",
    "assign",
    "classify",
    "reopen",
    "withdraw",
    "end",
    "allow",
    "publish",
]


class Conflict(AssistantError):
    """A row that another person changed since the one who acts read it; nothing was done."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked: a local government, the function held there, and an e-mail; each may be empty."""

    organisation: str = ""
    function: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One question of the queue as it stands; times are in UTC.

    `masked` is the question without personal data; `answer` is the draft; `for_jurist` and
    `reasons` never leave to the asker; `edited` tells whether the reply differs from the draft,
    None where there was none or no reply yet; `duplicate_of` is the row it was merged with and
    `answer_id` the validated answer that it made or was given; `version` is what an action is
    given back.
    """

    id: int
    external_id: str
    batch: str
    source: Source
    asker: Asker
    question: str
    masked: str
    decision: Decision
    theme: Theme
    level: Level | None
    confidence: float
    reasons: tuple[str, ...]
    answer: Answer | None
    for_jurist: tuple[Citation, ...]
    duplicates: tuple[Duplicate, ...]
    created_at: datetime
    changed_at: datetime
    state: State
    assigned_to: str
    reply: str
    reply_citations: tuple[Citation, ...]
    replied_by: str
    replied_at: datetime | None
    edited: bool | None
    answer_id: int | None
    duplicate_of: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Event:
    """One action in a row's history; `changes` gives what was before and what is, by field."""

    id: int
    row_id: int
    at: datetime
    by: str
    action: Action
    reason: str
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Reuse:
    """How a reply is kept as a validated answer, for other people.

    `question` and `text` are what is published where it differs from the masked question and the
    reply; `valid_until` is its last day; `allowed` is the personal data that may be published.
    """

    question: str = ""
    text: str = ""
    valid_until: date | None = None
    allowed: tuple[str, ...] = ()


AS_IT_IS = Reuse()


@dataclass(frozen=True, slots=True)
class Publication:
    """How a reply is to be published, as a jurist has begun to write it."""

    question: str
    text: str
    until: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply that a jurist has begun to write, kept so that a closed page loses nothing.

    `publication` is None where it is not to be published.
    """

    row_id: int
    by: str
    text: str
    saved_at: datetime
    publication: Publication | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What who asked is given: the row's number and the secret that shows its reply later."""

    id: int
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskerReply:
    """What who asked may see of a question: its state and the reply, nothing of the jurists'."""

    id: int
    question: str
    asked_at: datetime
    state: State
    reply: str
    citations: tuple[Citation, ...]
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class ValidatedAnswer:
    """An answer that a jurist validated for reuse; `withdrawn_at` is None while it is not.

    `text` is without the marks of its citations; `allowed` is the personal data that a jurist lets
    be published.
    """

    id: int
    question: str
    text: str
    theme: Theme
    level: Level | None
    jurist: str
    validated_on: date
    valid_until: date | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    citations: tuple[Citation, ...]
    allowed: tuple[str, ...]

    @property
    def document_id(self) -> str:
        """The id of the document that it becomes in an index."""
        return f"jurist-{self.id}"

    def in_force(self, today: date) -> bool:
        """Whether it may be cited on that day."""
        return self.withdrawn_at is None and (self.valid_until is None or self.valid_until >= today)
