"""How likely it is that a decision of the triage is right."""

import math

from assistant.triage.linear import fitted
from assistant.triage.types import Decision


def confidence(decision: Decision, raw: float) -> float:
    """The probability that a decision is right, from the probability that it is taken on.

    It is fitted by decision on labelled rows (Platt, 1999, Probabilistic outputs for support
    vector machines).
    """
    model = fitted().models[f"right_{decision}"]
    return round(model.probability(None, {"raw": log_odds(raw)}), 3)


def log_odds(probability: float) -> float:
    """The log-odds of a probability, within bounds."""
    kept = min(max(probability, 0.001), 0.999)
    return math.log(kept / (1 - kept))
