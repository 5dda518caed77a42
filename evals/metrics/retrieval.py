"""How high the section that answers stands among those found."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Hit
from evals.cases import Case
from evals.metrics.intervals import mean_figure
from evals.metrics.values import Figure

# The names of the figures, each with what ir_measures calls the measure.
RETRIEVAL = {
    "recall_at_1": "R@1",
    "recall_at_5": "R@5",
    "recall_at_10": "R@10",
    "ndcg_at_10": "nDCG@10",
    "mrr": "RR",
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question, the sections that answer it, and the distinct sections found, best first."""

    id: str
    relevant: tuple[str, ...]
    found: tuple[str, ...]


def ranked(case: Case, hits: Sequence[Hit]) -> Ranked:
    """The sections found for a case whose section is known; each counts at its best hit."""
    found = dict.fromkeys(hit.section.section_id for hit in hits)
    return Ranked(case.id, (case.section_id,), tuple(found))


def retrieval_scores(runs: Sequence[Ranked]) -> dict[str, list[float]]:
    """Each measure of each question, by the figure's name, in the order of the questions.

    nDCG: Järvelin and Kekäläinen (2002), Cumulated gain-based evaluation of IR techniques.
    Computed by ir_measures (MacAvaney, Macdonald and Ounis 2022); a question for which nothing
    was found counts 0.
    """
    import ir_measures

    measures = {name: ir_measures.parse_measure(said) for name, said in RETRIEVAL.items()}
    judged = {run.id: dict.fromkeys(run.relevant, 1) for run in runs}
    found = {run.id: {s: -float(rank) for rank, s in enumerate(run.found)} for run in runs}
    values = {
        (metric.query_id, str(metric.measure)): float(metric.value)
        for metric in ir_measures.iter_calc(list(measures.values()), judged, found)
    }
    return {
        name: [values.get((run.id, str(measure)), 0.0) for run in runs]
        for name, measure in measures.items()
    }


def retrieval_figures(runs: Sequence[Ranked]) -> dict[str, Figure]:
    """Recall at 1, 5 and 10, nDCG at 10 and the mean reciprocal rank, with their intervals."""
    return {name: mean_figure(values) for name, values in retrieval_scores(runs).items()}
