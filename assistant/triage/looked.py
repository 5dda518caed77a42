"""What is seen in one question by itself, before the fiches are searched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.triage.asked import persons_in, sentences_of
from assistant.triage.linear import fitted
from assistant.triage.never import PERSON, Meanings, Subject, by_words, subjects
from assistant.triage.personal import masked
from assistant.triage.scope import off_topic
from assistant.triage.theme import field_words, names_field

if TYPE_CHECKING:
    import numpy as np

    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]

# From which probability a sentence by itself means a reserved subject: one that asks, and one that
# only tells, of which the model learnt none. They cost 3 of the 249 rows of `tune` (docs/decisions/
# 0014-triage.md).
_ASKED, _SAID = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Looked:
    """One question as it is seen by itself.

    `never` is the probability of a subject that is never answered automatically, `by_words` the
    subjects of which it holds a word, `persons` those whom it names, `off_topic` the probability
    that it is off topic, `vector` its vector and `words` the themes of which it holds a word.
    """

    text: str
    vector: "Array"
    words: Mapping[str, float]
    never: float
    by_words: tuple[Subject, ...]
    persons: tuple[str, ...]
    off_topic: float

    @property
    def is_off_topic(self) -> bool:
        """Whether it is about something else than the field."""
        return self.off_topic >= fitted().bounds["off_topic"]


def look(text: str, encoder: "Encoder") -> Looked:
    """One question, looked at."""
    vector = encoder.queries([text])[0]
    words = field_words(text)
    return Looked(
        text=text,
        vector=vector,
        words=words,
        never=fitted().models["never"].probability(vector, {}),
        by_words=tuple(by_words(text)),
        persons=persons_in(text),
        off_topic=0.0 if names_field(text) else off_topic(vector, words),
    )


@dataclass(frozen=True, slots=True)
class Meant:
    """A sentence that means a reserved subject by itself, with the probability that it does."""

    sentence: str
    probability: float
    subject: Subject | None


def meant_alone(text: str, encoder: "Encoder", meanings: Meanings) -> Meant | None:
    """The sentence of a row that surest means a reserved subject, masked, where one does.

    Among plain questions, the vector of a whole mail does not tell it.
    """
    sentences = [masked(sentence) for sentence in sentences_of(text)]
    vectors = encoder.queries(sentences) if sentences else ()
    model = fitted().models["never"]
    found = []
    for sentence, vector in zip(sentences, vectors, strict=True):
        probability = model.probability(vector, {})
        if probability >= (_ASKED if "?" in sentence[-3:] else _SAID):
            found.append(Meant(sentence, probability, meanings.subject(vector)))
    return max(found, key=lambda one: one.probability, default=None)


def told_subjects(looked: Sequence[Looked]) -> list[Subject]:
    """The reserved subjects of which the questions hold a word or a name, each once."""
    person = [subject for subject in subjects() if subject.id == PERSON]
    told = [s for one in looked for s in (*one.by_words, *(person if one.persons else ()))]
    return list(dict.fromkeys(told))


def meant_subject(looked: Sequence[Looked], meanings: Meanings) -> Subject | None:
    """The reserved subject that the likeliest of the questions means, where it is clear."""
    return meanings.subject(max(looked, key=lambda one: one.never).vector)
