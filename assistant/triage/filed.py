"""How far the fiches answer a message as a whole, learnt from messages that were filed before."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.finding import Looked
from assistant.gate import LOOKED_AT
from assistant.models import Models
from assistant.triage.choice import Likely
from assistant.triage.confidence import log_odds
from assistant.triage.linear import fitted
from corpus.index import Index
from corpus.kernel import learnt_weights, nearest

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

# Made by `python -m evals.triage` (docs/decisions/0014-triage.md).
FILE = Path(__file__).with_name("filed.npz")
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
# How many messages near a new one tell of it, how far each does, as a difference of cosines, and
# how little one alone is believed.
_NEAREST = 256
_REACH = 0.2
_RIDGE = 0.3
# What a message asks may be joined in many ways: its clauses, of at least so many words, are looked
# at one by one, as far as there are no more than so many.
_CLAUSE_END = re.compile(
    r"(?<=[.?!;])\s+|\s*\+\s*|\n+"
    r"|,?\s+(?:et(?! solidaires?\b)|ainsi que|puis|assorti\w*|accompagné\w*)\s+",
    re.I,
)
_FEWEST = 3
_CLAUSES = 10


@dataclass(frozen=True, slots=True)
class Filed:
    """Messages, and how far the fiches answer each of them.

    `vectors`, shape (messages, dimensions); `answered`, shape (messages, 2): 1, in part 0.5, not 0,
    and 1 where they hold any of it; `sections` those that answer each, or the nearest.
    """

    vectors: "Array"
    answered: "Array"
    sections: Sequence[frozenset[str]]

    def of(
        self, vector: "Array", held: Collection[str], without: int | None = None
    ) -> tuple[float, float]:
        """How far the sections `held` answer a message, and how likely they hold any of it, as its
        like say; `without` the one at that place.
        """
        import numpy as np

        similarity = self.vectors @ vector
        if without is not None:
            similarity[without] = -1.0
        near = nearest(similarity, _NEAREST)
        stands = np.array([_share(self.sections[place], held) for place in near.tolist()])
        answered = self.answered[near] * stands[:, None]
        mean = self.answered.mean(axis=0)
        weights = learnt_weights(similarity[near], self.vectors[near], _REACH, _RIDGE)
        whole, some = (mean + weights @ (answered - mean)).tolist()
        return whole, some


@lru_cache(maxsize=1)
def filed() -> Filed:
    """The messages that ship."""
    import numpy as np

    kept = np.load(FILE)
    return Filed(
        vectors=kept["vectors"].astype(np.float32) * kept["scale"],
        answered=kept["answered"].astype(np.float32),
        sections=[frozenset(names.split()) for names in kept["sections"].tolist()],
    )


def _share(sections: frozenset[str], held: Collection[str]) -> float:
    """How many of some sections are held, 1 for all."""
    return sum(one in held for one in sections) / max(len(sections), 1)


def clauses_of(text: str) -> list[str]:
    """What a message may ask one by one, its first ten; all of it where nothing parts it."""
    found = dict.fromkeys(clause.strip() for clause in _CLAUSE_END.split(text))
    return [clause for clause in found if len(clause.split()) >= _FEWEST][:_CLAUSES] or [text]


def row_evidence(
    index: Index,
    models: Models,
    asked: Sequence[str],
    looked: Sequence[Looked],
    without: int | None = None,
) -> dict[str, float] | None:
    """What tells how far the fiches answer a row: what its like say, the message at the place
    `without` left out, what the gate says of its parts, and the anticipated questions of its
    clauses.

    None where a part has passages of which nothing was anticipated.
    """
    near = [one.near for one in looked if one.near and one.near.knows(one.hits[:LOOKED_AT])]
    if models.questions is None or not near or len(near) < len(looked):
        return None
    text = " ".join(asked)
    vector, *of_clauses = models.encoder.queries([text, *clauses_of(text)])
    whole, some = filed().of(vector, models.questions.sections(index), without)
    likely = [one for clause in of_clauses if (one := models.questions.near(index, clause))]
    answered, held = zip(*((one.answered, one.held) for one in likely), strict=True)
    return {
        "whole": whole,
        "some": some,
        "part_answered_least": log_odds(min(one.decision.probability for one in looked)),
        "part_held_most": log_odds(max(one.decision.held for one in looked)),
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
    """How likely the fiches answer a row, and hold any of it; learnt from messages that were filed
    where these speak of its passages, else what the gate says of its parts.
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
