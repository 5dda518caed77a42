"""How is the triage asked? Each row by its question alone, beside what its half has answered."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.triage.types import Answered, Decides, Triaged, triaged_json
from corpus.settings import Settings
from evals.fingerprint import ANSWERS, PAIRS
from evals.kept import Kept
from evals.metrics.triage import ScoredPair, ScoredRow, score_row
from evals.triage_cases import PairCase, RowCase, TriageCases

if TYPE_CHECKING:
    from pydantic import TypeAdapter


# What decides on questions beside those that were answered before.
Deciding = Callable[[Sequence[Answered]], Decides]


def deciding(index: Path, settings: Settings) -> Deciding:
    """The triage of this program, over the current generation of an index."""
    from assistant.answer import Assistant
    from assistant.triage.decide import Triage

    assistant = Assistant(index, settings)
    return lambda answered: Triage(assistant, answered)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A line of pairs: whether one question was taken for the other."""

    id: str
    taken: bool


@dataclass(frozen=True, slots=True)
class AskingTriage:
    """What decides, what keeps the decisions, and the cases.

    A row is asked by its question alone, so that its level and theme are found and not told.
    """

    deciding: Deciding
    kept: Kept
    cases: TriageCases

    def rows(self) -> list[ScoredRow]:
        """Every row with what the triage makes of it, beside the answered questions of its half."""
        halves = {split: self._half(split) for split in {row.split for row in self.cases.rows}}

        def ask(case: RowCase) -> dict[str, Any]:
            return triaged_json(halves[case.split].row(case.id, case.question))

        made = self.kept.rows("Lignes triées", self.cases.rows, ask, ANSWERS, parse_triaged)
        return [
            ScoredRow(case, triaged, score_row(case, triaged))
            for case, triaged in zip(self.cases.rows, made, strict=True)
        ]

    def pairs(self) -> list[ScoredPair]:
        """Every pair with whether one question is decided to repeat the other, answered before."""

        def ask(case: PairCase) -> dict[str, Any]:
            triaged = self.deciding([Answered(case.id, case.b, "")]).row(case.id, case.a)
            return {"id": case.id, "taken": triaged.decision == "doublon"}

        made = self.kept.rows(
            "Paires comparées", self.cases.pairs, ask, PAIRS, _pairs().validate_python
        )
        return [
            ScoredPair(case, row.taken) for case, row in zip(self.cases.pairs, made, strict=True)
        ]

    def _half(self, split: str) -> Decides:
        return self.deciding([a.answered for a in self.cases.answered if a.split == split])


def asked(cases: TriageCases) -> list[object]:
    """All that is asked and what is beside it, for the fingerprint of a run."""
    rows = [(case.id, case.split, case.question) for case in cases.rows]
    pairs = [(case.id, case.a, case.b) for case in cases.pairs]
    return [*rows, *(asdict(case) for case in cases.answered), *pairs]


def parse_triaged(value: dict[str, Any]) -> Triaged:
    """What the triage made of a row, from its plain JSON values."""
    return _adapter().validate_python(value)


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Triaged]":
    from pydantic import TypeAdapter

    return TypeAdapter(Triaged)


@lru_cache(maxsize=1)
def _pairs() -> "TypeAdapter[_Taken]":
    from pydantic import TypeAdapter

    return TypeAdapter(_Taken)
