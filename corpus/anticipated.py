"""Which questions were anticipated of the fiches, and whether their texts answer them.

`questions/*.jsonl` holds a question a line, `questions/texts.json` the texts for which the labels
hold (README.md beside them): where a text has changed, what was said of it is not used.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpus.text import fold

if TYPE_CHECKING:
    import numpy as np

    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]

SHIPPED = Path(__file__).with_name("questions")
TEXTS = "texts.json"
VECTORS = "vectors.npz"
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Anticipated:
    """A question, and whether the sections named answer it; the nearest ones where none does."""

    question: str
    answered: Literal["yes", "partly", "no"]
    sections: tuple[str, ...]


def plain(text: str) -> str:
    """A text's words alone, whatever its layout, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def text_digest(text: str) -> str:
    """What tells a section's words from those of another."""
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
def known_texts() -> Mapping[str, str]:
    """The section that a text's digest stands for."""
    texts: dict[str, list[str]] = json.loads((SHIPPED / TEXTS).read_text(encoding="utf-8"))
    return {digest: section for section, digests in texts.items() for digest in digests}


@dataclass(frozen=True, slots=True)
class Vectors:
    """The questions' vectors, shape (questions, dimensions), and the encoder that made them."""

    encoder: str
    values: "Array"


@lru_cache(maxsize=1)
def anticipated_vectors() -> Vectors:
    """What `python -m evals.anticipated` made of the questions, in their order."""
    import numpy as np

    kept = np.load(SHIPPED / VECTORS)
    return Vectors(str(kept["encoder"]), kept["values"].astype(np.float32) * kept["scale"])


def write_vectors(encoder: "Encoder") -> None:
    """Encode the questions that ship, in eight bits: that moves a cosine by 0.002 at most."""
    import numpy as np

    vectors = encoder.queries([one.question for one in anticipated()])
    scale = np.float32(np.abs(vectors).max() / 127)
    values = np.round(vectors / scale).astype(np.int8)
    np.savez(SHIPPED / VECTORS, values=values, scale=scale, encoder=encoder.name)
