"""What is seen in one question by itself, before the fiches are searched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.triage.asked import persons_in
from assistant.triage.linear import fitted
from assistant.triage.never import PERSON, Subject, by_words, subjects
from assistant.triage.scope import off_topic_in
from assistant.triage.theme import field_words

if TYPE_CHECKING:
    import numpy as np

    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Looked:
    """One question as it is seen by itself.

    `by_words` are the reserved subjects of which it holds a word, `persons` those whom it names,
    `off_topic` is the probability that it is off topic, `vector` its vector, and `words` are the
    themes of which it holds a word.
    """

    text: str
    vector: "Array"
    words: Mapping[str, float]
    by_words: tuple[Subject, ...]
    persons: tuple[str, ...]
    off_topic: float

    @property
    def is_off_topic(self) -> bool:
        """Whether it is about something else than the field."""
        return self.off_topic >= fitted().bounds["off_topic"]


def look(text: str, encoder: "Encoder") -> Looked:
    """One question, looked at."""
    return Looked(
        text=text,
        vector=encoder.queries([text])[0],
        words=field_words(text),
        by_words=tuple(by_words(text)),
        persons=persons_in(text),
        off_topic=off_topic_in(text, encoder),
    )


def told_subjects(looked: Sequence[Looked]) -> list[Subject]:
    """The reserved subjects of which the questions hold a word or a name, each once."""
    person = [subject for subject in subjects() if subject.id == PERSON]
    told = [s for one in looked for s in (*one.by_words, *(person if one.persons else ()))]
    return list(dict.fromkeys(told))
