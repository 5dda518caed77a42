"""What does a run of the triage come down to? Plain JSON values."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evals.metrics.costs import paid
from evals.metrics.triage import ScoredRow, confusion, triage_figures
from evals.triaged.results import KIND, Results


def triage_summary(results: Results) -> dict[str, Any]:
    """The figures with their intervals, who was taken for what, and what that costs."""
    figures = triage_figures(results.rows, results.pairs)
    return {
        "kind": KIND,
        "figures": {name: asdict(figure) for name, figure in figures.items()},
        "confusion": confusion(results.rows),
        "costs": _costs(results.rows),
    }


def _costs(rows: Sequence[ScoredRow]) -> list[dict[str, Any]]:
    """Each sort of wrong decision with its rows, its cost and its part of the mean cost."""
    return [
        asdict(one.cost)
        | {"rows": one.rows, "mean": round(one.cost.cost * one.rows / len(rows), 4)}
        for one in paid([(row.case, row.triaged) for row in rows])
    ]
