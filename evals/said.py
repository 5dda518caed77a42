"""What a system said to a question, ours or another's, as far as its answer tells."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from assistant.types import Answer
from evals.lines import BrokenLine, read_lines

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Status = Literal["answered", "partial", "refused"]


def _codes(value: object) -> tuple[str, ...]:
    """The codes of an answer's warnings; a system's own form of them tells none."""
    given = value if isinstance(value, (list, tuple)) else ()
    codes = (one.get("code") if isinstance(one, Mapping) else one for one in given)
    return tuple(code for code in codes if isinstance(code, str))


_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_Duration = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation; offsets count into the document's stored text. What is not told is None."""

    number: int
    document_id: str
    quote: str | None = None
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
    wrote, `warnings` the codes of the warnings.
    """

    id: str
    text: str
    status: Status | None = None
    statements: tuple[Stated, ...] | None = None
    citations: tuple[Quoted, ...] | None = None
    confidence: _Share | None = None
    timings_ms: dict[str, _Duration] | None = None
    model: str = ""
    tokens: tuple[_Count, _Count] | None = None
    warnings: Annotated[tuple[str, ...], BeforeValidator(_codes)] = ()

    @property
    def is_missing(self) -> bool:
        """Whether nothing was said: no text, and no status that tells why."""
        return self.status is None and not self.text.strip()

    @property
    def fell_back(self) -> bool:
        """Whether a language model was asked and gave nothing usable."""
        return "llm_unavailable" in self.warnings


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


def read_answers(path: Path) -> Iterator[tuple[int, Said | BrokenLine]]:
    """The contract's answers of a JSONL file with their lines, those that are broken among them."""
    return read_lines(path, parse_said)
