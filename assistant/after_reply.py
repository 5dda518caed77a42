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

# Made by `python -m evals.after_reply` (docs/decisions/0019-after-a-reply.md): logistic regressions
# on all of the evidence, on what needs no anticipated questions, and on what needs no reader
# either, each with the probability below which it is left in doubt.
WEIGHTS = Path(__file__).with_name("after_reply.json")
SHOWN = ("again",)
READ = (*SHOWN, "read")
EVIDENCE = (*READ, "sentence", "lead")


def evidence(
    readings: Readings | None,
    near: tuple[Near, Near] | None,
    extracts: Sequence[Extract],
    shown: Shown,
) -> dict[str, float]:
    """What speaks for and against: the share of the words quoted that a reply showed.

    With a reader, what it says of their passages under what is asked of a topic told before, or the
    whole question (log-odds). Where questions were anticipated of the passages as well, `near`
    those that were understood and those typed, the largest share of the latter that rests on a
    sentence quoted, and how much nearer to the former answered ones are.
    """
    values = {"again": again(extracts, shown)}
    if readings is None:
        return values
    values["read"] = max(readings.of(run.hit).answers for run in extracts)
    if near is None:
        return values
    understood, typed = near
    shares = (max(typed.shares(run.hit, _units(run)), default=0.0) for run in extracts)
    return values | {"sentence": max(shares), "lead": understood.lead}


def again(extracts: Sequence[Extract], shown: Shown) -> float:
    """The share of the words of some extracts, one at least, that are of those which one quote of
    the replies holds whole.
    """
    quotes = [quote for reply in shown for quote in reply]
    words = sum(
        run.words
        for run in extracts
        if any(one.holds(run.document_id, run.start, run.end) for one in quotes)
    )
    return words / sum(run.words for run in extracts)


def is_likely(values: Mapping[str, float]) -> bool:
    """Whether what is quoted is likely enough to say what is asked, by all the evidence on it."""
    fitted = next(one for one in _fitted() if set(one.weights) == set(values))
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
def _fitted() -> tuple[_Fitted, ...]:
    return tuple(_Fitted(**one) for one in json.loads(WEIGHTS.read_text(encoding="utf-8")))
