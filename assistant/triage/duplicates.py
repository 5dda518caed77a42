"""Which questions answered before ask the same as a new one, in whatever words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from assistant.triage.differences import alike, differing, shared_terms
from assistant.triage.linear import fitted, unit
from assistant.triage.theme import field_examples
from assistant.triage.types import Answered, Duplicate

if TYPE_CHECKING:
    import numpy as np

    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]

# How many answered questions are looked at closely, and how many are named.
_LOOKED_AT = 4
_NAMED = 3
# Below this probability a question is not even shown to the jurist as similar.
_SIMILAR = 0.05
# As many answered questions as the model was fitted on count 1, a single one 0.
_MANY = 45
# The neighbours from which a text's usual nearness is taken.
_NEIGHBOURS = 10
# What differs by what matters is no duplicate, however near.
_DIFFERS = 0.01


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answered question beside a new one.

    `similarity` is the probability that it asks the same by all but `differs_by`, which tells them
    apart and is empty where nothing that matters is seen; `values` is the evidence.
    """

    answered: Answered
    similarity: float
    differs_by: tuple[str, ...]
    values: Mapping[str, float]

    @property
    def probability(self) -> float:
        """That it asks the same."""
        return _DIFFERS if self.differs_by else self.similarity

    @property
    def duplicate(self) -> Duplicate:
        """As a row of the triage shows it."""
        similarity = round(self.similarity, 3)
        return Duplicate(self.answered.id, self.answered.question, similarity, self.differs_by)


class Duplicates:
    """The questions answered before, each encoded once."""

    def __init__(self, answered: Sequence[Answered], encoder: "Encoder") -> None:
        """Opens nothing yet: the questions are encoded when the first new one comes."""
        self._answered = tuple(answered)
        self._encoder = encoder

    def of(self, text: str) -> list[Candidate]:
        """At most three answered questions near a new one, likeliest first, then nearest."""
        found = self.looked_at(text)
        kept = [one for one in found if one.similarity >= _SIMILAR]
        return sorted(kept, key=lambda one: (-one.probability, -one.similarity))[:_NAMED]

    def looked_at(self, text: str) -> list[Candidate]:
        """The answered questions whose vectors are nearest, each looked at closely."""
        import numpy as np

        if not self._answered:
            return []
        near, near_answer = self._spaces
        vector = self._encoder.queries([text])[0]
        to_question = near.nearness(vector)
        to_answer = near_answer.nearness(vector)
        order = np.argsort(-(to_question + to_answer), kind="stable")[:_LOOKED_AT]
        return [
            self._candidate(text, self._answered[i], to_question[i], to_answer[i])
            for i in order.tolist()
        ]

    @cached_property
    def _spaces(self) -> "tuple[_Space, _Space]":
        questions, passages = _field(self._encoder)
        texts = [f"{one.question}\n{one.answer}" for one in self._answered]
        return (
            _Space(
                questions, questions, self._encoder.queries([a.question for a in self._answered])
            ),
            _Space(questions, passages, self._encoder.passages(texts)),
        )

    def _candidate(
        self, text: str, answered: Answered, question: float, answer: float
    ) -> Candidate:
        differs_by = differing(text, answered.question)
        seen = {
            "near_question": float(question),
            "near_answer": float(answer),
            **_in_words(text, answered.question),
        }
        # The more questions were answered, the nearer comes one that asks something else.
        among = math.log(len(self._answered)) / math.log(_MANY)
        values = seen | {f"{name}_among": value * among for name, value in seen.items()}
        values["among"] = among
        similarity = fitted().models["duplicate"].probability(None, values)
        return Candidate(answered, similarity, differs_by, values)


@lru_cache(maxsize=2)
def _field(encoder: "Encoder") -> "tuple[Array, Array]":
    """The questions of the field at large, as they are asked and as they are held."""
    field = list(field_examples())
    return encoder.queries(field), encoder.passages(field)


def _in_words(text: str, other: str) -> dict[str, float]:
    """What the words of two questions have in common, each value between 0 and 1."""
    shared, one_sided = shared_terms(text, other)
    return {
        "alike": max(0.0, alike(text, other) - 0.5) * 2,
        "shared": min(shared, 4) / 4,
        "one_sided": min(one_sided, 6) / 6,
    }


class _Space:
    """Vectors as their cosines are compared: less the field's mean, and beside how near each text
    comes to questions of the field at large (cross-domain similarity local scaling: Conneau,
    Lample, Ranzato, Denoyer and Jégou, 2018, Word translation without parallel data).
    """

    def __init__(self, asked: "Array", field: "Array", answered: "Array") -> None:
        """Vectors of the field, as asked and as held, and of the answered, shape (texts, n)."""
        self._mean, self._held_mean = asked.mean(axis=0), field.mean(axis=0)
        self._asked, self._field = unit(asked - self._mean), unit(field - self._held_mean)
        self._answered = unit(answered - self._held_mean)
        self._usual = _usual(self._answered @ self._asked.T)

    def nearness(self, vector: "Array") -> "Array":
        """How near a question comes to each of the answered, shape (answered,)."""
        own = unit(vector[None] - self._mean)
        near: Array = 2 * (own @ self._answered.T)[0] - self._usual - _usual(own @ self._field.T)
        return near


def _usual(cosines: "Array") -> "Array":
    """The mean cosine to the nearest neighbours, shape (texts,)."""
    import numpy as np

    mean: Array = np.sort(cosines, axis=1)[:, -_NEIGHBOURS:].mean(axis=1)
    return mean
