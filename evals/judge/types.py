"""What does a judge say? The types that the evaluation shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

# A statement and its quotes.
Asked = tuple[str, tuple[str, ...]]
# Why there is no verdict.
Failure = Literal["", "timeout", "unavailable", "malformed", "too_long", "not_asked"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether quotes together support a statement; None, with a `failure`, where it is not known.

    `reason` is the judge's, or that of the failure; `tokens` (read, written) are None where they
    are not told.
    """

    supported: bool | None
    failure: Failure = ""
    reason: str = ""
    tokens: tuple[int, int] | None = None
    seconds: float = 0.0


class Judge(Protocol):
    """A model that gives verdicts."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        ...

    @property
    def identity(self) -> str:
        """What its verdicts are kept under: another model or prompt has another."""
        ...

    @property
    def at_once(self) -> int:
        """How many calls it takes at the same time."""
        ...

    @property
    def batch(self) -> int:
        """The most questions of one call."""
        ...

    def verdicts(self, asked: Sequence[Asked]) -> list[Verdict]:
        """Whether each statement is supported by its quotes together, in one call."""
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """A judge as the command names it: `openai:NAME` or another provider's, or `nli:NAME`.

    `url` is the address of its server, `key_variable` the environment variable that holds its
    key, `seconds` the longest that one verdict may take, `at_once` how many are asked at the same
    time; they are a language model's alone.
    """

    model: str
    url: str = ""
    key_variable: str = ""
    seconds: float = 60.0
    at_once: int = 4


@dataclass(frozen=True, slots=True)
class Opinion:
    """What judge and code say of one statement and of each of its citations, in their order.

    `asked`: its quotes are their documents' text, so that the judge was asked of it.
    """

    text: str
    quotes: tuple[str, ...]
    asked: bool
    judge: bool | None
    code: bool | None
    judge_citations: tuple[bool | None, ...]
    code_citations: tuple[bool | None, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The opinions of one answer, and ALCE's recall and precision as judge and code see them."""

    opinions: tuple[Opinion, ...]
    judge_recall: float | None
    judge_precision: float | None
    code_recall: float | None
    code_precision: float | None
