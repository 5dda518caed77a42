"""What does a wrong decision of the triage cost? A table with its reasons, in costs.toml.

Decisions are weighed by what they cost, not counted: Elkan, C. (2001), The foundations of
cost-sensitive learning. A right decision costs nothing, a wrong one something, and most of all an
answer where none should be.
"""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.triage.types import Triaged
from evals.triage_cases import RowCase

NEVER = "never"
OTHER_DUPLICATE = "doublon_autre"
_FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a decision on rows of a label costs, in readings of a draft, and why, in French."""

    label: str
    decision: str
    cost: float
    reason: str


@dataclass(frozen=True, slots=True)
class Paid:
    """A cost, and on how many rows it was paid."""

    cost: Cost
    rows: int


@lru_cache(maxsize=1)
def costs() -> dict[tuple[str, str], Cost]:
    """The costs by label and decision; what is not among them costs nothing."""
    written = tomllib.loads(_FILE.read_text("utf-8"))["cost"]
    return {(row["label"], row["decision"]): Cost(**row) for row in written}


def cost_of(case: RowCase, triaged: Triaged) -> float:
    """What the decision on a row costs."""
    found = costs().get(_cell(case, triaged))
    return found.cost if found else 0.0


def paid(rows: Sequence[tuple[RowCase, Triaged]]) -> list[Paid]:
    """The costs that were paid on some rows, the most in all first."""
    counted = Counter(_cell(case, triaged) for case, triaged in rows)
    found = [Paid(cost, counted[cell]) for cell, cost in costs().items() if counted[cell]]
    return sorted(found, key=lambda one: -one.cost.cost * one.rows)


def repeats_rightly(case: RowCase, triaged: Triaged) -> bool:
    """Whether a row is taken for the repetition of the question that it repeats, named first."""
    named = triaged.duplicates[0].id if triaged.duplicates else ""
    return triaged.decision == "doublon" and bool(named) and named == case.duplicate_of


def _cell(case: RowCase, triaged: Triaged) -> tuple[str, str]:
    label = NEVER if case.never else case.decision
    if label == triaged.decision == "doublon" and not repeats_rightly(case, triaged):
        return label, OTHER_DUPLICATE
    return label, triaged.decision
