"""What a system said to a question, ours or another's, as far as its answer tells."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.types import Answer

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Status = Literal["answered", "partial", "refused"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation; offsets count into the document's stored text, None where they are not told."""

    number: int
    document_id: str
    quote: str = ""
    section_id: str = ""
    heading: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """One thing said, with the numbers of its citations."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """An answer object of the contract, of which only `id` and `text` are required.

    What is missing is None and is never taken for 0; `tokens` are those that a model read and
    wrote.
    """

    id: str
    text: str
    status: Status | None = None
    statements: tuple[Stated, ...] | None = None
    citations: tuple[Quoted, ...] | None = None
    confidence: float | None = None
    timings_ms: dict[str, float] | None = None
    model: str = ""
    tokens: tuple[int, int] | None = None


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Said]":
    from pydantic import TypeAdapter

    return TypeAdapter(Said)


def said_of(case_id: str, answer: Answer) -> Said:
    """What the assistant said to the question of a case."""
    return parse_said(asdict(answer) | {"id": case_id})


def parse_said(value: dict[str, Any]) -> Said:
    """An answer object as plain JSON values; ValueError where it is none."""
    return _adapter().validate_python(value)


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line of a file of answers that is none, by its number from 1, and why, in French."""

    line: int
    reason: str


def read_answers(path: Path) -> Iterator[Said | BrokenLine]:
    """The answers of a JSONL file in the contract's form, the lines that are broken among them."""
    from pydantic import ValidationError

    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            yield parse_said(json.loads(line))
        except ValidationError as error:
            wrong = ".".join(str(part) for part in error.errors()[0]["loc"]) or "entier"
            yield BrokenLine(number, f"le champ « {wrong} » manque ou est mal formé")
        except ValueError:
            yield BrokenLine(number, "ce n'est pas un objet JSON")
