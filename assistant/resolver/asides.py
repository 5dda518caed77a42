"""Which sentences of a message may be left out: nothing of what it asks is lost without them."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.asking.kinds import kind_of
from assistant.asking.phrases import flat
from assistant.asking.reference import has_pronoun, telling
from assistant.asking.remarks import requests
from assistant.resolver.resolving import Resolver
from corpus.lexical import stems
from corpus.text import units

# Made by `python -m evals.resolver asides` (docs/decisions/0018-what-a-message-needs.md): a
# logistic regression, with the probability from which a sentence is left out.
WEIGHTS = Path(__file__).with_name("asides.json")
EVIDENCE = (
    *("alone", "follows", "reply"),
    *("others_alone", "others_follow", "others_reply", "needed"),
    *("asks", "last", "asked_before", "words", "new", "requests", "speaker"),
)
# Of more sentences none is left out: such a message is a mail.
_MOST = 8
_SPEAKER = re.compile(r"\b(?:je|j')\b")
# « non, je parlais du vélo », « moi je voulais dire les petites communes », « ma question était ».
_CORRECTS = re.compile(
    r"\b(?:je|on|nous)(?: (?:ne|vous|te))? (?:parl(?:e|ais|ait|ons|ions)|disais|demandais"
    r"|voul(?:ais|ait) (?:dire|parler)|pens(?:e|ais) (?:plutot )?aux?\b)"
    r"|\bma (?:question|demande) (?:est|etait|porte|portait|concerne|concernait)\b"
)


def without_asides(text: str, earlier: Sequence[str], resolver: Resolver, reply: str = "") -> str:
    """A message that follows others, and the last reply to them, without its asides: what it says
    of the reply, what is done with, why it asks. One that is nothing else stays.
    """
    sentences = [text[start:end] for start, end in units(text)]
    if not 1 < len(sentences) <= _MOST:
        return text
    kept = [
        sentence
        for number, sentence in enumerate(sentences)
        if kind_of(sentence) != "other"
        or _is_needed(sentences, number, reply)
        or not is_aside(evidence(sentences, number, earlier, resolver))
    ]
    return " ".join(kept) if 0 < len(kept) < len(sentences) else text


def _is_needed(sentences: Sequence[str], number: int, reply: str) -> bool:
    """Whether a sentence alone says what was meant (« Non, je parlais du vélo. »), or names what
    only the reply did and another has a pronoun for (« D'accord pour l'immobilier. Comment s'en
    servir ? »).
    """
    others = [*sentences[:number], *sentences[number + 1 :]]
    new = telling(sentences[number]) - telling(" ".join(others))
    corrects = _CORRECTS.search(flat(sentences[number]))
    points = any(map(has_pronoun, others)) and new.intersection(stems(reply))
    return bool(new and (corrects or points))


def evidence(
    sentences: Sequence[str], number: int, earlier: Sequence[str], resolver: Resolver
) -> dict[str, float]:
    """What speaks for and against leaving out one sentence of a message after the earlier ones.

    How it stands to these (log-odds of each kind), how the other sentences stand to it alone, and
    the word of it that they need most; whether it has a question mark, is the last, or one before
    it has a mark; its words (logarithm), how many of those that tell what it is about the others
    have not, whether it requests something, and whether its writer speaks of themselves.
    """
    sentence, before = sentences[number], sentences[:number]
    others = " ".join((*before, *sentences[number + 1 :]))
    own, beside = resolver.odds(sentence, earlier), resolver.odds(others, [sentence])
    values = (
        *own.kinds,
        *beside.kinds,
        beside.needed,
        "?" in sentence,
        number == len(sentences) - 1,
        any("?" in one for one in before),
        math.log(len(sentence.split())),
        len(telling(sentence) - telling(others)),
        requests(sentence),
        _SPEAKER.search(flat(sentence)) is not None,
    )
    return dict(zip(EVIDENCE, map(float, values), strict=True))


def is_aside(values: Mapping[str, float]) -> bool:
    """Whether a sentence is likely enough an aside, by all the evidence on it."""
    fitted = _fitted()
    odds = fitted.intercept + sum(weight * values[name] for name, weight in fitted.weights.items())
    return 1 / (1 + math.exp(-odds)) >= fitted.aside_from


@dataclass(frozen=True, slots=True)
class _Fitted:
    intercept: float
    weights: Mapping[str, float]
    aside_from: float


@lru_cache(maxsize=1)
def _fitted() -> _Fitted:
    return _Fitted(**json.loads(WEIGHTS.read_text(encoding="utf-8")))
