"""Whether a question is of the field, local government and the social economy, or off topic."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.triage.linear import fitted
from assistant.triage.theme import field_words, names_field

if TYPE_CHECKING:
    import numpy as np

    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]


def scope_values(words: Mapping[str, float]) -> dict[str, float]:
    """What speaks for a question being of the field beside its vector: a word of one theme."""
    return {"field": max(words.values())}


def off_topic(vector: "Array", words: Mapping[str, float]) -> float:
    """The probability that a question is off topic, from its vector and `theme.field_words`."""
    return fitted().models["off_topic"].probability(vector, scope_values(words))


def off_topic_in(text: str, encoder: "Encoder") -> float:
    """The probability that a text is off topic, 0 where it names what only the field speaks of."""
    return 0.0 if names_field(text) else off_topic(encoder.queries([text])[0], field_words(text))
