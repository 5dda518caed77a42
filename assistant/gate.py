"""Do the passages found answer the question? A small calibrated model over readable evidence."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol

from assistant.anticipated import Near
from assistant.expected import lacking
from assistant.laws import is_named
from assistant.reader.reading import Readings
from assistant.traps import asks_nothing_of_fiches
from assistant.types import AnswerKind, Language, Part, Question
from corpus.lexical import stems
from corpus.text import fold
from corpus.types import Hit

# Made by `python -m evals.gate` (docs/decisions/0006-gate.md): logistic regressions, with the
# probabilities, by language, below which no question of the fit was answered by the fiches, below
# which they refuse, and below which they leave doubt. Where questions were anticipated one model
# says whether to refuse, for nothing of what is asked is held, and another whether to doubt.
WEIGHTS = Path(__file__).with_name("gate.json")
# The best passages that are looked at for words, names and expressions.
LOOKED_AT = 3
# How likely the fiches hold any of what asks for a word that no passage found holds, where few of
# the anticipated questions near it are about a fiche. On `tune` this is so of 51 that are off topic
# and of none that the fiches answer: (0 + 1) / (51 + 2).
_OFF_TOPIC = 0.02
# What is off topic with this probability, and of whose near questions less than this share is about
# a fiche, is refused too. Of 435 questions of `tune` and kept aside of which the fiches hold some,
# those below the second are off topic by .02 at most; of 320 off-topic ones written for this nine
# were shown, by .55 at least.
_LIKELY_OFF_TOPIC = 0.2
_SURELY_ABOUT = 0.98

# A share of the anticipated questions below this, or as near to all of them, says no more.
_LEAST_TOLD = 0.02

# Kinds of answer that are asked for without success more often, or less often, than others.
_ASKED: Mapping[str, tuple[AnswerKind, ...]] = {
    "figure": ("amount", "count", "share", "date", "duration"),
    "definition": ("definition",),
    "examples": ("examples", "resources"),
    "yes_no": ("yes_no",),
}

Verdict = Literal["answers", "doubtful", "refused"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the passages answer, and the probability that the fiches say what is asked; `held`,
    by the gate, that they say all or some of it.

    In doubt the passages are shown, and it is said that they may not hold the answer.
    """

    verdict: Verdict
    probability: float
    held: float


class Rarities(Protocol):
    """What knows how rare a stem is among the passages: an index, or a part of one."""

    def rarity(self, stem: str) -> float:
        """The inverse document frequency."""
        ...


@dataclass(frozen=True, slots=True)
class _Model:
    intercept: float
    weights: Mapping[str, float]
    hopeless_below: Mapping[Language, float] = field(default_factory=dict)
    refused_below: Mapping[Language, float] = field(default_factory=dict)
    doubtful_below: Mapping[Language, float] = field(default_factory=dict)


def decide(
    index: Rarities,
    question: Question,
    part: Part,
    hits: Sequence[Hit],
    readings: Readings | None,
    near: Near | None = None,
    off_topic: float = 0.0,
) -> Decision:
    """Decide on one part of a question from the evidence that its best passages give.

    `near`, the anticipated questions near the part, decide where they were written for these
    passages, and no name is asked for that these lack: a question about one town is near to the
    same about another. Elsewhere the reader is asked, where the rest leaves doubt. What orders the
    assistant to drop its instructions, or to invent, is refused, and what is `off_topic`, by its
    meaning and the field's words, where not nearly all that is near it is about a fiche; and what
    has no word of the passages, unless what is near it is about the fiches.
    """
    values = evidence(index, question, part, hits) if hits else {}
    known = near if near and near.knows(hits[:LOOKED_AT]) else None
    is_told = bool(values.get("coverage") or (values and known and known.is_about_fiches))
    if not is_told or asks_nothing_of_fiches(question.text):
        return Decision("refused", 0.0, 0.0)
    if known and values["coverage"] < 1 and _is_elsewhere(known, off_topic):
        return Decision("refused", _OFF_TOPIC, _OFF_TOPIC)
    if known and not values["lacks_name"]:
        return _decision("with_questions", question, values | asked_evidence(known), "held")
    if readings is None or _is_hopeless(question, values):
        return _decision("without_reader", question, values)
    return _decision("with_reader", question, values | read_evidence(readings, hits))


