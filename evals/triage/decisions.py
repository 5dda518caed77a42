"""Where the bounds of the triage lie, and how often a decision is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.triage.choice import Likely, from_fiches
from assistant.triage.confidence import log_odds
from evals.triage.linear import regression, written

DECISIONS = ("reponse_fiche", "reponse_partielle", "juriste", "hors_perimetre", "doublon")
UNANSWERED = ("juriste", "hors_perimetre")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled row with what the fiches likely hold of each part of it."""

    label: str
    parts: tuple[Likely, ...]


def fiche_bounds(found: Sequence[Labelled], most_wrong: int) -> dict[str, float]:
    """The bounds above which a part is answered, or answered in doubt, that decide most rows right.

    At most so many of the rows that must not be answered are.
    """
    steps = [round(0.05 + 0.01 * step, 2) for step in range(92)]
    unanswered = [one.parts for one in found if one.label in UNANSWERED]
    best, chosen = -1, {"answers": 1.0, "partial": 1.0}
    for answers in steps:
        wrong = sum(min(p.answered for p in parts) >= answers for parts in unanswered)
        if wrong > most_wrong:
            continue
        for partial in steps:
            bounds = {"answers": answers, "partial": partial}
            right = sum(from_fiches(one.parts, bounds)[0] == one.label for one in found)
            if right >= best:
                best, chosen = right, bounds
    return chosen


def fit_confidence(taken: Sequence[tuple[str, float, bool]]) -> dict[str, Any]:
    """For each decision, how its probability tells that it is right: (decision, raw, right)."""
    models: dict[str, Any] = {}
    for decision in DECISIONS:
        own = [(log_odds(raw), right) for name, raw, right in taken if name == decision]
        models[f"right_{decision}"] = _right(own, taken)
    return models


def _right(own: Sequence[tuple[float, bool]], taken: Sequence[Any]) -> dict[str, Any]:
    """A logistic regression; where too few rows tell, the share of all decisions that is right."""
    labels = [right for _, right in own]
    if min(labels.count(True), labels.count(False)) < 3:
        every = labels or [right for _, _, right in taken]
        share = (sum(every) + 1) / (len(every) + 2)
        return _constant(log_odds(share))
    model = regression(0.3, balanced=False).fit([[raw] for raw, _ in own], labels)
    return written(model, 0, ["raw"], "right")


def _constant(intercept: float) -> dict[str, Any]:
    return {
        "classes": ["right"],
        "intercepts": [round(intercept, 3)],
        "vector": [],
        "named": {"raw": [0.0]},
    }
