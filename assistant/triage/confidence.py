"""How likely it is that a decision of the triage is right."""

from assistant.gate import log_odds
from assistant.triage.linear import fitted
from assistant.triage.types import Decision

# A decision rests on this probability at least, and on as much less than 1 at most.
_LEAST = 0.001


def confidence(decision: Decision, raw: float) -> float:
    """The probability that a decision is right, from the probability that it is taken on.

    It is fitted by decision on labelled rows (Platt, 1999, Probabilistic outputs for support
    vector machines).
    """
    model = fitted().models[f"right_{decision}"]
    return round(model.probability(None, {"raw": raw_odds(raw)}), 3)


def raw_odds(raw: float) -> float:
    """The log-odds of what a decision rests on."""
    return log_odds(raw, _LEAST)
