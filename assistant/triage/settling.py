"""Which answer would settle a message, learnt from messages and the answers that settled them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.triage.linear import unit
from corpus.kernel import learnt_weights, nearest

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

# Made by `python -m evals.triage` (docs/decisions/0014-triage.md).
FILE = Path(__file__).with_name("settled.npz")
# Chosen on the rows of `tune`: how many messages near a new one tell of it, how far each does, as a
# difference of cosines, and how little one alone is believed.
_NEAREST = 256
_REACH = 0.5
_RIDGE = 0.03


@dataclass(frozen=True, slots=True)
class Settled:
    """Messages with the answers that settled them, as vectors.

    `messages`, shape (messages, dimensions), `of` the place of each one's answer, and `answers`
    with their questions, less their `mean`, of length 1, shape (answers, dimensions).
    """

    messages: "Array"
    of: "np.ndarray[Any, np.dtype[np.int64]]"
    answers: "Array"
    mean: "Array"


def settling_text(question: str, answer: str) -> str:
    """An answer as its vector is made: with the question that it was given to."""
    return f"{question}\n{answer}"


@lru_cache(maxsize=1)
def settled() -> Settled:
    """The messages that ship."""
    import numpy as np

    kept = np.load(FILE)
    answers = kept["answers"].astype(np.float32) * kept["scale"]
    mean: Array = answers.mean(axis=0)
    return Settled(
        messages=kept["messages"].astype(np.float32) * kept["scale"],
        of=kept["of"].astype(np.int64),
        answers=unit(answers - mean),
        mean=mean,
    )


def leading_to(vector: "Array") -> "Array":
    """What the answer that settles a message is like, beside the mean of all answers: of length 1,
    shape (dimensions,).
    """
    known = settled()
    similarity = known.messages @ vector
    near = nearest(similarity, _NEAREST)
    weights = learnt_weights(similarity[near], known.messages[near], _REACH, _RIDGE)
    learnt: Array = weights.astype("float32") @ known.answers[known.of[near]]
    return unit(learnt)
