"""Which questions answered before ask the same as a new one, in whatever words."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from assistant.triage.differences import alike, differing, same_words, shared_terms
from assistant.triage.linear import fitted
from assistant.triage.settling import answer_places, message_place, settling_text
from assistant.triage.theme import field_examples
from assistant.triage.types import Answered, Duplicate
from corpus.metric import unit

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


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answered question beside a new one.

    `probability` is that it asks the same and `similarity` the same by all but `differs_by`, which
    tells them apart and is empty where nothing that matters is seen; `values` is the evidence.
    """

    answered: Answered
    probability: float
    similarity: float
    differs_by: tuple[str, ...]
    values: Mapping[str, float]

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
        vector = self._encoder.queries([text])[0]
        near = {name: space.nearness(vector) for name, space in self._spaces.items()}
        order = np.argsort(-sum(near.values()), kind="stable")[:_LOOKED_AT]
        return [
            self._candidate(text, self._answered[i], {n: float(v[i]) for n, v in near.items()})
            for i in order.tolist()
        ]

    @cached_property
    def _spaces(self) -> "Mapping[str, _Space]":
        """How near a question comes to the answered ones, to their answers too, and to what would
        settle it.
        """
        asked, held = _field(self._encoder)
        mean, held_mean = asked.mean(axis=0), held.mean(axis=0)
        questions = self._encoder.queries([one.question for one in self._answered])
        texts = [settling_text(one.question, one.answer) for one in self._answered]
        answers = self._encoder.passages(texts)

        def placed(vector: "Array") -> "Array":
            return unit(vector - mean)

        own, led = placed(asked), _led(self._encoder)
        return {
            "question": _Space(placed, own, own, unit(questions - mean)),
            "answer": _Space(placed, own, unit(held - held_mean), unit(answers - held_mean)),
            "settled": _Space(
                message_place, led, answer_places(asked, held), answer_places(questions, answers)
            ),
        }

    def _candidate(self, text: str, answered: Answered, near: Mapping[str, float]) -> Candidate:
        differs_by = differing(text, answered.question)
        seen = {f"near_{name}": value for name, value in near.items()}
        seen |= _in_words(text, answered.question)
        # What differs tells more the more two questions are otherwise alike.
        apart = {
            "differs": 1.0,
            "differs_alike": seen["alike"],
            "differs_settled": seen["near_settled"],
        }
        without = self._evidence(seen | dict.fromkeys(apart, 0.0))
        values = self._evidence(seen | apart) if differs_by else without
        model = fitted().models["duplicate"]
        similarity = model.probability(None, without)
        # What differs never speaks for a repetition.
        probability = min(similarity, model.probability(None, values))
        if not differs_by and same_words(text, answered.question):
            similarity = probability = 1.0
        return Candidate(
            answered,
            probability=probability,
            similarity=similarity,
            differs_by=differs_by,
            values=values,
        )

    def _evidence(self, seen: Mapping[str, float]) -> dict[str, float]:
        """What is seen, and what that is among so many answered questions."""
        # The more questions were answered, the nearer comes one that asks something else.
        among = math.log(len(self._answered)) / math.log(_MANY)
        return {
            **seen,
            **{f"{name}_among": value * among for name, value in seen.items()},
            "among": among,
        }


@lru_cache(maxsize=2)
def _field(encoder: "Encoder") -> "tuple[Array, Array]":
    """The questions of the field at large, as they are asked and as they are held."""
    field = list(field_examples())
    return encoder.queries(field), encoder.passages(field)


@lru_cache(maxsize=2)
def _led(encoder: "Encoder") -> "Array":
    """Where the field's questions stand beside what would settle them, shape (texts, n)."""
    import numpy as np

    return np.stack([message_place(vector) for vector in _field(encoder)[0]])


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

    def __init__(
        self, place: "Callable[[Array], Array]", asked: "Array", held: "Array", answered: "Array"
    ) -> None:
        """`place` puts a question's vector among what was answered, as the field's questions,
        `asked`, are; `held` are the field's texts there beside what was answered, each of shape
        (texts, n).
        """
        self._place, self._held, self._answered = place, held, answered
        self._usual = _usual(answered @ asked.T)

    def nearness(self, vector: "Array") -> "Array":
        """How near a question comes to each of the answered, shape (answered,)."""
        own = self._place(vector)
        near: Array = 2 * self._answered @ own - self._usual - _usual((self._held @ own)[None])
        return near


def _usual(cosines: "Array") -> "Array":
    """The mean cosine to the nearest neighbours, shape (texts,)."""
    import numpy as np

    mean: Array = np.sort(cosines, axis=1)[:, -_NEIGHBOURS:].mean(axis=1)
    return mean
