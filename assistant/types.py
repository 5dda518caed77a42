"""What questions, statements, citations and answers are: the objects of the outside contract."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from corpus.types import Level, SourceKind

Language = Literal["fr", "en"]
Mode = Literal["extractive", "generative"]
Status = Literal["answered", "partial", "refused"]
StatementKind = Literal["lever", "example", "definition", "figure", "legal", "resource", "other"]


AnswerKind = Literal[
    "amount",
    "share",
    "count",
    "date",
    "duration",
    "place",
    "contact",
    "body",
    "definition",
    "yes_no",
    "reasons",
    "ways",
    "examples",
    "resources",
    "comparison",
    "procedure",
    "other",
]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked, as a question that stands by itself, with the kind of answer it expects.

    `words` are what is looked for in the fiches: the text, or the French for English words; `own`
    is what is asked in so many words, where the text begins with a topic told before it; `without`
    are the names of which it wants no more; `typed` is what was typed of it, before anything was
    taken from elsewhere.
    """

    text: str
    kind: AnswerKind
    in_french: str = ""
    own: str = ""
    without: tuple[str, ...] = ()
    typed: str = ""

    @property
    def words(self) -> str:
        """The text in French words."""
        return self.in_french or self.text


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked and as it was understood, with what the asker prefers.

    `parts` are what it asks, one or more; `level` is the one preferred or, failing that, the
    one that the question speaks of; `places`, `years` and `laws` are what it names, as written;
    `foreign`: it is in neither French nor English; `courtesy`: it only greets or thanks;
    `about_reply`: it speaks of the reply before it, and asks the fiches nothing.
    """

    text: str
    understood_as: str
    language: Language
    parts: tuple[Part, ...]
    level: Level | None = None
    kit: str | None = None
    places: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    foreign: bool = False
    courtesy: bool = False
    about_reply: bool = False

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for in the fiches."""
        return not (self.foreign or self.courtesy or self.about_reply)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the answer says, with the numbers of the citations that bear it out."""

    text: str
    kind: StatementKind
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact quote: the document's text between two character offsets, and where it stands.

    `also_in` are the other documents that say the same; `newer_in` is the one of a newer edition
    that says it with other figures, empty where there is none; `page` is the one of a paginated
    source on which the quote begins; `again`: the replies before it quoted it all.
    """

    number: int
    document_id: str
    source_kind: SourceKind
    kit: str
    edition: str
    fiche: int | None
    title: str
    heading: str
    section_id: str
    passage_id: str
    quote: str
    start: int
    end: int
    url: str
    updated: str
    also_in: tuple[str, ...] = ()
    newer_in: str = ""
    page: int | None = None
    again: bool = False

    def holds(self, document_id: str, start: int, end: int) -> bool:
        """Whether it quotes all that stands between two offsets of a document."""
        return self.document_id == document_id and self.start <= start and end <= self.end


# What the replies of a conversation quoted, the latest first.
Shown = Sequence[Sequence[Citation]]


@dataclass(frozen=True, slots=True)
class Closest:
    """A section close to a question that its answer does not quote, or that a refusal points to."""

    document_id: str
    source_kind: SourceKind
    kit: str
    edition: str
    fiche: int | None
    title: str
    heading: str
    section_id: str
    url: str
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question near the one asked that the fiches do answer, and the section that answers it."""

    question: str
    document_id: str
    section_id: str


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """One question of a message that asks several, as it was typed, and how it is answered.

    `statements` are the places in the answer's statements of those that answer it, from 1 on; one
    may answer several. `missing` is what the fiches do not say of it, empty where it is answered;
    `is_sure`: it is answered, and may be relied on as much as an answer that bears no notice.
    """

    question: str
    status: Status
    statements: tuple[int, ...] = ()
    missing: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation that the reader is told, as a sentence that says what to check."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as every command, page and protocol carries it (CONTRACT's invariants hold).

    `confidence` is the probability that the status is right and the key fact in the text;
    `timings_ms` are milliseconds a stage; `suggestions` are what may be asked instead, where the
    question is refused or answered in part; `parts` are the questions of a message with several,
    where any of them is answered.
    """

    question: str
    understood_as: str
    language: Language
    mode: Mode
    status: Status
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    closest: tuple[Closest, ...]
    missing: tuple[str, ...]
    warnings: tuple[Reservation, ...]
    confidence: float
    model: str
    timings_ms: dict[str, float]
    suggestions: tuple[Suggestion, ...] = ()
    parts: tuple[AnsweredPart, ...] = ()


def answer_json(answer: Answer, id: str | int | float | None = None) -> dict[str, Any]:
    """The answer as plain JSON values, with the caller's `id` first where one is given."""
    from pydantic_core import to_jsonable_python

    value: dict[str, Any] = to_jsonable_python(asdict(answer))
    return value if id is None else {"id": id} | value
