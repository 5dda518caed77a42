"""Which answer would settle a message, learnt from messages and the answers that settled them."""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.triage.kernel import learnt_weights, nearest
from corpus.eight_bits import from_bytes
from corpus.metric import unit

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]
    Places = np.ndarray[Any, np.dtype[np.int64]]

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
    with their questions, less their `mean`, of length 1, shape (answers, dimensions). `by_message`
    and `by_answer` say what a message and an answer that settles it have in common, each of shape
    (2 dimensions, learnt), and `share` what the answer that is expected counts beside it.
    `message_mean` is the mean of all messages and `question_mean` that of the questions as they are
    filed, each of shape (dimensions,).
    """

    messages: "Array"
    of: "Places"
    answers: "Array"
    mean: "Array"
    by_message: "Array"
    by_answer: "Array"
    share: float
    message_mean: "Array"
    question_mean: "Array"


def settling_text(question: str, answer: str) -> str:
    """An answer as its vector is made: with the question that it was given to."""
    return f"{question}\n{answer}"


def first_of(of: "Places") -> "Places":
    """The place of the first message of each answer: its question as it is filed."""
    import numpy as np

    return np.unique(of, return_index=True)[1]


@lru_cache(maxsize=1)
def settled() -> Settled:
    """The messages that ship."""
    import numpy as np

    kept = np.load(FILE)
    of = kept["of"].astype(np.int64)
    messages = from_bytes(kept["messages"], kept["message_scale"])
    answers = from_bytes(kept["answers"], kept["answer_scale"])
    mean: Array = answers.mean(axis=0)
    return Settled(
        messages=messages,
        of=of,
        answers=unit(answers - mean),
        mean=mean,
        by_message=kept["by_message"].astype(np.float32),
        by_answer=kept["by_answer"].astype(np.float32),
        share=float(kept["share"]),
        message_mean=messages.mean(axis=0),
        question_mean=messages[first_of(of)].mean(axis=0),
    )


def expected(vector: "Array", messages: "Array", of: "Places", answers: "Array") -> "Array":
    """What the answer that settles a message is like, beside the mean of all answers, as messages
    tell with the place `of` each one's answer: of length 1, shape (dimensions,).
    """
    similarity = messages @ vector
    near = nearest(similarity, _NEAREST)
    weights = learnt_weights(similarity[near], messages[near], _REACH, _RIDGE)
    learnt: Array = weights.astype("float32") @ answers[of[near]]
    return unit(learnt)


def message_place(vector: "Array") -> "Array":
    """Where a message stands beside answers, shape (dimensions + learnt,)."""
    import numpy as np

    known = settled()
    answer = expected(vector, known.messages, known.of, known.answers)
    both = np.concatenate([answer, unit(vector - known.message_mean)])
    return np.concatenate([math.sqrt(known.share) * answer, unit(both @ known.by_message)])


def answer_places(questions: "Array", answers: "Array") -> "Array":
    """Where answers stand beside messages, shape (answers, dimensions + learnt), by the vectors of
    their questions and of their `settling_text`, each of shape (answers, dimensions).
    """
    import numpy as np

    known = settled()
    own = unit(answers - known.mean)
    both = np.hstack([own, unit(questions - known.question_mean)])
    return np.hstack([math.sqrt(known.share) * own, unit(both @ known.by_answer)])
