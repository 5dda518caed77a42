"""Do the passages found answer the question? A small calibrated model over readable evidence."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.expected import lacking
from assistant.types import Language, Part, Question
from corpus.index import Index
from corpus.lexical import stems
from corpus.text import fold
from corpus.types import Hit

# Made by `python -m evals.gate` (docs/decisions/0006-gate.md): a logistic regression, with the
# probability below which it refuses, by language.
WEIGHTS = Path(__file__).with_name("gate.json")
# The best passages that are looked at for words, names and expressions.
_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to answer, and the probability that the fiches say what is asked."""

    answers: bool
    probability: float


@dataclass(frozen=True, slots=True)
class _Model:
    intercept: float
    weights: Mapping[str, float]
    refused_below: Mapping[Language, float]


def decide(index: Index, question: Question, part: Part, hits: Sequence[Hit]) -> Decision:
    """Decide on one part of a question from the evidence that its best passages give."""
    model = _model()
    values = evidence(index, question, part, hits)
    log_odds = model.intercept + sum(w * values[name] for name, w in model.weights.items())
    probability = 1 / (1 + math.exp(-log_odds))
    return Decision(probability >= model.refused_below[question.language], probability)


def evidence(index: Index, question: Question, part: Part, hits: Sequence[Hit]) -> dict[str, float]:
    """What speaks for and against, each value between 0 and 1."""
    best = hits[:_LOOKED_AT]
    texts = [fold(f"{hit.document.title} {hit.heading} {hit.text}") for hit in best]
    return {
        "similarity": max(hit.similarity or 0.0 for hit in hits),
        "coverage": _coverage(index, part, best),
        "english": float(question.language == "en"),
        "lacks_kind": float(lacking(part.kind, texts)),
        "lacks_name": _lacking(question, part, texts),
    }


def _coverage(index: Index, part: Part, hits: Sequence[Hit]) -> float:
    """The largest share of the question's stems, weighed by rarity, that one passage holds."""
    weights = {stem: index.rarity(stem) for stem in stems(part.text)}
    total = sum(weights.values())
    if not total:
        return 0.0
    held = (set(stems(f"{hit.document.title} {hit.heading} {hit.text}")) for hit in hits)
    return max(sum(weights[stem] for stem in weights if stem in words) / total for words in held)


def _lacking(question: Question, part: Part, texts: Sequence[str]) -> float:
    """The share of the places, years and laws named in the part that no passage names."""
    named = (*question.places, *question.years, *question.laws)
    names = [fold(name) for name in named if name in part.text]
    if not names:
        return 0.0
    text = "\n".join(texts)
    return sum(not re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text) for n in names) / len(names)


@lru_cache(maxsize=1)
def _model() -> _Model:
    return _Model(**json.loads(WEIGHTS.read_text(encoding="utf-8")))
