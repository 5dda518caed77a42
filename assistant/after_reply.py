"""Does what is quoted after a reply say what is asked? Who asks on asks for more than the reply
said, of passages that are near to it all the same.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.anticipated import Near
from assistant.extracts import Extract
from assistant.reader.reading import Readings
from assistant.types import Shown
from corpus.text import units

# Made by `python -m evals.after_reply` (docs/decisions/0019-after-a-reply.md): a logistic
# regression, and the probability below which it is left in doubt.
WEIGHTS = Path(__file__).with_name("after_reply.json")
EVIDENCE = ("again", "read", "sentence", "lead", "later")


def evidence(
    readings: Readings,
    near: Near,
    extracts: Sequence[Extract],
    before: Sequence[Extract],
    shown: Shown,
) -> dict[str, float]:
    """What speaks for and against: the share of the words quoted that a reply showed, what the
    reader says of their passages under what is asked of a topic told before, or the whole question
    (log-odds), the largest share of the near questions that rests on a sentence quoted, how much
    nearer answered questions are, and whether something is quoted for questions `before` this one
    in its message.
    """
    return {
        "again": again(extracts, shown),
        "read": max(readings.of(run.hit).answers for run in extracts),
        "sentence": max(max(near.shares(run.hit, _units(run)), default=0.0) for run in extracts),
        "lead": near.lead,
        "later": float(bool(before)),
    }


def again(extracts: Sequence[Extract], shown: Shown) -> float:
    """The share of the words of some extracts, one at least, that replies showed already."""
    quotes = [quote for reply in shown for quote in reply]
    words = sum(
        run.words
        for run in extracts
        if any(one.holds(run.document_id, run.start, run.end) for one in quotes)
    )
    return words / sum(run.words for run in extracts)


def is_likely(values: Mapping[str, float]) -> bool:
    """Whether what is quoted is likely enough to say what is asked."""
    fitted = _fitted()
    odds = fitted.intercept + sum(w * values[name] for name, w in fitted.weights.items())
    return 1 / (1 + math.exp(-odds)) >= fitted.doubtful_below


def _units(run: Extract) -> Iterator[tuple[int, int]]:
    """The sentences and list items that are quoted."""
    return units(run.hit.document.text, run.start, run.end)


@dataclass(frozen=True, slots=True)
class _Fitted:
    intercept: float
    weights: Mapping[str, float]
    doubtful_below: float


@lru_cache(maxsize=1)
def _fitted() -> _Fitted:
    return _Fitted(**json.loads(WEIGHTS.read_text(encoding="utf-8")))
