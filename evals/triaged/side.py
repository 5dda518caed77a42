"""What does a comparison need of a run of the triage? The values of each row and pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.metrics.triage import ScoredPair, ScoredRow, triage_figures
from evals.sides import Values
from evals.triaged.results import read_triage_results


@dataclass(frozen=True, slots=True)
class Triages:
    """A run of the triage: its rows and pairs by their ids."""

    scored: Mapping[str, ScoredRow | ScoredPair]

    @property
    def cases(self) -> Mapping[str, object]:
        """The rows and pairs as they were asked and labelled, by id."""
        return {name: s.case for name, s in self.scored.items()}

    def whole(self, ids: Sequence[str]) -> Values:
        """The figures over some rows and pairs together."""
        kept = [self.scored[name] for name in ids]
        found = triage_figures(
            [s for s in kept if isinstance(s, ScoredRow)],
            [s for s in kept if isinstance(s, ScoredPair)],
        )
        return {name: figure.value for name, figure in found.items()}

    def values(self, id: str) -> Values:
        """The figures of one row or pair alone."""
        return self.whole([id])

    def sure(self, id: str) -> tuple[float | None, float | None]:
        """The confidence in a decision, and whether it was right; a pair has none."""
        scored = self.scored[id]
        if isinstance(scored, ScoredPair):
            return None, None
        return scored.scores.confidence, scored.scores.right

    def broken(self, id: str) -> tuple[str, ...]:  # noqa: ARG002 - labels are no promises
        """Nothing: what the contract promises of a row, its label alone can tell."""
        return ()


def triage_side(folder: Path) -> Triages:
    """The run of an output folder."""
    results = read_triage_results(folder)
    scored: tuple[ScoredRow | ScoredPair, ...] = (*results.rows, *results.pairs)
    return Triages({s.case.id: s for s in scored})
