"""Which questions were anticipated of the fiches, and whether their texts answer them.

`questions/*.jsonl` holds a question a line, `questions/texts.json` the texts for which the labels
hold (README.md beside them): where a text has changed, what was said of it is not used.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpus.eight_bits import from_bytes
from corpus.metric import WEIGHTS, Metric, unit
from corpus.text import fold, units

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

SHIPPED = Path(__file__).with_name("questions")
TEXTS = "texts.json"
VECTORS = "vectors.npz"
METRIC = "metric.npz"
_DIGITS = 12
_ANSWERED = {"yes": 1.0, "partly": 0.5, "no": 0.0}
# A text is the section of which sentences make up this share of its words: a date corrected, or a
# sentence added, does not make another one of it.
_KNOWN = 0.8


@dataclass(frozen=True, slots=True)
class Anticipated:
    """A question, and whether the texts answer it.

    `about` are the sentences that answer it, the most direct one first (`SECTION:NUMBER`); where
    none does, the nearest sections.
    """

    question: str
    answered: Literal["yes", "partly", "no"]
    about: tuple[str, ...]


def plain(text: str) -> str:
    """A text's words alone, whatever its layout, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def text_digest(text: str) -> str:
    """What tells a sentence's words from those of another."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:_DIGITS]


@lru_cache(maxsize=1)
def anticipated() -> tuple[Anticipated, ...]:
    """The questions that ship, in the order of their files."""
    from pydantic import TypeAdapter

    adapter = TypeAdapter(Anticipated)
    return tuple(
        adapter.validate_json(line)
        for file in sorted(SHIPPED.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )


@lru_cache(maxsize=1)
def known_texts() -> Mapping[str, Sequence[Sequence[str]]]:
    """The sections that questions were written for, by name: what each sentence of them is known
    by, the page's words and those of the digest's sentences that say the same.
    """
    texts: dict[str, list[list[str]]] = json.loads((SHIPPED / TEXTS).read_text(encoding="utf-8"))
    return texts


@lru_cache(maxsize=1)
def known_sentences() -> Mapping[str, frozenset[str]]:
    """The sentences that a text's digest stands for, by name: a short list item may be several."""
    named: dict[str, set[str]] = {}
    for section, sentences in known_texts().items():
        for number, digests in enumerate(sentences):
            for digest in digests:
                named.setdefault(digest, set()).add(f"{section}:{number}")
    return {digest: frozenset(names) for digest, names in named.items()}


def section_named(name: str) -> str:
    """The section of a sentence."""
    return name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text as a section that questions were written for, "" where it is none: the first character
    of each of its sentences, and what this one is called, empty where unknown; how many of its
    words are of known ones.
    """

    section: str = ""
    sentences: tuple[tuple[int, frozenset[str]], ...] = ()
    words: int = 0

    @property
    def is_half(self) -> bool:
        """Whether half of the section's sentences stand there."""
        held = {name for _, names in self.sentences for name in names}
        return len(held) >= len(known_texts().get(self.section, ())) / 2


def recognised(text: str, start: int, end: int) -> Recognised:
    """Which known section stands in `text[start:end]`: one whose sentences make up nearly all of
    its words, if half of them stand there.
    """
    total = len(text[start:end].split())
    unknown = 0
    # Most texts are unknown: what follows need not be read.
    for first, last in units(text, start, end):
        if text_digest(text[first:last]) not in known_sentences():
            unknown += len(text[first:last].split())
        if unknown > (1 - _KNOWN) * total:
            return Recognised()
    found = most_alike(text, start, end)
    return found if found.words >= _KNOWN * total and found.is_half else Recognised()


def most_alike(text: str, start: int, end: int) -> Recognised:
    """The known section with which `text[start:end]` shares most words, in whole sentences."""
    shared: Counter[str] = Counter()
    sentences = []
    for first, last in units(text, start, end):
        names = known_sentences().get(text_digest(text[first:last]), frozenset())
        length = len(text[first:last].split())
        shared.update(dict.fromkeys({section_named(name) for name in names}, length))
        sentences.append((first, names))
    section = max(sorted(shared), key=shared.__getitem__, default="")
    own = (
        (at, frozenset(n for n in names if section_named(n) == section)) for at, names in sentences
    )
    return Recognised(section, tuple(own), shared[section])


@dataclass(frozen=True, slots=True)
class Vectors:
    """What `python -m evals.anticipated` made of the questions, in their order.

    `values` are their vectors, by the encoder that `encoded_with` names, shape (questions,
    dimensions), and `places` where `metric` puts them, shape (questions, components).
    """

    values: "Array"
    metric: Metric
    places: "Array"


@lru_cache(maxsize=1)
def anticipated_vectors() -> Vectors:
    """The vectors that ship."""
    import numpy as np

    kept, learnt = np.load(SHIPPED / VECTORS), np.load(SHIPPED / METRIC)
    weights = {name: learnt[name].astype(np.float32) for name in WEIGHTS}
    return Vectors(
        values=from_bytes(kept["values"], kept["scale"]),
        metric=Metric(**weights, temperature=float(learnt["temperature"])),
        places=unit(from_bytes(learnt["places"], learnt["places_scale"])),
    )


@lru_cache(maxsize=1)
def encoded_with() -> str:
    """The name of the encoder that the vectors that ship are of."""
    import numpy as np

    return str(np.load(SHIPPED / VECTORS)["encoder"])


def answered_values(questions: Sequence[Anticipated]) -> "Array":
    """How far the texts answer each question: 1, in part 0.5, not 0; shape (questions,)."""
    import numpy as np

    return np.array([_ANSWERED[one.answered] for one in questions], dtype=np.float32)
