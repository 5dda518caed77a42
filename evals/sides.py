"""What does a comparison need of a run? Its cases, their values, and what it promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evals.folder import read_results
from evals.invariants import broken_promises
from evals.metrics import Scored, figures

# Figures that set a reworded question against its original.
_OF_PAIRS = ("paraphrases_same", "noisy_same")

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
    """A run of questions, by their ids."""

    scored: Mapping[str, Scored]

    @property
    def cases(self) -> Mapping[str, object]:
        """The cases as they were asked and labelled, by id."""
        return {name: s.case for name, s in self.scored.items()}

    def whole(self, ids: Sequence[str]) -> Values:
        """The figures over some cases together."""
        found = figures([self.scored[name] for name in ids])
        return {name: figure.value for name, figure in found.items()}

    def values(self, id: str) -> Values:
        """Each figure of one case alone, or of a reworded question with its original."""
        scored = self.scored[id]
        own = figures([scored])
        if scored.case.of in self.scored:
            together = figures([scored, self.scored[scored.case.of]])
            own |= {name: together[name] for name in _OF_PAIRS}
        return {name: figure.value for name, figure in own.items()}

    def sure(self, id: str) -> tuple[float | None, float | None]:
        """The confidence in an answer, and whether it was right."""
        scores = self.scored[id].scores
        return scores.confidence, scores.right

    def broken(self, id: str) -> tuple[str, ...]:
        """The promises that an answer breaks, in French."""
        return broken_promises(self.scored[id].said, self.scored[id].scores)


def answers_side(folder: Path) -> Answers:
    """The run of an output folder."""
    return Answers({s.case.id: s for s in read_results(folder)})
