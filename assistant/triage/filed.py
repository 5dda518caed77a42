"""How far the fiches answer a message as a whole, from all that is known of it."""

from collections.abc import Sequence

from assistant.finding import Looked
from assistant.gate import LOOKED_AT
from assistant.models import Models
from assistant.triage.choice import Likely
from assistant.triage.confidence import raw_odds
from assistant.triage.linear import fitted
from corpus.index import Index

ANSWERED, HELD = "row_answered", "row_held"
EVIDENCE = (
    "whole",
    "some",
    "part_answered_least",
    "part_held_most",
    "lead_least",
    "lead_most",
)


def row_evidence(
    index: Index, models: Models, asked: Sequence[str], looked: Sequence[Looked]
) -> dict[str, float] | None:
    """What tells how far the fiches answer a row: what anticipated questions and messages say of
    all of it, and they and the gate of its parts.

    None where a part has passages of which nothing was anticipated.
    """
    near = [one.near for one in looked if one.near and one.near.knows(one.hits[:LOOKED_AT])]
    whole = models.near(index, " ".join(asked))
    if whole is None or not near or len(near) < len(looked):
        return None
    return {
        "whole": whole.answered,
        "some": whole.held,
        "part_answered_least": raw_odds(min(one.decision.probability for one in looked)),
        "part_held_most": raw_odds(max(one.decision.held for one in looked)),
        "lead_least": min(one.lead for one in near),
        "lead_most": max(one.lead for one in near),
    }


def row_likely(
    index: Index, models: Models, asked: Sequence[str], looked: Sequence[Looked]
) -> Likely:
    """How likely the fiches answer a row, and hold any of it: by all of its evidence where
    questions were anticipated of its passages, else what the gate says of its parts.
    """
    evidence = row_evidence(index, models, asked, looked)
    if evidence is None:
        return gate_likely(looked)
    answered, held = (
        fitted().models[name].probability(None, evidence) for name in (ANSWERED, HELD)
    )
    return Likely(answered, held, learnt=True)


def gate_likely(looked: Sequence[Looked]) -> Likely:
    """What the gate says of a row by its parts."""
    answered = min(one.decision.probability for one in looked)
    return Likely(answered, max(one.decision.held for one in looked), learnt=False)
