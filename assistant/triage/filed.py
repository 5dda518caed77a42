"""How far the fiches answer a message as a whole, from all that is known of it."""

import re
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
    "clause_answered_least",
    "clause_answered_most",
    "clause_held_least",
    "clause_held_most",
)
# What a message asks may be joined in many ways: its clauses, of at least so many words, are looked
# at one by one, as far as there are no more than so many.
_CLAUSE_END = re.compile(
    r"(?<=[.?!;])\s+|\s*\+\s*|\n+"
    r"|,?\s+(?:et(?! solidaires?\b)|ainsi que|puis|assorti\w*|accompagné\w*)\s+",
    re.I,
)
_FEWEST = 3
_CLAUSES = 10


def clauses_of(text: str) -> list[str]:
    """What a message may ask one by one, its first ten; all of it where nothing parts it."""
    found = dict.fromkeys(clause.strip() for clause in _CLAUSE_END.split(text))
    return [clause for clause in found if len(clause.split()) >= _FEWEST][:_CLAUSES] or [text]


def row_evidence(
    index: Index, models: Models, asked: Sequence[str], looked: Sequence[Looked]
) -> dict[str, float] | None:
    """What tells how far the fiches answer a row: what anticipated questions and messages say of
    all of it and of its clauses, and the gate of its parts.

    None where a part has passages of which nothing was anticipated.
    """
    near = [one.near for one in looked if one.near and one.near.knows(one.hits[:LOOKED_AT])]
    if models.questions is None or not near or len(near) < len(looked):
        return None
    text = " ".join(asked)
    found = models.encoder.queries([text, *clauses_of(text)])
    whole, *of_clauses = (one for each in found if (one := models.questions.near(index, each)))
    answered, held = zip(*((one.answered, one.held) for one in of_clauses), strict=True)
    return {
        "whole": whole.answered,
        "some": whole.held,
        "part_answered_least": raw_odds(min(one.decision.probability for one in looked)),
        "part_held_most": raw_odds(max(one.decision.held for one in looked)),
        "lead_least": min(one.lead for one in near),
        "lead_most": max(one.lead for one in near),
        "clause_answered_least": min(answered),
        "clause_answered_most": max(answered),
        "clause_held_least": min(held),
        "clause_held_most": max(held),
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
