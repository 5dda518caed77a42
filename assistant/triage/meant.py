"""Whether a row means a reserved subject, in whatever words, and which sentence of it says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.asking.framing import introduces
from assistant.triage.asked import said_in, sentences_of
from assistant.triage.linear import fitted
from assistant.triage.never import Subject, subjects
from assistant.triage.personal import masked

if TYPE_CHECKING:
    import numpy as np

    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]

# The models of whole texts and of sentences by themselves: one of a long mail hardly moves the
# vector of the whole.
WHOLE, SENTENCE = "reserved", "reserved_sentence"
# The class of what means no reserved subject.
PLAIN = "none"
# The share of one subject from which it is named (docs/decisions/0014-triage.md).
_CLEARLY = 0.7
# The probability from which one sentence of several says so by itself.
_TELLS = 0.5


@dataclass(frozen=True, slots=True)
class Meant:
    """How likely a row means a reserved subject, which one where that is clear, and the sentence
    of several that says so, "" where none does by itself.
    """

    probability: float
    subject: Subject | None
    sentence: str


def meant(text: str, asked: Sequence[str], encoder: "Encoder") -> Meant:
    """What a row means, of which `asked` are the questions."""
    texts, sentences = read_in(text, asked)
    of_texts, of_sentences = _each(WHOLE, texts, encoder), _each(SENTENCE, sentences, encoder)
    by_text, by_sentence = _surest(of_texts), _surest(of_sentences)
    whole, alone = sum(by_text.values()), sum(by_sentence.values())
    tells = len(sentences) > 1 and alone >= _TELLS
    return Meant(
        probability=max(whole, alone),
        subject=_clear({name: p + by_sentence.get(name, 0.0) for name, p in by_text.items()}),
        sentence=sentences[of_sentences.index(by_sentence)] if tells else "",
    )


def read_in(text: str, asked: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is read in a row: each of its questions and, last, all that it says; and its sentences,
    in which names are masked, but for those that only say who asks.
    """
    texts = list(dict.fromkeys([*asked, said_in(text)]))
    return texts, [masked(s) for s in sentences_of(text) if not introduces(s)]


def _each(model: str, texts: Sequence[str], encoder: "Encoder") -> list[dict[str, float]]:
    """The probability of each reserved subject in each text."""
    vectors = encoder.queries(list(texts)) if texts else ()
    names = {subject.id for subject in subjects()}
    found = (fitted().models[model].probabilities(vector, {}) for vector in vectors)
    return [{name: p for name, p in one.items() if name in names} for one in found]


def _surest(found: Sequence[dict[str, float]]) -> dict[str, float]:
    return max(found, key=lambda one: sum(one.values()), default={})


def _clear(found: Mapping[str, float]) -> Subject | None:
    """The subject that has nearly all of the probability."""
    best = max(found, key=found.__getitem__, default="")
    clear = bool(best) and found[best] >= _CLEARLY * sum(found.values())
    return next(one for one in subjects() if one.id == best) if clear else None
