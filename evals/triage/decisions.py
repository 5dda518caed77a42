"""Where the bounds of the triage lie, and how often a decision is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.triage.choice import Likely
from assistant.triage.confidence import raw_odds
from evals.triage.linear import regression, written

DECISIONS = ("reponse_fiche", "reponse_partielle", "juriste", "hors_perimetre", "doublon")
UNANSWERED = ("juriste", "hors_perimetre")
_STEPS = [round(0.05 + 0.01 * step, 2) for step in range(92)]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled row with what the fiches likely hold of it, and what it counts."""

    label: str
    likely: Likely
    weight: float = 1.0


def fiche_bounds(found: Sequence[Labelled], most_wrong: float) -> tuple[float, float]:
    """The bounds above which a row is answered, or answered in part, that decide most rows right.

    At most so many of the rows that must not be answered are, by what each counts.
    """
    labels = np.array([one.label for one in found])
    weights = np.array([one.weight for one in found])
    answered = np.array([one.likely.answered for one in found])
    held = np.array([one.likely.held for one in found])
    wrong = weights * np.isin(labels, UNANSWERED)
    best, chosen = -1.0, (1.0, 1.0)
    for whole in _STEPS:
        if (wrong * (answered >= whole)).sum() > most_wrong:
            continue
        for partial in _STEPS:
            decided = np.where(
                answered >= whole, DECISIONS[0], np.where(held >= partial, *DECISIONS[1:3])
            )
            right = float((weights * (decided == labels)).sum())
            if right >= best:
                best, chosen = right, (whole, partial)
    return chosen


def fit_confidence(taken: Sequence[tuple[str, float, bool]]) -> dict[str, Any]:
    """For each decision, how its probability tells that it is right: (decision, raw, right)."""
    models: dict[str, Any] = {}
    for decision in DECISIONS:
        own = [(raw_odds(raw), right) for name, raw, right in taken if name == decision]
        models[f"right_{decision}"] = _right(own, taken)
    return models


def _right(own: Sequence[tuple[float, bool]], taken: Sequence[Any]) -> dict[str, Any]:
    """A logistic regression; where too few rows tell, the share of all decisions that is right."""
    labels = [right for _, right in own]
    if min(labels.count(True), labels.count(False)) < 3:
        every = labels or [right for _, _, right in taken]
        share = (sum(every) + 1) / (len(every) + 2)
        return _constant(raw_odds(share))
    model = regression(0.3, balanced=False).fit([[raw] for raw, _ in own], labels)
    return written(model, 0, ["raw"], "right")


def _constant(intercept: float) -> dict[str, Any]:
    return {
        "classes": ["right"],
        "intercepts": [round(intercept, 3)],
        "vector": [],
        "named": {"raw": [0.0]},
    }
