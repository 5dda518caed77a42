"""What does a comparison need of a run? Its cases, their values, and what it promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from evals.folder import read_results
from evals.invariants import broken_promises
from evals.judge.types import Judged
from evals.metrics import Scored, figures, share

# Figures that set a reworded question against its original.
_OF_PAIRS = ("paraphrases_same", "noisy_same")
# Figures that a judge gives of an answer.
_OF_JUDGE = ("judge_recall", "judge_precision")

Values = Mapping[str, float | None]


class Side(Protocol):
    """A run of which each case and each set of cases has values by the figure's name."""

    @property
    def cases(self) -> Mapping[str, object]:
        """The cases as they were asked and labelled, by id."""
        ...

    def whole(self, ids: Sequence[str]) -> Values:
        """The figures over some cases together."""
        ...

    def values(self, id: str) -> Values:
        """The figures of one case alone."""
        ...

    def sure(self, id: str) -> tuple[float | None, float | None]:
        """The confidence in a case, and whether it was right."""
        ...

    def broken(self, id: str) -> tuple[str, ...]:
        """The promises that a case breaks, in French."""
        ...


@dataclass(frozen=True, slots=True)
class Answers:
    """A run of questions, by their ids, with what a judge says where that is to be compared."""

    scored: Mapping[str, Scored]
    judged: Mapping[str, Judged] = field(default_factory=dict)

    @property
    def cases(self) -> Mapping[str, object]:
        """The cases as they were asked and labelled, by id."""
        return {name: s.case for name, s in self.scored.items()}

    def whole(self, ids: Sequence[str]) -> Values:
        """The figures over some cases together."""
        found = figures([self.scored[name] for name in ids])
        return {name: figure.value for name, figure in found.items()} | self._of_judge(ids)

    def values(self, id: str) -> Values:
        """Each figure of one case alone, or of a reworded question with its original."""
        scored = self.scored[id]
        own = figures([scored])
        if scored.case.of in self.scored:
            together = figures([scored, self.scored[scored.case.of]])
            own |= {name: together[name] for name in _OF_PAIRS}
        return {name: figure.value for name, figure in own.items()} | self._of_judge([id])

    def _of_judge(self, ids: Sequence[str]) -> dict[str, float | None]:
        judged = [self.judged[name] for name in ids if name in self.judged]
        return {name: share(getattr(one, name) for one in judged) for name in _OF_JUDGE}

    def sure(self, id: str) -> tuple[float | None, float | None]:
        """The confidence in an answer, and whether it was right."""
        scores = self.scored[id].scores
        return scores.confidence, scores.right

    def broken(self, id: str) -> tuple[str, ...]:
        """The promises that an answer breaks, in French."""
        return broken_promises(self.scored[id].said, self.scored[id].scores)


def answers_side(folder: Path, judged: bool) -> Answers:
    """The run of an output folder; with what its judge says, where that is to be compared."""
    results = {result.case.id: result for result in read_results(folder)}
    said = {name: r.judged for name, r in results.items() if judged and r.judged}
    return Answers(results, said)
