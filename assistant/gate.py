"""Do the passages found answer the question? The first gate: it refuses what is off topic."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Question
from corpus.index import Index
from corpus.lexical import stems
from corpus.types import Hit

# Logistic regression on the `tune` questions of evals/cases/first_answers.jsonl, those that no
# page treats and off-topic ones (docs/decisions/0006-first-gate.md). English questions share few
# words with French passages, and their cosines are lower.
_INTERCEPT = -58.23
_SIMILARITY = 67.1
_COVERAGE = 2.37
_ENGLISH = 3.38
# Below this probability the question is refused: on `tune` nothing answerable falls below it.
_REFUSED_BELOW = 0.33
# The best passages that are looked at for the question's words.
_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to answer, and the probability that the fiches treat what is asked."""

    answers: bool
    probability: float


def decide(index: Index, question: Question, hits: Sequence[Hit]) -> Decision:
    """Decide from the nearest passage's cosine and from the question's words that passages hold."""
    similarity = max(hit.similarity or 0.0 for hit in hits)
    log_odds = (
        _INTERCEPT
        + _SIMILARITY * similarity
        + _COVERAGE * _coverage(index, question, hits[:_LOOKED_AT])
        + _ENGLISH * (question.language == "en")
    )
    probability = 1 / (1 + math.exp(-log_odds))
    return Decision(probability >= _REFUSED_BELOW, probability)


def _coverage(index: Index, question: Question, hits: Sequence[Hit]) -> float:
    """The largest share of the question's stems, weighed by rarity, that one passage holds."""
    weights = {stem: index.rarity(stem) for stem in stems(question.understood_as)}
    total = sum(weights.values())
    if not total:
        return 0.0
    held = (set(stems(f"{hit.document.title} {hit.heading} {hit.text}")) for hit in hits)
    return max(sum(weights[stem] for stem in weights if stem in words) / total for words in held)