def probability_of(values: Mapping[str, float], model: str) -> float:
    """The probability that the passages answer, or hold some of it, by a model of `gate.json`."""
    fitted = _models()[model]
    odds = fitted.intercept + sum(w * values[name] for name, w in fitted.weights.items())
    return 1 / (1 + math.exp(-odds))


def _is_elsewhere(near: Near, off_topic: float) -> bool:
    """Whether what is asked is about nothing of the field."""
    strange = off_topic >= _LIKELY_OFF_TOPIC and near.about < _SURELY_ABOUT
    return strange or not near.is_about_fiches


def _is_hopeless(question: Question, values: Mapping[str, float]) -> bool:
    """Whether the evidence in code alone is less than any question had that the fiches answer."""
    bound = _models()["without_reader"].hopeless_below[question.language]
    return probability_of(values, "without_reader") < bound


def _decision(
    name: str, question: Question, values: Mapping[str, float], refusing: str = ""
) -> Decision:
    """What a model makes of the evidence; another may say whether to refuse."""
    refusing = refusing or name
    probability = probability_of(values, name)
    # Who holds all holds some, whatever two regressions make of it.
    held = max(probability, probability_of(values, refusing))
    verdict: Verdict = "answers"
    if held < _models()[refusing].refused_below[question.language]:
        verdict = "refused"
    elif probability < _models()[name].doubtful_below[question.language]:
        verdict = "doubtful"
    return Decision(verdict, probability, held)


def evidence(
    index: Rarities, question: Question, part: Part, hits: Sequence[Hit]
) -> dict[str, float]:
    """What speaks for and against, and what is asked for, each value between 0 and 1."""
    best = hits[:LOOKED_AT]
    texts = [fold(f"{hit.document.title} {hit.heading} {hit.text}") for hit in best]
    return {
        "similarity": max(hit.similarity or 0.0 for hit in hits),
        "coverage": _coverage(index, part, best),
        "english": float(question.language == "en"),
        "lacks_kind": float(lacking(part.kind, texts)),
        "lacks_name": _lacking(question, part, texts),
        **{f"asks_{name}": float(part.kind in kinds) for name, kinds in _ASKED.items()},
    }


def read_evidence(readings: Readings, hits: Sequence[Hit]) -> dict[str, float]:
    """What the reader says of the best passages, in log-odds: the best of them, and the first."""
    read = [readings.of(hit).answers for hit in hits[:LOOKED_AT]]
    return {"read_best": max(read), "read_first": read[0]}


def asked_evidence(near: Near) -> dict[str, float]:
    """What the anticipated questions near the one asked say, two of it in log-odds."""
    return {
        "answered": log_odds(near.answered, _LEAST_TOLD),
        "held": log_odds(near.held, _LEAST_TOLD),
        "lead": near.lead,
        "about": near.about,
    }


def log_odds(probability: float, least: float) -> float:
    """The log-odds of a probability that counts as `least` at least, and as much less than 1."""
    kept = min(max(probability, least), 1 - least)
    return math.log(kept / (1 - kept))


def _coverage(index: Rarities, part: Part, hits: Sequence[Hit]) -> float:
    """The largest share of the question's stems, weighed by rarity, that one passage holds."""
    weights = {stem: index.rarity(stem) for stem in stems(part.words)}
    total = sum(weights.values())
    if not total:
        return 0.0
    held = (set(stems(f"{hit.document.title} {hit.heading} {hit.text}")) for hit in hits)
    return max(sum(weights[stem] for stem in weights if stem in words) / total for words in held)


def _lacking(question: Question, part: Part, texts: Sequence[str]) -> float:
    """The share of the places, years and laws named in the part that no passage names."""
    named = (*question.places, *question.years, *question.laws)
    asked = [name for name in named if name in part.text]
    text = "\n".join(texts)
    return sum(not is_named(name, text) for name in asked) / len(asked) if asked else 0.0


@lru_cache(maxsize=1)
def _models() -> dict[str, _Model]:
    fitted = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: _Model(**model) for name, model in fitted.items()}
