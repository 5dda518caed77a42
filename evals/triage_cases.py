"""Which questions is the triage measured on, and with which labels? Rows, answered ones, pairs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from assistant.triage.types import Answered, Decision, Theme
from corpus.types import Level
from evals.lines import BrokenLine, read_bytes, read_lines

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_Text = Annotated[str, Field(min_length=1)]
SHIPPED = Path(__file__).with_name("cases") / "triage.jsonl"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a page answers a row, or a part of it: the beginning of a heading, empty for the
    section that opens the page.
    """

    document_id: _Text
    heading: str


@dataclass(frozen=True, slots=True)
class RowCase:
    """A question sent to the FAQ juridique, and what a careful labeller makes of it.

    `level` is who asks; `theme_also` are themes that do as well; `never` names the subject that is
    never answered automatically; `duplicate_of` is the answered question that asks the same;
    `lacking` what the fiches do not say; `other` the decision that another labeller might take of
    a `borderline` row.
    """

    id: _Text
    question: _Text
    decision: Decision
    theme: Theme
    split: str = ""
    level: Level | None = None
    theme_also: tuple[Theme, ...] = ()
    never: str = ""
    duplicate_of: str = ""
    evidence: tuple[Evidence, ...] = ()
    lacking: str = ""
    borderline: bool = False
    other: Decision | None = None


@dataclass(frozen=True, slots=True)
class AnsweredCase:
    """A question answered before, which the rows of its half may repeat."""

    id: _Text
    question: _Text
    answer: _Text
    split: str = ""
    theme: str = ""
    updated: str = ""

    @property
    def answered(self) -> Answered:
        """As the triage takes it."""
        return Answered(self.id, self.question, self.answer, self.theme, self.updated)


@dataclass(frozen=True, slots=True)
class PairCase:
    """Two questions: one answer serves both, or they only look alike; `why`."""

    id: _Text
    a: _Text
    b: _Text
    label: Literal["duplicate", "lookalike"]
    split: str = ""
    why: str = ""


TriageCase = RowCase | AnsweredCase | PairCase
_KINDS: dict[str, type[TriageCase]] = {"row": RowCase, "answered": AnsweredCase, "pair": PairCase}


@dataclass(frozen=True, slots=True)
class TriageCases:
    """The cases of a file by kind, and its lines that are left out."""

    rows: tuple[RowCase, ...]
    answered: tuple[AnsweredCase, ...]
    pairs: tuple[PairCase, ...]
    broken: tuple[BrokenLine, ...]


def read_triage_cases(path: Path = SHIPPED, split: str | None = None) -> TriageCases:
    """The cases of a JSONL file that are of this split, if one is given.

    A broken line, an id that stands for another case, and a row that repeats an answered question
    that its half does not have are left out, each with its line and the reason in French.
    """
    read = list(read_triage_lines(path))
    known = {(case.split, case.id) for _, case in read if isinstance(case, AnsweredCase)}
    kept: dict[str, TriageCase] = {}
    broken: list[BrokenLine] = []
    for number, case in read:
        if isinstance(case, BrokenLine):
            broken.append(case)
        elif case.id in kept:
            broken.append(BrokenLine(number, f"« {case.id} » désigne déjà un cas plus haut"))
        elif isinstance(case, RowCase) and not _is_known(case, known):
            reason = f"aucune question déjà traitée n'a l'identifiant « {case.duplicate_of} »"
            broken.append(BrokenLine(number, reason))
        else:
            kept[case.id] = case
    return _by_kind([c for c in kept.values() if split in (None, c.split)], broken)


def read_triage_lines(path: Path) -> Iterator[tuple[int, TriageCase | BrokenLine]]:
    """The cases of a JSONL file with their lines, those that are broken among them."""
    return read_lines(path, _case)


def is_shipped(path: Path | None) -> bool:
    """Whether these are the shipped cases, by no name, by theirs or by that of a copy."""
    return path is None or read_bytes(path) == SHIPPED.read_bytes()


def _is_known(row: RowCase, known: set[tuple[str, str]]) -> bool:
    return not row.duplicate_of or (row.split, row.duplicate_of) in known


def _by_kind(cases: Sequence[TriageCase], broken: Sequence[BrokenLine]) -> TriageCases:
    return TriageCases(
        tuple(c for c in cases if isinstance(c, RowCase)),
        tuple(c for c in cases if isinstance(c, AnsweredCase)),
        tuple(c for c in cases if isinstance(c, PairCase)),
        tuple(broken),
    )


def _case(value: Any) -> TriageCase:
    kind = _kind_adapter().validate_python(value).kind
    # A Python name cannot be « or ».
    named = {"other" if name == "or" else name: held for name, held in value.items()}
    case: TriageCase = _adapter(kind).validate_python(named)
    return case


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: Literal["row", "answered", "pair"]


@lru_cache(maxsize=1)
def _kind_adapter() -> "TypeAdapter[_Kind]":
    from pydantic import TypeAdapter

    return TypeAdapter(_Kind)


@lru_cache
def _adapter(kind: str) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(_KINDS[kind])
